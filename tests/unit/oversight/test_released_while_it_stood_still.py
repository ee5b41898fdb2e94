"""A lead is released while its clock stands still: the next has the time that it waited, as routing counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import intake, routing
from services.contracts.events.opinion import InterestDeclared
from services.contracts.fact import Fact
from services.county.calendar import TimeUnit
from services.county.clocks import Anchor, ClockRule, Length
from services.oversight.domain.rules import RuleBook
from services.routing.domain.standing_still import passed_on, paused, resumed
from services.routing.domain.whistle import Whistle, blow
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, fact
from tests.unit.oversight.test_standing_still import HANDLING, TEN, clock, granted, pause, resume

W = f"{NUMBER}-w1"
LEAD, NEXT, THIRD = "ns-housing", "ns-city", "ns-water"
TUESDAY, FRIDAY = "2026-11-24T02:00:00Z", "2026-11-27T02:00:00Z"
STOOD = "2026-12-01T15:59:59Z"
"""Thursday's end, and the three working days from Tuesday to Friday."""
BY = "2026-12-01T10:00:00Z"


def objection(department: str = LEAD, lead: str = NEXT) -> Fact:
    return fact(
        routing.ObjectionDecided, whistle=W, department=department, objection=1, upheld=True, lead=lead,
        replacement=lead, check_in_by=BY,
    )  # fmt: skip


def interest(department: str = LEAD, lead: str = NEXT) -> Fact:
    return fact(InterestDeclared, whistle=W, department=department, lead=lead, replacement=lead, check_in_by=BY)


def of(unit: str) -> str:
    return f"{W}-handling-{unit}"


def rule(oversight: Oversight, **said: Any) -> ClockRule:
    """The county's handling clock is another from here on."""
    clocks = oversight.county.clocks
    changed = replace(clocks.rules["handling"], **said)
    oversight.county = replace(oversight.county, clocks=replace(clocks, rules={**clocks.rules, "handling": changed}))
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    return changed


@pytest.mark.parametrize("released", [objection, interest])
def test_who_leads_next_has_the_time_that_the_matter_stood_still(
    oversight: Oversight, released: Callable[[], Fact]
) -> None:
    oversight.whistled(TEN, BY)
    pause(oversight, TUESDAY)
    oversight.hear(released(), FRIDAY)
    assert oversight.docket()["whistles"][W]["finish_by"] == STOOD
    former, new = clock(oversight), clock(oversight, of(NEXT))
    assert (former["ended"], former["light"], former["due"]) == ("cancelled", "green", STOOD)
    assert (new["due"], new["started_at"], new["ended"]) == (STOOD, FRIDAY, None)
    oversight.sweep_until(STOOD)
    assert clock(oversight, of(NEXT))["light"] == "yellow", "at the unmoved end it would be red since Thursday"


def test_routing_which_may_not_have_heard_of_the_pause_is_told_that_the_clock_went_on(oversight: Oversight) -> None:
    oversight.whistled(TEN, BY)
    pause(oversight, TUESDAY)
    oversight.hear(objection(), FRIDAY)
    told = oversight.last()
    assert told.type.split(".")[2] == "clock_resumed"
    assert (told.data["clock_id"], told.data["due"], told.data["unit"]) == (HANDLING, STOOD, LEAD)


def test_told_twice_a_release_moves_the_end_once(oversight: Oversight) -> None:
    oversight.whistled(TEN, BY)
    pause(oversight, TUESDAY)
    oversight.hear(objection(), FRIDAY)
    before, told = oversight.docket(), oversight.told()
    oversight.hear(objection(), "2026-11-30T02:00:00Z")
    after = oversight.docket()
    assert (after["clocks"][HANDLING], after["clocks"][of(NEXT)]) == (
        *(before["clocks"][HANDLING], before["clocks"][of(NEXT)]),
    )
    assert (after["whistles"][W]["finish_by"], oversight.told()) == (STOOD, told)


@pytest.mark.parametrize("place", range(3))
def test_in_any_order_of_the_streams_the_ends_are_the_same(oversight: Oversight, place: int) -> None:
    about = {"received_at": MONDAY, "owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
    registered = fact(intake.MatterRegistered, **about)

    def registered_at(turn: int) -> None:
        if place == turn:
            oversight.hear(registered, MONDAY)

    registered_at(0)
    oversight.whistled(TEN, BY)
    registered_at(1)
    pause(oversight, TUESDAY)
    oversight.hear(objection(), FRIDAY)
    registered_at(2)
    assert {unit: clock(oversight, of(unit))["due"] for unit in (LEAD, NEXT)} == {LEAD: STOOD, NEXT: STOOD}


def test_a_release_heard_after_its_clock_went_on_leaves_the_end_where_that_moved_it(oversight: Oversight) -> None:
    oversight.whistled(TEN, BY)
    pause(oversight, TUESDAY)
    due = resume(oversight, FRIDAY)["due"]
    oversight.hear(objection(), "2026-11-25T02:00:00Z")
    assert clock(oversight, of(NEXT))["due"] == due == STOOD


def test_a_pause_after_a_release_that_had_not_been_heard_yet_moves_nothing(oversight: Oversight) -> None:
    oversight.whistled(TEN, BY)
    pause(oversight, FRIDAY[:8] + "25T02:00:00Z")
    oversight.hear(objection(), TUESDAY)
    assert clock(oversight, of(NEXT))["due"] == "2026-11-26T15:59:59Z"


def test_a_released_assist_lets_the_leads_clock_stand_still(oversight: Oversight) -> None:
    oversight.whistled(TEN, BY, assists=("ns-roads",))
    pause(oversight, TUESDAY)
    told = fact(
        routing.ObjectionDecided, whistle=W, department="ns-roads", objection=1, upheld=True, lead=LEAD,
        replacement=THIRD, check_in_by=BY,
    )  # fmt: skip
    oversight.hear(told, FRIDAY)
    assert (oversight.running()["handling"], oversight.told()[-1]) == ("paused", "clock_paused")


def test_a_clock_of_a_departments_own_stands_still_for_nobody_else(oversight: Oversight) -> None:
    rule(oversight, anchor=Anchor.DEPARTMENT)
    oversight.whistled(TEN, BY)
    pause(oversight, TUESDAY)
    oversight.hear(objection(), FRIDAY)
    assert (clock(oversight)["ended"], clock(oversight, of(NEXT))["due"]) == ("cancelled", "2026-11-26T15:59:59Z")


LENGTHS = {
    "working days": (Length(3, TimeUnit.WORKING_DAYS), None),
    "calendar days that roll": (Length(5, TimeUnit.CALENDAR_DAYS), True),
    "calendar days that do not": (Length(5, TimeUnit.CALENDAR_DAYS), False),
    "working hours": (Length(30, TimeUnit.WORKING_HOURS), None),
    "hours": (Length(60 * 96, TimeUnit.MINUTES), None),
}
STOOD_STILL = [
    *(("2026-11-24T02:00:00Z", "2026-11-24T03:30:07Z"), ("2026-11-24T02:00:00.250000Z", "2026-11-25T09:15:01Z")),
    *(("2026-11-24T20:00:00Z", "2026-11-28T01:00:00Z"), ("2026-11-25T02:00:00Z", "2026-11-29T18:00:00Z")),
    *(("2026-11-23T02:00:00Z", "2026-12-07T02:00:00Z"), ("2026-11-26T01:00:00Z", "2026-11-26T01:00:00Z")),
]


def whistled_at_routing(oversight: Oversight) -> Whistle:
    """The whistle as routing blows it, which oversight hears of."""
    whistle = blow(oversight.county, W, next(iter(oversight.county.whistle_kinds)), LEAD, (), "livelihood", 1, TEN)
    oversight.whistled(TEN, BY, finish_by=whistle.finish_by)
    return whistle


def both(oversight: Oversight, whistle: Whistle, department: str, lead: str, at: str) -> Whistle:
    """One lead is released and another leads: in routing, and in oversight, which hears of it."""
    after = passed_on(oversight.county, whistle, whistle._replace(lead=lead), "livelihood", at)
    oversight.hear(objection(department, lead), at)
    return after


@pytest.mark.parametrize("stood", STOOD_STILL)
@pytest.mark.parametrize("length", LENGTHS)
def test_routings_end_and_oversights_agree_to_the_second(
    oversight: Oversight, length: str, stood: tuple[str, str]
) -> None:
    spec, roll = LENGTHS[length]
    rule(oversight, length=spec, roll=roll)
    whistle = whistled_at_routing(oversight)
    pause(oversight, stood[0])
    after = both(oversight, paused(whistle, LEAD, stood[0]), LEAD, NEXT, stood[1])
    assert clock(oversight, of(NEXT))["due"] == after.finish_by == oversight.docket()["whistles"][W]["finish_by"]
    assert after.finish_by >= whistle.finish_by


@pytest.mark.parametrize("length", LENGTHS)
def test_they_agree_also_where_it_stood_still_before_and_again_under_the_next_lead(
    oversight: Oversight, length: str
) -> None:
    spec, roll = LENGTHS[length]
    rule(oversight, length=spec, roll=roll)
    whistle = whistled_at_routing(oversight)
    pause(oversight, "2026-11-23T06:00:00Z")
    due = resume(oversight, "2026-11-24T06:00:00Z")["due"]
    whistle = resumed(oversight.county, paused(whistle, LEAD, "2026-11-23T06:00:00Z"), LEAD, due)
    pause(oversight, "2026-11-25T06:00:00Z")
    whistle = both(
        oversight, paused(whistle, LEAD, "2026-11-25T06:00:00Z"), LEAD, NEXT, "2026-11-26T06:10:00Z"
    )  # fmt: skip
    assert clock(oversight, of(NEXT))["due"] == whistle.finish_by
    pause(oversight, "2026-11-26T07:00:00Z", of(NEXT))
    after = both(oversight, paused(whistle, NEXT, "2026-11-26T07:00:00Z"), NEXT, THIRD, "2026-11-27T07:00:00Z")
    assert clock(oversight, of(THIRD))["due"] == after.finish_by >= whistle.finish_by


def test_standing_still_never_shortens_what_a_next_lead_has(oversight: Oversight) -> None:
    rule(oversight, length=Length(5, TimeUnit.CALENDAR_DAYS))
    whistled_at_routing(oversight)
    granted(oversight, "2026-12-10T15:59:59Z", "2026-11-24T02:00:00Z")
    oversight.hear(objection(), "2026-11-25T02:00:00Z")
    pause(oversight, "2026-11-26T02:00:00Z", of(NEXT))
    assert resume(oversight, "2026-11-27T02:00:00Z", of(NEXT))["due"] == "2026-12-11T15:59:59Z"
