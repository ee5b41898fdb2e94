"""Sittings that were put off to one day are two: each is shown with its own people, held and owed by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from services.contracts.vocabulary import PlaceKind
from services.county.rosters import Cycle, DaysOff, Duty, Roster, RosterLevel, Rosters
from services.intake.forms import rosters as forms
from tests.unit.intake.desk import CLERK, Intake
from tests.unit.intake.grid_work import FIRST, LEADER, SECOND, VILLAGE, wire
from tests.unit.intake.test_routes import Wire, told

__all__ = ["wire"]

ROSTERS, RECEPTIONS, ROUNDS = "/api/intake/rosters", "/api/intake/receptions", "/api/intake/rounds"
SATURDAY, SUNDAY, MONDAY = "2026-11-21", "2026-11-22", "2026-11-23"
WEEKEND = Roster(
    "leaders", "领导接访", RosterLevel.COUNTY, Cycle.MONTHLY, time(9), time(11),
    (Duty((LEADER,), day=21), Duty((FIRST, SECOND), day=22)), place="ns", days=(21, 22), days_off=DaysOff.LATER,
)  # fmt: skip
OUT = replace(WEEKEND, code="out", place=None, places_of=frozenset({PlaceKind.VILLAGE}))


@pytest.fixture
def monday(wire: Wire, intake: Intake) -> Wire:
    """The Monday to which the sittings of a Saturday and a Sunday were put off."""
    intake.clock.at = f"{MONDAY}T02:00:00Z"
    wire.service.county = replace(intake.county, rosters=Rosters({each.code: each for each in (WEEKEND, OUT)}))
    return wire


def named(people: list[dict[str, str]]) -> list[str]:
    return [one["name"] for one in people]


def opened(wire: Wire, **said: Any) -> dict[str, Any]:
    return told(wire.send("POST", RECEPTIONS, {"roster": "leaders", **said}, user=CLERK), 201, forms.ReceptionForm)


def ended(wire: Wire, session: dict[str, Any]) -> None:
    told(wire.send("POST", f"{RECEPTIONS}/{session['reception']}/end", {}, user=CLERK), 200)


def missing(wire: Wire, what: str, query: str) -> dict[str, Any]:
    response = wire.send("GET", f"{what}/missing", user=CLERK, query=f"month=2026-11&{query}")
    return told(response, 200, forms.MissingForm)


def test_each_is_shown_with_its_own_leads_and_no_leader_as_anothers_assistant(monday: Wire) -> None:
    now = told(monday.send("GET", f"{ROSTERS}/on-duty", query="place=ns"), 200, forms.OnDutyForm)["on_duty"][0]["now"]
    day = told(monday.send("GET", ROSTERS, query=f"place=ns&day={MONDAY}"), 200, forms.RostersForm)
    for sitting in (now, day["rosters"][0]["sitting"]):
        assert (sitting["planned_on"], named(sitting["leads"]), sitting["assists"]) == (SATURDAY, [LEADER.name], [])
        (other,) = sitting["also"]
        assert other["planned_on"] == SUNDAY
        assert (named(other["leads"]), named(other["assists"])) == ([FIRST.name], [SECOND.name])


def test_both_are_owed_and_each_session_holds_the_one_that_is_not_held_yet(monday: Wire, intake: Intake) -> None:
    first = opened(monday)
    ended(monday, first)
    second = opened(monday)
    assert (first["planned_on"], second["planned_on"]) == (SATURDAY, SUNDAY)
    intake.clock.at = f"{MONDAY}T04:00:00Z"
    half = missing(monday, RECEPTIONS, "roster=leaders")
    assert (half["owed"], half["held"]) == (2, 1)
    assert half["missing"] == [{"day": MONDAY, "roster": "leaders", "place": "ns", "planned_on": SUNDAY}]
    ended(monday, second)
    assert missing(monday, RECEPTIONS, "roster=leaders")["lacking"] == 0


def test_a_session_may_say_which_of_them_it_is_and_no_other_day(monday: Wire) -> None:
    assert opened(monday, planned_on=SUNDAY)["planned_on"] == SUNDAY
    assert opened(monday)["planned_on"] == SATURDAY
    both = monday.send("POST", RECEPTIONS, {"roster": "leaders"}, user=CLERK)
    assert told(both, 409)["code"] == "already_open"
    other = monday.send("POST", RECEPTIONS, {"roster": "leaders", "planned_on": MONDAY}, user=CLERK)
    assert told(other, 422)["errors"][0]["code"] == "not_a_sitting_of_the_day"


def test_rounds_that_meet_are_two_rounds(monday: Wire) -> None:
    body = {"roster": "out", "place": VILLAGE, "listened": 3}
    kept = [told(monday.send("POST", ROUNDS, body, user=CLERK), 201)["planned_on"] for _ in range(2)]
    assert kept == [SATURDAY, SUNDAY]
    again = monday.send("POST", ROUNDS, body, user=CLERK)
    assert told(again, 409)["code"] == "already_recorded"
    assert told(monday.send("GET", ROUNDS, user=CLERK), 200)["rounds"][0]["day"] == MONDAY
