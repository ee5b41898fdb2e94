"""`countynet demo` on a hub of its own, from nothing: the day goes as written, nothing is lost, the hub stays up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.hub_under_test import Hub, started, until

SERVICES = ("intake", "routing", "mediation", "oversight", "notify")


def nothing_due(hub: Hub, service: str) -> bool:
    """Whether what a service waits for lies ahead."""
    told = hub.ops(service, "/ops/clock")
    return told["next_due"] is None or told["next_due"] > told["now"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, dict[str, Any]]]:
    with started(tmp_path_factory.mktemp("demo")) as hub:
        done = hub.countynet("demo", "--json", check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        yield hub, json.loads(done.stdout)


def test_every_step_is_done_and_nothing_is_lost_or_different(played: tuple[Hub, dict[str, Any]]) -> None:
    _, told = played
    assert told["matters"] >= 120
    assert (told["failed"], told["lost"], told["differences"]) == ([], 0, [])


def test_the_ledger_counts_every_door_and_town_and_no_accusation(played: tuple[Hub, dict[str, Any]]) -> None:
    _, told = played
    wall, registered = told["wall"], told["registered"]
    assert wall == {"accusations": 2, "seen_by_discipline": 2, "found_by_others": 0, "listed": 0}
    assert registered["total"] == told["matters"] - 2
    assert (len(registered["channel"]), len(registered["town"])) == (8, 11)
    assert "accusation" not in registered["purpose"]


def test_rates_clocks_orders_mediation_and_messages_are_told(played: tuple[Hub, dict[str, Any]]) -> None:
    _, told = played
    for by in ("channel", "town", "department"):
        total = told["rates"][by]["total"]
        assert 0 < total["response"] < 1, "some came late"
        assert 0 < total["satisfaction"] <= 1
    assert told["rates"]["channel"]["total"]["concluded"] == told["rates"]["town"]["total"]["concluded"]
    assert (told["mediation"]["agreed"], told["mediation"]["failed"]) == (1, 1)
    assert told["orders"]["answered"] == 2
    assert told["messages"]["in_app"]["sent"] > 0


def test_afterwards_the_hub_is_up_in_real_time_and_reconciles_clean(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    for service in SERVICES:
        assert hub.ops(service, "/ops/clock")["mode"] == "real"
    until(lambda: all(nothing_due(hub, service) for service in SERVICES), 60, "what became due with real time")
    hub.settle()
    clean = hub.countynet("reconcile", "--json", check=False)
    assert clean.returncode == 0, clean.stdout[-2000:]
    roles = {account["role"] for account in told["accounts"]}
    assert roles >= {"clerk", "dispatcher", "handler", "mediator", "leader", "supervisor", "discipline", "operator"}


def test_a_few_matters_more_wait_in_real_time_one_a_door(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    assert told["waiting"] == 8
    rows = hub.ops("intake", "/api/intake/matters?status=registered&limit=200", hub.token("leader"))["matters"]
    assert {row["channel"] for row in rows} >= set(told["registered"]["channel"])


def test_every_role_signs_in_with_what_was_told(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    rows = json.loads((hub.var / "secrets" / "demo-staff.json").read_text(encoding="utf-8"))
    for account in told["accounts"]:
        if account["role"] != "operator":
            assert hub.sign_in(account["username"], rows[account["username"]]["password"])
