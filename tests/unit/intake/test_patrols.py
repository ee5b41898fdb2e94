"""Grid workers' visits: four a week for each grid; what a visit finds becomes a matter; the missing ones show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest

from services.contracts.events.routing import MatterWalled
from services.contracts.vocabulary import Role
from services.intake import store as documents
from services.intake.forms import grid_work as forms
from tests.unit.intake.desk import CLERK, GRID, NOON, TEXT, TITLE, Intake, petition, staff
from tests.unit.intake.facts import codes
from tests.unit.intake.grid_work import TOWN, VILLAGE, WORKER, wire
from tests.unit.intake.test_routes import Wire, told

__all__ = ["wire"]

PATROLS = "/api/intake/patrols"
FOUND = {"title": TITLE, "text": TEXT}


def walk(wire: Wire, **said: Any) -> dict[str, Any]:
    body = {"grid": GRID, "done": ["safety"], **said}
    return told(wire.send("POST", PATROLS, body, user=WORKER), 201, forms.PatrolKeptForm)


def missing(wire: Wire, user: Any = CLERK, **query: str) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return told(wire.send("GET", f"{PATROLS}/missing", user=user, query=asked), 200, forms.PatrolsMissingForm)


def codes_of(response: Any) -> list[str]:
    return [each["code"] for each in orjson.loads(response.body)["errors"]]


def test_a_visit_is_kept_told_in_codes_and_counted_in_its_week(wire: Wire) -> None:
    kept = walk(wire, done=["safety", "service", "safety"])
    assert (kept["week"], kept["visits"], kept["owed"], kept["missing"]) == ("2026-W47", 1, 4, 3)
    fact = wire.intake.last()
    assert (fact.type, fact.stream) == ("countynet.intake.patrol_recorded.v1", f"grid/{GRID}")
    assert fact.data["duties"] == ["safety", "service"]
    assert (fact.data["grid"], fact.data["town"], fact.data["at"]) == (GRID, TOWN, NOON)
    assert walk(wire, at="2026-11-22T03:00:00Z")["missing"] == 2
    listed = told(wire.send("GET", PATROLS, user=CLERK, query=f"place={VILLAGE}&week=2026-W47"), 200, forms.PatrolsForm)
    assert [row["grid"] for row in listed["patrols"]] == [GRID, GRID]
    assert "by" not in listed["patrols"][0]


def test_weeks_are_the_countys_days_not_those_of_utc(wire: Wire) -> None:
    assert walk(wire, at="2026-11-15T15:49:59Z")["week"] == "2026-W46"
    assert walk(wire, at="2026-11-15T16:00:00Z")["week"] == "2026-W47"


def test_what_a_visit_finds_is_registered_in_the_same_commit(wire: Wire, intake: Intake) -> None:
    kept = walk(wire, found=[FOUND, {**FOUND, "place": VILLAGE, "petitioners": [{"name": "测试人"}]}])
    first, second = kept["matters"]
    picture = intake.picture(first["number"])
    assert picture is not None
    assert (picture["channel"], picture["place"], picture["occasion"]) == ("patrol", GRID, kept["patrol"])
    assert second["place"] == VILLAGE
    occasion = intake.store.get(documents.OCCASION, kept["patrol"])
    assert occasion is not None
    assert occasion.body["matters"] == [first["number"], second["number"]]
    assert wire.intake.last().data["matters"] == 2


def test_a_visit_with_a_faulty_finding_is_not_kept_at_all(wire: Wire) -> None:
    body = {"grid": GRID, "done": ["safety"], "found": [FOUND, {**FOUND, "place": "nowhere"}]}
    refused = told(wire.send("POST", PATROLS, body, user=WORKER), 422)
    assert refused["errors"][0]["field"] == "found.1.place"
    assert wire.intake.names() == []
    assert missing(wire, place=GRID)["visits"] == 0


def test_what_is_found_on_a_walk_lies_inside_the_workers_own_place(wire: Wire) -> None:
    elsewhere = {**FOUND, "place": "ns-t02-v01"}
    body = {"grid": GRID, "done": ["safety"], "found": [FOUND, elsewhere]}
    refused = told(wire.send("POST", PATROLS, body, user=WORKER), 403)
    assert (refused["code"], refused["errors"][0]["field"]) == ("not_allowed", "found.1.place")
    assert wire.intake.names() == []
    later = petition(channel="patrol", patrol=walk(wire)["patrol"], place="ns-t02-v01")
    refused = told(wire.send("POST", "/api/intake/matters", later, user=WORKER), 403)
    assert refused["errors"][0]["field"] == "place"


def test_a_later_matter_names_the_visit_that_it_came_by(wire: Wire, intake: Intake) -> None:
    kept = walk(wire)
    body = petition(channel="patrol", patrol=kept["patrol"], place=VILLAGE)
    number = told(wire.send("POST", "/api/intake/matters", body, user=WORKER), 201)["number"]
    occasion = intake.store.get(documents.OCCASION, kept["patrol"])
    assert occasion is not None
    assert occasion.body["matters"] == [number]
    other = staff(Role.GRID_WORKER, place="ns-t02")
    refused = wire.send("POST", "/api/intake/matters", body, user=other)
    assert codes_of(refused) == ["unknown_patrol"]
    wrong_door = wire.send("POST", "/api/intake/matters", body | {"channel": "web"}, user=WORKER)
    assert codes_of(wrong_door) == ["other_channel"]


def test_an_accusation_found_on_a_visit_stands_in_no_count_of_it(wire: Wire, intake: Intake) -> None:
    kept = walk(wire, found=[{**FOUND, "purpose": "accusation"}, FOUND])
    occasion = intake.store.get(documents.OCCASION, kept["patrol"])
    assert occasion is not None
    assert occasion.body["matters"] == [kept["matters"][1]["number"]]
    assert wire.intake.last().data["matters"] == 1


def test_a_finding_recognised_as_an_accusation_leaves_its_visit(wire: Wire, intake: Intake) -> None:
    kept = walk(wire, found=[FOUND])
    intake.tell(MatterWalled(**codes(kept["matters"][0]["number"])))
    occasion = intake.store.get(documents.OCCASION, kept["patrol"])
    assert occasion is not None
    assert occasion.body["matters"] == []


def test_a_grid_is_missing_until_its_fourth_visit_of_the_week(wire: Wire) -> None:
    for n in range(3):
        walk(wire, at=f"2026-11-{17 + n}T02:00:00Z")
    before = missing(wire, place=VILLAGE)
    assert {row["grid"]: row["missing"] for row in before["missing"]}[GRID] == 1
    walk(wire)
    after = missing(wire, place=VILLAGE)
    assert GRID not in {row["grid"] for row in after["missing"]}
    assert after["lacking"] == before["lacking"] - 1
    assert missing(wire, place=VILLAGE, week="2026-W46")["visits"] == 0


def test_the_missing_list_holds_every_lowest_grid_page_by_page(wire: Wire) -> None:
    whole = missing(wire)
    assert (whole["grids"], whole["lacking"], whole["owed"]) == (415, 415, 4)
    seen: list[str] = []
    after = ""
    while True:
        page = missing(wire, limit="200", **({"after": after} if after else {}))
        seen += [row["grid"] for row in page["missing"]]
        if page["after"] is None:
            break
        after = page["after"]
    assert len(seen) == len(set(seen)) == 415


def test_who_pages_while_visits_come_in_sees_no_grid_twice(wire: Wire) -> None:
    first = missing(wire, place=VILLAGE, limit="2")
    last = first["missing"][-1]["grid"]
    for hour in range(4):
        body = {"grid": last, "done": ["safety"], "at": f"2026-11-22T0{hour}:00:00Z"}
        told(wire.send("POST", PATROLS, body, user=WORKER), 201)
    following = missing(wire, place=VILLAGE, limit="200", after=first["after"])
    assert not {row["grid"] for row in first["missing"]} & {row["grid"] for row in following["missing"]}
    refused = wire.send("GET", f"{PATROLS}/missing", user=CLERK, query="after=elsewhere")
    assert codes_of(refused) == ["invalid"]


def test_a_grid_worker_sees_the_grids_of_the_own_place_alone(wire: Wire) -> None:
    assert missing(wire, user=WORKER) == missing(wire, place=VILLAGE)
    refused = wire.send("GET", f"{PATROLS}/missing", user=WORKER, query="place=ns-t02")
    assert told(refused, 403)["code"] == "not_allowed"


def test_a_week_that_has_not_begun_owes_nothing(wire: Wire) -> None:
    ahead = missing(wire, place=VILLAGE, week="2026-W48")
    assert (ahead["owed"], ahead["lacking"], ahead["missing"]) == (0, 0, [])


def test_one_walk_is_recorded_once_and_another_ten_minutes_later_is_one_more(wire: Wire) -> None:
    walk(wire, at="2026-11-22T03:08:00Z")
    for at in ("2026-11-22T03:08:00Z", "2026-11-22T02:58:01Z", "2026-11-22T03:17:59Z"):
        refused = wire.send("POST", PATROLS, {"grid": GRID, "done": ["safety"], "at": at}, user=WORKER)
        assert told(refused, 409)["code"] == "already_recorded"
    assert walk(wire, at="2026-11-22T03:18:00Z")["visits"] == 2
    assert walk(wire, at="2026-11-22T02:58:00Z")["visits"] == 3


def test_who_records_with_a_watch_a_little_fast_is_taken_as_now(wire: Wire) -> None:
    assert walk(wire, at="2026-11-22T04:04:59Z")["at"] == NOON


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"grid": "nowhere"}, 422, "unknown_place"),
        ({"grid": VILLAGE}, 422, "wrong_kind"),
        ({"done": ["dancing"]}, 422, "unknown_duty"),
        ({"at": "2026-11-22T04:05:01Z"}, 422, "in_the_future"),
        ({"at": "2026-11-15T03:59:59Z"}, 422, "too_long_ago"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_by_field(wire: Wire, said: dict[str, Any], status: int, code: str) -> None:
    response = wire.send("POST", PATROLS, {"grid": GRID, "done": ["safety"], **said}, user=WORKER)
    assert response.status == status
    assert codes_of(response) == [code]


def test_a_visit_outside_the_own_place_or_without_the_role_is_refused(wire: Wire) -> None:
    body = {"grid": GRID, "done": ["safety"]}
    elsewhere = staff(Role.GRID_WORKER, place="ns-t02")
    assert told(wire.send("POST", PATROLS, body, user=elsewhere), 403)["code"] == "not_allowed"
    assert wire.send("POST", PATROLS, body, user=CLERK).status == 403
    assert wire.send("POST", PATROLS, body).status == 401
    assert codes_of(wire.send("GET", f"{PATROLS}/missing", user=CLERK, query="week=2026-W54")) == ["invalid"]


def test_a_county_without_grid_duties_says_so(wire: Wire, county: Any) -> None:
    wire.service.county = replace(county, grid_duties=None)
    refused = wire.send("POST", PATROLS, {"grid": GRID, "done": ["safety"]}, user=WORKER)
    assert told(refused, 409)["code"] == "not_in_this_county"
