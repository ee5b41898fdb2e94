"""Visits to contact households and rounds on fixed days: kept by place and count; what was not held shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest

from services.contracts.vocabulary import Role
from services.county.contact import Named
from services.intake.forms import grid_work as forms
from services.intake.forms import rosters as roster_forms
from tests.unit.intake.desk import CLERK, TEXT, TITLE, Intake, staff
from tests.unit.intake.grid_work import NETWORK, TOWN, VILLAGE, WORKER, wire, with_grid_work
from tests.unit.intake.test_routes import Wire, told

__all__ = ["wire"]

VISITS, ROUNDS = "/api/intake/home-visits", "/api/intake/rounds"
FOUND = {"title": TITLE, "text": TEXT}
WATER = staff(Role.HANDLER, department="ns-water")


def visit(wire: Wire, user: Any = CLERK, **said: Any) -> dict[str, Any]:
    return told(wire.send("POST", VISITS, {"place": VILLAGE, **said}, user=user), 201, forms.HomeVisitKeptForm)


def missing_visits(wire: Wire, **query: str) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return told(wire.send("GET", f"{VISITS}/missing", user=CLERK, query=asked), 200, forms.HomeVisitsMissingForm)


def held(wire: Wire, day: str, place: str = VILLAGE, **said: Any) -> dict[str, Any]:
    body = {"roster": "listening", "place": place, "day": day, "listened": 12, **said}
    return told(wire.send("POST", ROUNDS, body, user=CLERK), 201, roster_forms.RoundKeptForm)


def missing_rounds(wire: Wire, query: str = "") -> dict[str, Any]:
    return told(wire.send("GET", f"{ROUNDS}/missing", user=CLERK, query=query), 200, roster_forms.MissingForm)


def code_of(response: Any) -> str:
    body = orjson.loads(response.body)
    return str(body["errors"][0]["code"] if body.get("errors") else body["code"])


def test_a_visit_is_told_by_place_and_count_and_never_by_person(wire: Wire) -> None:
    kept = visit(wire, WATER, households=3, found=[{**FOUND, "petitioners": [{"name": "测试户主"}]}])
    assert (kept["contact"], kept["month"], len(kept["matters"])) == ("ns-water", "2026-11", 1)
    fact = wire.intake.last()
    assert (fact.type, fact.stream) == ("countynet.intake.home_visit_recorded.v1", f"grid/{VILLAGE}")
    assert (fact.data["households"], fact.data["contact"], fact.data["matters"]) == (3, "ns-water", 1)
    assert "测试户主" not in str(fact.data)


def test_a_pair_that_has_visited_this_month_is_missing_no_more(wire: Wire) -> None:
    before = missing_visits(wire)
    assert [row["contact"] for row in before["missing"]] == ["secretary", "ns-water"]
    visit(wire, WATER, households=2)
    after = missing_visits(wire)
    assert [row["contact"] for row in after["missing"]] == ["secretary"]
    assert after["households"] == {"visited": 2, "all": 40}
    assert missing_visits(wire, place=VILLAGE)["households"] == {"visited": 2, "all": None}
    assert missing_visits(wire, month="2026-12")["lacking"] == 0, "a month that has not begun owes nothing"
    visit(wire, contact="secretary")
    assert missing_visits(wire)["lacking"] == 0
    assert missing_visits(wire, month="2026-10")["lacking"] == 2
    listed = told(wire.send("GET", VISITS, user=CLERK, query="month=2026-11"), 200, forms.HomeVisitsForm)
    assert {row["contact"] for row in listed["visits"]} == {"secretary", "ns-water"}


def test_a_cadres_own_visit_counts_households_and_no_pair(wire: Wire) -> None:
    visit(wire, households=5)
    found = missing_visits(wire, place=TOWN)
    assert (found["lacking"], found["households"]["visited"]) == (2, 5)


def test_a_visit_tells_which_promises_it_kept_and_lists_show_what_is_promised(wire: Wire, county: Any) -> None:
    network = replace(NETWORK, promises=(Named("hear", "听民声"),), doors=(Named("policy", "送政策上门"),))
    wire.service.county = replace(with_grid_work(county), contact_network=network)
    kept = visit(wire, WATER, done=["policy", "hear", "policy"])
    assert kept["done"] == ["policy", "hear"]
    assert wire.intake.last().data["done"] == ["policy", "hear"]
    listed = told(wire.send("GET", VISITS, user=CLERK), 200, forms.HomeVisitsForm)
    assert listed["visits"][0]["done"] == ["policy", "hear"]
    assert listed["promises"] == [{"code": "hear", "name": "听民声"}]
    assert listed["doors"] == [{"code": "policy", "name": "送政策上门"}]
    refused = wire.send("POST", VISITS, {"place": VILLAGE, "done": ["sing"]}, user=CLERK)
    assert (refused.status, code_of(refused)) == (422, "unknown_promise")


@pytest.mark.parametrize(
    ("at", "code"), [("2026-10-22T03:59:59Z", "too_long_ago"), ("2026-11-22T04:05:01Z", "in_the_future")]
)
def test_a_visit_long_ago_or_to_come_is_refused(wire: Wire, at: str, code: str) -> None:
    response = wire.send("POST", VISITS, {"place": VILLAGE, "at": at}, user=CLERK)
    assert (response.status, code_of(response)) == (422, code)
    assert visit(wire, at="2026-10-22T04:00:00Z")["month"] == "2026-10"


def test_a_round_is_recorded_once(wire: Wire) -> None:
    held(wire, "2026-11-15")
    body = {"roster": "listening", "place": VILLAGE, "day": "2026-11-15", "listened": 3}
    assert told(wire.send("POST", ROUNDS, body, user=CLERK), 409)["code"] == "already_recorded"
    held(wire, "2026-11-05")


def test_a_contact_that_the_county_file_does_not_pair_is_refused(wire: Wire) -> None:
    response = wire.send("POST", VISITS, {"place": VILLAGE, "contact": "ns-labour"}, user=CLERK)
    assert (response.status, code_of(response)) == (422, "unknown_contact")


def test_a_round_is_told_on_its_rosters_stream_and_its_matters_registered(wire: Wire, intake: Intake) -> None:
    kept = held(wire, "2026-11-15", found=[FOUND])
    fact = wire.intake.last()
    assert (fact.type, fact.stream) == ("countynet.intake.round_held.v1", "roster/listening")
    assert (fact.data["day"], fact.data["place"], fact.data["listened"]) == ("2026-11-15", VILLAGE, 12)
    picture = intake.picture(kept["matters"][0]["number"])
    assert picture is not None
    assert (picture["channel"], picture["occasion"]) == ("patrol", kept["round"])
    listed = told(wire.send("GET", ROUNDS, user=CLERK, query="month=2026-11"), 200, roster_forms.RoundsForm)
    assert [row["day"] for row in listed["rounds"]] == ["2026-11-15"]


def test_rounds_that_are_over_and_were_not_held_show_by_day_and_place(wire: Wire) -> None:
    before = missing_rounds(wire, f"place={VILLAGE}")
    assert [row["day"] for row in before["missing"]] == ["2026-11-05", "2026-11-15"]
    held(wire, "2026-11-15")
    after = missing_rounds(wire, f"place={VILLAGE}")
    fifth = {"day": "2026-11-05", "planned_on": "2026-11-05"}
    assert after["missing"] == [fifth | {"roster": "listening", "place": VILLAGE}]
    assert (after["owed"], after["held"]) == (2, 1)
    assert missing_rounds(wire, "month=2026-12")["owed"] == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"day": "2026-11-16"}, "not_a_day_of_the_roster"),
        ({"day": "2026-11-25"}, "in_the_future"),
        ({"day": "2026-10-15"}, "too_long_ago"),
        ({"roster": "town-daily", "place": TOWN}, "not_a_round"),
        ({"roster": "nobodys"}, "unknown_roster"),
        ({"place": TOWN}, "not_of_this_roster"),
        ({"place": None}, "required"),
    ],
)
def test_a_round_that_cannot_have_been_is_refused(wire: Wire, said: dict[str, Any], code: str) -> None:
    body = {"roster": "listening", "place": VILLAGE, "day": "2026-11-15", "listened": 1, **said}
    response = wire.send("POST", ROUNDS, body, user=CLERK)
    assert (response.status, code_of(response)) == (422, code)


def test_nobody_records_a_round_of_another_place(wire: Wire) -> None:
    other = staff(Role.GRID_WORKER, place="ns-t02")
    body = {"roster": "listening", "place": VILLAGE, "day": "2026-11-15", "listened": 1}
    assert wire.send("POST", ROUNDS, body, user=other).status == 403
    assert wire.send("POST", ROUNDS, body, user=WORKER).status == 201
