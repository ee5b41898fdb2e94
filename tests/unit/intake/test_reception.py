"""Reception: who is on duty for a place at any instant, sessions with the matters taken in them, and missed ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from services.contracts.vocabulary import Role
from services.county.places import Places
from services.county.rosters import Rosters
from services.intake.forms import rosters as forms
from services.intake.use_cases.on_duty import whole
from tests.unit.intake.desk import CLERK, Intake, petition, staff
from tests.unit.intake.grid_work import TOWN, VILLAGE, wire
from tests.unit.intake.test_routes import Wire, told

__all__ = ["wire"]

ROSTERS, RECEPTIONS = "/api/intake/rosters", "/api/intake/receptions"


def on_duty(wire: Wire, at: str, place: str = VILLAGE) -> list[dict[str, Any]]:
    response = wire.send("GET", f"{ROSTERS}/on-duty", query=f"place={place}&at={at}")
    rows: list[dict[str, Any]] = told(response, 200, forms.OnDutyForm)["on_duty"]
    return rows


def opened(wire: Wire, **said: Any) -> dict[str, Any]:
    body = {"roster": "town-daily", "place": TOWN, **said}
    return told(wire.send("POST", RECEPTIONS, body, user=CLERK), 201, forms.ReceptionForm)


def ended(wire: Wire, id: str, **said: Any) -> dict[str, Any]:
    return told(wire.send("POST", f"{RECEPTIONS}/{id}/end", said, user=CLERK), 200, forms.ReceptionForm)


def test_anybody_sees_who_receives_now_until_when_and_who_is_next(wire: Wire) -> None:
    rows = {row["roster"]: row for row in on_duty(wire, "2026-11-23T02:00:00Z")}
    assert list(rows) == ["listening", "town-daily", "county-leaders"]
    town = rows["town-daily"]
    assert (town["place"], town["now"]["until"]) == (TOWN, "2026-11-23T09:30:00Z")
    assert town["next"]["from"] == "2026-11-24T00:30:00Z"
    assert town["now"]["leads"] != town["next"]["leads"]
    assert town["now"]["leads"][0]["post"] in ("镇长", "副镇长")
    assert rows["county-leaders"]["now"] is None
    assert rows["county-leaders"]["next"]["day"] == "2026-12-15"


def test_without_a_place_the_county_is_meant_and_in_a_towns_own_file_the_town(county: Any) -> None:
    assert whole(county) == "ns"
    kept = [code for code in county.places.codes() if county.places.town_of(code) in (None, TOWN)]
    assert whole(replace(county, places=Places([county.places.get(code) for code in kept]))) == TOWN


def test_outside_the_hours_nobody_receives_and_the_next_sitting_is_told(wire: Wire) -> None:
    town = next(row for row in on_duty(wire, "2026-11-23T09:30:00Z", TOWN) if row["roster"] == "town-daily")
    assert town["now"] is None
    assert town["next"]["day"] == "2026-11-24"


def test_the_rosters_of_a_day_show_who_sits_on_it(wire: Wire) -> None:
    response = wire.send("GET", ROSTERS, query=f"place={VILLAGE}&day=2026-11-15")
    rows = {row["roster"]: row for row in told(response, 200, forms.RostersForm)["rosters"]}
    assert rows["county-leaders"]["sitting"]["leads"] == [{"name": "测试领导", "post": "县委书记"}]
    response = wire.send("GET", ROSTERS, query=f"place={VILLAGE}&day=2026-11-16")
    rows = {row["roster"]: row for row in told(response, 200, forms.RostersForm)["rosters"]}
    assert rows["county-leaders"]["sitting"] is None


def test_matters_are_taken_in_a_session_and_told_at_its_end_as_a_count(wire: Wire, intake: Intake) -> None:
    session = opened(wire)
    body = petition(channel="visit", reception=session["reception"])
    number = told(wire.send("POST", "/api/intake/matters", body, user=CLERK), 201)["number"]
    accusation = petition(channel="visit", purpose="accusation", reception=session["reception"])
    assert wire.send("POST", "/api/intake/matters", accusation, user=CLERK).status == 201
    few = wire.send("POST", f"{RECEPTIONS}/{session['reception']}/end", {"visitors": 0}, user=CLERK)
    assert told(few, 422)["errors"][0]["code"] == "too_few"
    done = ended(wire, session["reception"], visitors=4)
    assert (done["matters"], done["visitors"]) == ([number], 4)
    fact = intake.last()
    assert (fact.type, fact.stream) == ("countynet.intake.reception_held.v1", "roster/town-daily")
    assert (fact.data["matters"], fact.data["visitors"], fact.data["place"]) == (1, 4, TOWN)
    late = wire.send("POST", "/api/intake/matters", body, user=CLERK)
    assert orjson.loads(late.body)["errors"][0]["code"] == "already_ended"


def test_one_session_at_a_time_and_each_ends_once(wire: Wire) -> None:
    session = opened(wire)
    again = wire.send("POST", RECEPTIONS, {"roster": "town-daily", "place": TOWN}, user=CLERK)
    assert told(again, 409)["code"] == "already_open"
    ended(wire, session["reception"])
    twice = wire.send("POST", f"{RECEPTIONS}/{session['reception']}/end", {}, user=CLERK)
    assert told(twice, 409)["code"] == "already_ended"
    assert opened(wire)["reception"] != session["reception"]


MIDNIGHT = "2026-11-22T16:00:00Z"


def test_a_session_that_nobody_ends_ends_with_its_day_and_takes_nothing_in_after_it(wire: Wire, intake: Intake) -> None:
    session = opened(wire)
    body = petition(channel="visit", reception=session["reception"])
    intake.clock.at = "2026-11-22T15:59:59Z"
    number = told(wire.send("POST", "/api/intake/matters", body, user=CLERK), 201)["number"]
    intake.clock.at = MIDNIGHT
    late = wire.send("POST", "/api/intake/matters", body, user=CLERK)
    assert told(late, 422)["errors"][0]["code"] == "already_ended"
    assert wire.service.next_due() == MIDNIGHT
    wire.service.on_clock("2026-11-25T01:00:00Z")
    fact = intake.last()
    assert fact.type == "countynet.intake.reception_held.v1"
    assert (fact.data["ended_at"], fact.data["visitors"], fact.data["matters"]) == (MIDNIGHT, 1, 1)
    shown = told(wire.send("GET", f"{RECEPTIONS}/{session['reception']}", user=CLERK), 200, forms.ReceptionForm)
    assert (shown["ended_at"], shown["matters"]) == (MIDNIGHT, [number])
    assert wire.service.next_due() is None
    intake.clock.at = "2026-11-25T01:00:00Z"
    assert wire.send("POST", f"{RECEPTIONS}/{session['reception']}/end", {}, user=CLERK).status == 409


def test_a_session_left_open_does_not_keep_the_next_days_shut(wire: Wire, intake: Intake) -> None:
    session = opened(wire)
    intake.clock.at = "2026-11-23T01:00:00Z"
    assert opened(wire)["day"] == "2026-11-23"
    before = wire.send("GET", f"{RECEPTIONS}/{session['reception']}", user=CLERK)
    assert told(before, 200)["ended_at"] == MIDNIGHT
    again = wire.send("POST", RECEPTIONS, {"roster": "town-daily", "place": TOWN}, user=CLERK)
    assert told(again, 409)["code"] == "already_open"


def test_a_roster_that_does_not_sit_today_is_not_opened(wire: Wire) -> None:
    refused = wire.send("POST", RECEPTIONS, {"roster": "county-leaders"}, user=CLERK)
    assert told(refused, 409)["code"] == "not_a_day_of_the_roster"


def test_sessions_that_were_missed_show_and_rounds_are_not_among_them(wire: Wire, intake: Intake) -> None:
    def missing() -> dict[str, Any]:
        response = wire.send("GET", f"{RECEPTIONS}/missing", user=CLERK, query=f"place={TOWN}&limit=200")
        return told(response, 200, forms.MissingForm)

    before = missing()
    assert {row["roster"] for row in before["missing"]} == {"town-daily"}
    assert (before["owed"], before["missing"][-1]["day"]) == (21, "2026-11-21")
    ended(wire, opened(wire)["reception"])
    intake.clock.at = "2026-11-22T10:00:00Z"
    after = missing()
    assert (after["owed"], after["held"], after["missing"][-1]["day"]) == (22, 1, "2026-11-21")


def test_a_session_of_another_place_is_neither_seen_nor_ended(wire: Wire) -> None:
    session = opened(wire)
    other = staff(Role.CLERK, place="ns-t02")
    assert wire.send("GET", f"{RECEPTIONS}/{session['reception']}", user=other).status == 404
    assert wire.send("POST", f"{RECEPTIONS}/{session['reception']}/end", {}, user=other).status == 404
    listed = told(wire.send("GET", RECEPTIONS, user=CLERK), 200, forms.ReceptionsForm)
    assert [row["reception"] for row in listed["receptions"]] == [session["reception"]]


def test_a_county_without_rosters_says_so(wire: Wire, county: Any) -> None:
    wire.service.county = replace(county, rosters=Rosters())
    assert told(wire.send("GET", f"{ROSTERS}/on-duty"), 409)["code"] == "not_in_this_county"
