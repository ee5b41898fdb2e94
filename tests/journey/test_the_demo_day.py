"""`countynet demo` on a hub of its own, from nothing: the day goes as written, nothing is lost, the hub stays up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from services.chassis.clock import instant
from services.chassis.web.reading import COOKIE
from services.county.calendar import COUNTY_TIME
from tests.integration.hub_under_test import Hub, started, until

SERVICES = ("intake", "routing", "mediation", "oversight", "notify")


def nothing_due(hub: Hub, service: str) -> bool:
    """Whether what a service waits for lies ahead."""
    told = hub.ops(service, "/ops/clock")
    return told["next_due"] is None or told["next_due"] > told["now"]


def sign_in(hub: Hub, told: dict[str, Any], role: str, department: str | None = None) -> str:
    """The token of an account that the demo told of."""
    rows = json.loads((hub.var / "secrets" / "demo-staff.json").read_text(encoding="utf-8"))
    names = [a["username"] for a in told["accounts"] if a["role"] == role and department in (None, a["department"])]
    return hub.sign_in(names[0], rows[names[0]]["password"])


def instants_of(hub: Hub, service: str) -> Iterator[str]:
    """When each fact of a service's journal happened."""
    after: int | None = 0
    while after is not None:
        told = hub.ops(service, f"/ops/journal?after_position={after}&limit=1000")
        yield from (fact["envelope"]["time"] for fact in told["facts"])
        after = told["after_position"]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, dict[str, Any]]]:
    with started(tmp_path_factory.mktemp("demo")) as hub:
        begun = datetime.now(UTC).replace(microsecond=0)
        done = hub.countynet("demo", "--json", check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        yield hub, json.loads(done.stdout) | {"begun": begun}


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


def test_the_day_was_over_before_it_was_played_and_no_fact_lies_in_the_future(
    played: tuple[Hub, dict[str, Any]],
) -> None:
    hub, told = played
    evening = datetime.combine(date.fromisoformat(told["day"]), time(18, 30), COUNTY_TIME)
    assert evening <= told["begun"]
    for service in SERVICES:
        assert max(instants_of(hub, service), default="") <= instant(datetime.now(UTC)), service


def test_what_waits_stands_on_the_dispatchers_first_page(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    token = sign_in(hub, told, "dispatcher")
    first = hub.ops("routing", "/api/routing/cases", token)["cases"]
    fresh = [case for case in first if case["opened_at"] >= instant(told["begun"])]
    assert [case["status"] for case in fresh].count("registered") == told["waiting"]
    assert fresh == first[: len(fresh)]
    page = hub.call("routing", "GET", "/work/routing/queue", headers={"Cookie": f"{COOKIE}={token}"})
    assert all(case["number"] in page.text for case in fresh)


def test_every_department_whose_sign_in_is_told_has_a_call_to_check_in_to(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    handlers = [account for account in told["accounts"] if account["role"] == "handler"]
    assert {"ns-city", "ns-environment"} <= {account["department"] for account in handlers}
    for account in handlers:
        token = sign_in(hub, told, "handler", account["department"])
        whistles = hub.ops("routing", "/api/routing/whistles?call=called", token)["whistles"]
        assert 0 < account["waiting"] <= len(whistles)


def test_a_department_that_was_told_checks_in_and_replies(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    token = sign_in(hub, told, "handler", "ns-environment")
    newest = hub.ops("routing", "/api/routing/whistles?call=called", token)["whistles"][0]
    for step, body in (("check-ins", {}), ("replies", {"text": "已到现场,污水口当天封堵。"})):
        done = hub.call("routing", "POST", f"/api/routing/whistles/{newest['id']}/{step}", body, token=token)
        assert done.status_code == 200, done.text
    call = next(each for each in done.json()["whistles"][-1]["calls"] if each["department"] == "ns-environment")
    assert told["begun"] <= datetime.fromisoformat(call["called_at"]) <= datetime.fromisoformat(call["checked_in_at"])


def test_every_role_signs_in_with_what_was_told(played: tuple[Hub, dict[str, Any]]) -> None:
    hub, told = played
    rows = json.loads((hub.var / "secrets" / "demo-staff.json").read_text(encoding="utf-8"))
    for account in told["accounts"]:
        if account["role"] != "operator":
            assert hub.sign_in(account["username"], rows[account["username"]]["password"])
