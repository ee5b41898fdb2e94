"""Clocks from their start to their end, in whatever order the facts of two services come in."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest

from services.chassis.store import open_store
from services.contracts.events import intake, routing
from services.contracts.fact import Fact
from services.oversight import store as documents
from services.oversight.use_cases import sweep
from tests.unit.oversight.conftest import CODES, FINISH, MONDAY, NUMBER, Oversight, envelope_of, fact

TEN, ELEVEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z"
CHECK_IN = f"{NUMBER}-w1-check_in-ns-housing"
HANDLING = f"{NUMBER}-w1-handling-ns-housing"


def test_a_registration_starts_the_transfer_clock_of_fifteen_days(oversight: Oversight) -> None:
    oversight.registered()
    clock = oversight.docket()["clocks"][f"{NUMBER}-transfer"]
    assert (clock["due"], clock["unit"], clock["light"]) == ("2026-12-08T15:59:59Z", "ns-t01-unit", "green")


def test_a_whistle_starts_a_check_in_for_each_department_and_one_handling_with_the_ends_it_was_told(
    oversight: Oversight,
) -> None:
    oversight.whistled(TEN, NOON, assists=("ns-water",))
    clocks = oversight.docket()["clocks"]
    assert {name: clock["due"] for name, clock in clocks.items()} == {
        CHECK_IN: NOON,
        f"{NUMBER}-w1-check_in-ns-water": NOON,
        HANDLING: FINISH,
    }


def test_a_check_in_stops_only_the_clock_of_its_own_department(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON, assists=("ns-water",))
    oversight.checked_in(ELEVEN, NOON, "ns-water")
    clocks = oversight.docket()["clocks"]
    assert clocks[f"{NUMBER}-w1-check_in-ns-water"]["ended"] == "stopped"
    assert clocks[CHECK_IN]["ended"] is None


def test_a_stop_that_comes_before_its_start_stops_the_clock_all_the_same(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.registered()
    assert oversight.docket()["clocks"][f"{NUMBER}-transfer"]["ended_at"] == TEN


def test_a_clock_warns_turns_red_reminds_and_proposes_when_its_time_comes(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.sweep_until(ELEVEN)
    assert oversight.told() == ["clock_warned"]
    assert oversight.running()["check_in"] == "yellow"
    oversight.sweep_until("2026-11-23T04:00:00Z")
    assert oversight.running()["check_in"] == "yellow", "the very second of the end is in time"
    oversight.sweep_until("2026-11-23T04:00:01Z")
    assert oversight.running()["check_in"] == "red"
    assert oversight.told()[-2:] == ["clock_breached", "order_issued"]
    assert oversight.last().actor == "machine"
    oversight.sweep_until("2026-11-24T02:00:00Z")
    assert oversight.orders() == {"reminder": "issued", "supervision": "proposed"}


def test_a_stop_dated_in_time_takes_the_breach_its_reminder_and_its_proposals_back(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-24T02:00:00Z")
    assert oversight.store.counter("rate/department/2026-11-23/ns-housing/check_in.late") == 1
    oversight.checked_in(ELEVEN, NOON)
    assert oversight.told()[-1] == "clock_breach_withdrawn"
    assert oversight.orders() == {"reminder": "withdrawn", "supervision": "withdrawn"}
    assert oversight.store.counter("rate/department/2026-11-23/ns-housing/check_in.late") == 0
    assert oversight.store.counter("rate/department/2026-11-23/ns-housing/check_in.in_time") == 1


def test_a_late_stop_before_the_sweep_is_a_breach_too(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.checked_in("2026-11-23T05:00:00Z", NOON)
    assert oversight.told() == ["clock_breached"]
    clock = oversight.docket()["clocks"][CHECK_IN]
    assert (clock["light"], clock["ended"]) == ("red", "stopped")


@pytest.mark.parametrize(
    "end",
    [
        lambda: fact(routing.MatterWithdrawn, request="q1"),
        lambda: fact(routing.MatterDeclined, reason="not_ours"),
        lambda: fact(routing.MatterReferred, to="outside", reason="out_of_county"),
        lambda: fact(routing.MatterClosed, reason="rated"),
    ],
    ids=["withdrawn", "declined", "referred", "closed"],
)
def test_a_matter_that_is_over_leaves_no_clock_running(oversight: Oversight, end: Callable[[], Fact]) -> None:
    oversight.registered()
    oversight.whistled(TEN, NOON, assists=("ns-water",))
    oversight.hear(end(), ELEVEN)
    assert oversight.running() == {}
    assert oversight.docket()["next_at"] is None
    scored = [key for key, n in oversight.store.counters("rate/department/").items() if "check_in" in key and n]
    assert scored == [], "a department that was never late and never came is not scored"


def test_an_upheld_objection_releases_the_lead_and_gives_its_successor_clocks_of_its_own(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    said: dict[str, Any] = {"whistle": f"{NUMBER}-w1", "department": "ns-housing", "objection": 1}
    oversight.hear(fact(routing.ObjectionRaised, **said, reason="not_competent"), ELEVEN)
    decided = fact(
        routing.ObjectionDecided, **said, upheld=True, lead="ns-water", replacement="ns-water",
        check_in_by="2026-11-24T01:00:00Z",
    )  # fmt: skip
    oversight.hear(decided, NOON)
    clocks = oversight.docket()["clocks"]
    assert clocks[HANDLING]["ended"] == "cancelled"
    assert clocks[f"{NUMBER}-w1-handling-ns-water"]["due"] == FINISH
    assert clocks[f"{NUMBER}-w1-check_in-ns-water"]["due"] == "2026-11-24T01:00:00Z"
    assert oversight.running() == {"check_in": "green", "handling": "green"}


def test_a_rejected_objection_leaves_the_handling_clock_running(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    said: dict[str, Any] = {"whistle": f"{NUMBER}-w1", "department": "ns-housing", "objection": 1}
    oversight.hear(fact(routing.ObjectionRaised, **said, reason="not_competent"), ELEVEN)
    oversight.hear(fact(routing.ObjectionDecided, **said, upheld=False, lead="ns-housing"), NOON)
    assert oversight.running() == {"handling": "green"}


def test_a_sweep_reads_what_is_due_and_nothing_else(oversight: Oversight) -> None:
    desk: Any = oversight
    for n in range(5):
        told = fact(intake.MatterRegistered, f"30000000001{n}", received_at=MONDAY, owner="ns-t01-unit",
                    petitioners=1, anonymous=False, secret=False)  # fmt: skip
        oversight.hear(told, MONDAY)
    oversight.whistled(TEN, NOON)
    assert sweep.next_due(desk) == "2026-11-23T03:00:00Z"
    assert sweep.sweep(desk, "2026-11-23T02:59:59Z") == 0
    assert sweep.sweep(desk, "2026-11-23T03:00:00Z") == 1


def test_the_lights_are_counted_and_breaches_are_a_metric(oversight: Oversight) -> None:
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-23T04:00:01Z")
    lights = {key: n for key, n in oversight.store.counters("lights/").items() if n}
    assert lights == {"lights/check_in/red": 1, "lights/handling/green": 1}
    metrics = generate_latest(oversight.metrics.registry).decode()
    assert 'countynet_clock_breaches_total{clock="check_in"} 1.0' in metrics
    oversight.concluded("2026-11-24T01:00:00Z")
    assert not any(oversight.store.counters("lights/").values())


def _life() -> tuple[list[tuple[Fact, str]], list[tuple[Fact, str]]]:
    whistle = {"whistle": f"{NUMBER}-w1", "kind": "ordinary", "check_in_by": NOON}
    called: dict[str, Any] = {"lead": "ns-housing", "assists": (), "finish_by": FINISH, "county_version": "a"}
    about = {"owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
    by_intake = [
        (fact(intake.MatterRegistered, received_at=MONDAY, category=None, urgency=None, **about), MONDAY),
        (
            fact(intake.MatterRated, request="q1", receiving="satisfied", responsible="dissatisfied"),
            "2026-11-25T02:00:00Z",
        ),
    ]
    by_routing = [
        (fact(routing.MatterAccepted, owner="ns-t01-unit"), "2026-11-23T01:30:00Z"),
        (fact(routing.WhistleBlown, **whistle, **called), TEN),
        (fact(routing.DepartmentCheckedIn, **whistle, department="ns-housing", late=False), ELEVEN),
        (fact(routing.MatterConcluded, outcome="solved", lead="ns-housing", round=1), "2026-11-25T01:00:00Z"),
        (fact(routing.MatterReopened, request="q1", round=2), "2026-11-25T02:00:01Z"),
    ]  # fmt: skip
    return by_intake, by_routing


def test_two_streams_give_one_docket_in_every_order_and_with_a_sweep_in_between(
    oversight: Oversight, tmp_path: Path
) -> None:
    by_intake, by_routing = _life()
    pictures, counts = [], []
    for n, places in enumerate(itertools.combinations(range(7), 2)):
        oversight.store = open_store(f"sqlite:///{tmp_path}/{n}.db", documents.COLLECTIONS, "oversight")
        one, other = iter(by_intake), iter(by_routing)
        seqs = {"intake": 0, "routing": 0}
        for place in range(7):
            told, at = next(one if place in places else other)
            seqs[told.service] += 1
            oversight.apply(told, envelope_of(told, at, seqs[told.service]))
            if place == n % 7:
                sweep.sweep(oversight, "2026-11-24T01:00:00Z")  # type: ignore[arg-type]
        docket = oversight.docket()
        for clock in docket["clocks"].values():
            del clock["light"]
        steps = sorted((step["service"], step["seq"], step["fact"]) for step in docket.pop("steps"))
        docket.pop("orders")
        pictures.append((docket | {"steps": steps}, sorted(docket["clocks"])))
        counts.append({key: n for key, n in oversight.store.counters("rate/").items() if n})
        oversight.store.close()
    assert all(picture == pictures[0] for picture in pictures)
    assert all(count == counts[0] for count in counts)
    assert counts[0]["rate/department/2026-11-25/ns-housing/rated.dissatisfied"] == 1
    assert not any("concluded" in key for key in counts[0]), "a conclusion undone by a second handling does not count"
    assert pictures[0][0]["category"] == CODES["category"]
