"""The map of grids: what the county file ties to each grid, and the matters that are open in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest

from services.contracts.vocabulary import Role
from services.county.elements import Element, ElementKind, Elements
from services.intake.forms import grid_map as forms
from services.intake.pages.grid_map import EDGE, box
from tests.unit.intake.desk import GRID, Intake, staff
from tests.unit.intake.grid_work import CLERK, VILLAGE
from tests.unit.intake.test_routes import Wire, told

GRIDS = "/api/intake/grids"
WORKER = staff(Role.GRID_WORKER, place=VILLAGE)
BRIDGE = Element("e-1", "便民桥", ElementKind.THING, GRID)
SHOP = Element("e-2", "合作社", ElementKind.ORGANISATION, GRID)


@pytest.fixture
def wire(intake: Intake) -> Wire:
    intake.county = replace(intake.county, elements=Elements((BRIDGE, SHOP)))
    return Wire(intake)


def grids(wire: Wire, **query: Any) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return told(wire.send("GET", GRIDS, user=CLERK, query=asked), 200, forms.GridMapForm)


def test_a_grid_shows_what_is_tied_to_it_and_the_matters_open_in_it(wire: Wire) -> None:
    wire.register(place=GRID)
    wire.register(place=GRID)
    wire.register(place=VILLAGE)
    rows = {row["grid"]: row for row in grids(wire, place=VILLAGE, limit=200)["grids"]}
    assert [(each["code"], each["kind"]) for each in rows[GRID]["elements"]] == [
        ("e-1", "thing"),
        ("e-2", "organisation"),
    ]
    assert rows[GRID]["events"] == 2
    assert rows[GRID]["village"] == VILLAGE
    assert all(row["events"] == 0 for code, row in rows.items() if not wire.intake.county.places.within(GRID, code))


def test_an_accusation_is_no_event(wire: Wire) -> None:
    wire.register(place=GRID, purpose="accusation")
    rows = {row["grid"]: row for row in grids(wire, place=VILLAGE, limit=200)["grids"]}
    assert rows[GRID]["events"] == 0


def test_pages_go_on_where_the_last_one_ended_until_every_grid_was_shown(wire: Wire) -> None:
    whole = [row["grid"] for row in grids(wire, place="ns-t01", limit=200)["grids"]]
    paged: list[str] = []
    after: str | None = None
    for _ in range(40):
        page = grids(wire, place="ns-t01", limit=20, **({} if after is None else {"after": after}))
        paged += [row["grid"] for row in page["grids"]]
        after = page["after"]
        if after is None:
            break
    assert paged == whole


def test_a_grid_worker_sees_the_own_village_alone(wire: Wire) -> None:
    inside = told(wire.send("GET", GRIDS, user=WORKER), 200, forms.GridMapForm)["grids"]
    assert inside
    assert {row["village"] for row in inside} == {VILLAGE}
    refused = wire.send("GET", GRIDS, user=WORKER, query="place=ns-t02")
    assert (refused.status, orjson.loads(refused.body)["code"]) == (403, "not_allowed")


def test_a_county_that_ties_nothing_to_its_grids_says_so(intake: Intake) -> None:
    answer = Wire(intake).send("GET", GRIDS, user=CLERK)
    assert (answer.status, orjson.loads(answer.body)["code"]) == (409, "not_in_this_county")


def test_the_drawing_holds_every_spot_with_a_margin() -> None:
    room = {"left": 10 - EDGE, "top": 20 - EDGE, "width": 100 + 2 * EDGE, "height": 40 + 2 * EDGE}
    assert box([[10, 20], None, [110, 60]]) == room
    assert box([None]) is None
