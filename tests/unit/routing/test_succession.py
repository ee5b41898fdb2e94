"""A unit that was merged hands its matters to the one that goes on with its duties, from that day on (Art. 24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.contracts.events.intake import MatterRated
from services.county.leading import Ladder, Successor
from services.routing.domain.succession import heir, inherited
from services.routing.use_cases import list_calls
from tests.unit.routing.conftest import USERS
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
MERGED = (Successor("canals", "water", date(2026, 6, 10)),)
EVE, DAY = "2026-06-09T15:59:59Z", "2026-06-09T16:00:00Z"
"""The last second of the day before, and the first of the day, by the county's clock."""


@pytest.fixture
def merging(house: Any) -> Any:
    house.service.county = well_led(house.service.county, successors=MERGED, ladder=Ladder())
    house.registers(owner="canals")
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    return house


def test_the_day_is_the_countys_own(merging: Any) -> None:
    county = merging.service.county
    assert (heir(county, "canals", EVE), heir(county, "canals", DAY)) == ("canals", "water")
    assert (inherited(county, "water", EVE), inherited(county, "water", DAY)) == ({"water"}, {"water", "canals"})


def test_what_a_merged_unit_owns_goes_over_on_its_day_and_once(merging: Any) -> None:
    merging.service.on_clock(EVE)
    assert merging.names() == ["matter_accepted"]
    merging.service.on_clock(DAY)
    merging.service.on_clock("2026-06-11T01:00:00Z")
    assert merging.names() == ["matter_accepted", "owner_changed"]
    assert merging.ask("dispatcher", "GET", f"/cases/{N}").body["owner"] == "water"


def test_the_successor_answers_the_whistles_of_the_unit_that_is_gone(merging: Any) -> None:
    body = {"kind": "fast", "lead": "canals", "assists": [], "reason": "水渠垮了"}
    merging.does("dispatcher", f"/cases/{N}/whistles", body)
    assert list_calls.list_calls(merging.service, USERS["water"]) == []
    merging.service.clock.set(DAY)
    assert [row["number"] for row in list_calls.list_calls(merging.service, USERS["water"])] == [N]
    merging.does("water", f"/whistles/{N}-w1/check-ins", {})
    replied = merging.does("water", f"/whistles/{N}-w1/replies", {"text": "已修"})
    assert replied["status"] == "replied"


def test_a_new_whistle_calls_the_successor_at_once(merging: Any) -> None:
    merging.service.clock.set(DAY)
    body = {"kind": "fast", "lead": "canals", "assists": ["water", "roads"], "reason": "水渠垮了"}
    blown = merging.does("dispatcher", f"/cases/{N}/whistles", body)
    assert (blown["lead"], blown["assists"]) == ("water", ["roads"])


def test_a_row_that_was_taken_out_and_put_back_hands_over_what_came_in_between(merging: Any) -> None:
    merging.service.on_clock(DAY)
    county = merging.service.county
    merging.service.county = replace(county, successors=())
    merging.service.on_clock("2026-06-10T02:00:00Z")
    merging.registers("223456789012", at="2026-06-10T03:00:00Z", owner="canals")
    merging.service.county = county
    merging.service.on_clock("2026-06-10T04:00:00Z")
    assert merging.ask("dispatcher", "GET", "/cases/223456789012").body["owner"] == "water"


def test_a_concluded_matter_goes_over_too_for_it_may_be_reopened(merging: Any) -> None:
    merging.does("dispatcher", f"{CASE}/on-the-spot", {"text": "已修", "unit": "canals"})
    merging.service.on_clock(DAY)
    codes = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
    rated = MatterRated(**codes, request=f"{N}-q1", receiving="satisfied", responsible="dissatisfied")
    merging.hears(rated, "2026-06-11T01:00:00Z")
    assert merging.names()[-2:] == ["owner_changed", "matter_reopened"]
    assert merging.ask("dispatcher", "GET", CASE).body["owner"] == "water"
