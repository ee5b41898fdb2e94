"""The right of review runs from an opinion's service, whatever the handling does (信访工作条例 Art. 35)."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import MatterRated
from tests.unit.routing.leading_county import well_led
from tests.unit.routing.test_reviews import CASE, CODES, PAPER, asks, concluded, refused, reviewed

WHISTLE = {"kind": "fast", "lead": "water", "assists": [], "reason": "请办"}
AT = "2026-06-02T00:00:00Z"
OPINION = PAPER | {"outcome": "support", "unit": "water"}


def served(house: Any, *before: str) -> None:
    """An opinion is served and nobody concludes; `before` are steps of the whistle that runs beside."""
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    if before:
        house.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    for step in before:
        house.does("water", f"/whistles/{CODES['number']}-w1/{step}", {"text": "已修"} if step == "replies" else {})
    house.does("dispatcher", f"{CASE}/opinion", OPINION)


@pytest.mark.parametrize("before", [(), ("check-ins",), ("check-ins", "replies")])
def test_an_opinion_that_nobody_concludes_on_is_reviewed_all_the_same(house: Any, before: tuple[str, ...]) -> None:
    served(house, *before)
    assert asks(house) == "review_opened"
    case = house.ask("dispatcher", "GET", CASE).body
    assert (case["status"], case["outcome"], case["responsible"]) == ("reviewing", "solved", "water")
    assert [w["state"] for w in case["whistles"]] == ["ended"] * len(case["whistles"])
    assert house.names()[-2:] == ["matter_concluded", "review_opened"]


def test_a_whistle_blown_after_the_opinion_ends_with_the_review(house: Any) -> None:
    served(house)
    house.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    assert asks(house) == "review_opened"
    assert house.ask("dispatcher", "GET", CASE).body["whistles"][0]["state"] == "ended"


def test_after_thirty_days_it_is_too_late_whether_concluded_or_not(house: Any) -> None:
    served(house)
    asks(house, at="2026-07-01T16:00:00Z")
    assert refused(house) == "too_late"


def test_a_reopening_does_not_take_the_right_of_review_away(house: Any) -> None:
    concluded(house)
    house.hears(MatterRated(**CODES, request="r-9", receiving="satisfied", responsible="dissatisfied"), AT)
    assert house.ask("dispatcher", "GET", CASE).body["status"] == "accepted"
    assert asks(house) == "review_opened"


def test_a_second_opinion_of_the_same_round_takes_nothing_back(house: Any) -> None:
    served(house)
    said = house.ask("dispatcher", "POST", f"{CASE}/opinion", OPINION | {"outcome": "not_support"})
    assert (said.status, said.code) == (409, "opinion_served")
    opinions = house.ask("dispatcher", "GET", CASE).body["opinions"]
    assert [(each["n"], each["execution"]) for each in opinions] == [(1, "under_way")]


@pytest.mark.parametrize("state", ["under_way", "done"])
def test_an_upheld_opinion_is_carried_out_as_far_as_it_was(house: Any, state: str) -> None:
    concluded(house, "support")
    house.does("dispatcher", f"{CASE}/opinions/1/execution", {"state": state, "text": "在修"})
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    assert reviewed(house)["opinions"][-1]["execution"] == state


def test_a_town_decides_no_review_in_the_countys_name_and_none_reviews_from_below(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    body = PAPER | {"outcome": "upheld"}
    for unit in ({}, {"unit": "housing"}):
        said = house.ask("dispatcher of t1", "POST", f"{CASE}/review", body | unit)
        assert (said.status, said.code) == (403, "not_allowed")
    below = house.ask("dispatcher", "POST", f"{CASE}/review", body | {"unit": "t1-gov"})
    assert (below.status, below.body["errors"][0]["code"]) == (422, "not_above")
    assert reviewed(house)["reviews"][0]["unit"] == "petition"


def test_a_branch_decided_as_opinion_is_not_left_once_a_whistle_was_blown_for_it(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"branch": "opinion"})
    for branch in ("statutory_duty", "opinion"):
        house.does("dispatcher", f"{CASE}/branch", {"branch": branch})
    house.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    said = house.ask("dispatcher", "POST", f"{CASE}/branch", {"branch": "statutory_duty"})
    assert (said.status, said.code) == (409, "branch_decided")
