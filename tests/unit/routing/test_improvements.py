"""Matters of one kind become one improvement, whose counts before and after tell whether it helped."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import JoiningRequested
from tests.unit.routing.leading_county import well_led

NUMBERS = ["123456789012", "223456789012", "323456789012"]
BODY = {"category": "water", "place": "xx-t1", "numbers": NUMBERS[:2], "title": "水渠年年堵"}


@pytest.fixture
def troubled(house: Any) -> Any:
    house.service.county = well_led(house.service.county)
    for number, place in zip(NUMBERS, ("xx-t1-v1", "xx-t1-v2", "xx-t2-v1"), strict=True):
        house.registers(number, place=place)
    return house


def test_a_kind_is_proposed_once_enough_matters_of_it_lie_in_one_town(troubled: Any) -> None:
    seen = troubled.ask("dispatcher", "GET", "/kinds").body
    assert seen["candidates"] == [{"category": "water", "place": "xx-t1", "numbers": NUMBERS[:2]}]
    assert seen["kinds"] == []


def test_a_person_groups_them_and_the_improvement_is_tracked_to_its_result(troubled: Any) -> None:
    made = troubled.does("dispatcher", "/kinds", BODY)
    assert (made["code"], made["title"], made["numbers"]) == ("k1", "水渠年年堵", NUMBERS[:2])
    assert troubled.ask("dispatcher", "GET", "/kinds").body["candidates"] == []
    troubled.service.clock.set("2026-06-11T01:00:00Z")
    troubled.registers("423456789012", "2026-06-05T01:00:00Z")
    troubled.does("dispatcher", "/kinds/k1/steps", {"text": "清淤"})
    ended = troubled.does("dispatcher", "/kinds/k1/result", {"text": "不再堵"})
    assert [(each["step"], each["before"], each["after"]) for each in ended["measures"]] == [
        ("measure", 2, 1),
        ("result", 2, 1),
    ]
    told = [(row.type.split(".")[2], row.data["number"]) for row in facts_of(troubled, "k1")]
    assert told == [("kind_grouped", "k1"), ("improvement_recorded", "k1"), ("improvement_recorded", "k1")]
    again = troubled.ask("dispatcher", "POST", "/kinds/k1/steps", {"text": "x"})
    assert (again.status, again.code) == (409, "improvement_over")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"numbers": NUMBERS}, "numbers.2", "elsewhere"),
        ({"numbers": NUMBERS[:1]}, "numbers", "too_few"),
        ({"numbers": [NUMBERS[0], "999999999999"]}, "numbers.1", "unknown_matter"),
        ({"category": "housing"}, "numbers.0", "other_kind"),
        ({"place": "nowhere"}, "place", "unknown_place"),
    ],
)
def test_what_does_not_belong_together_is_refused_by_field(
    troubled: Any, change: dict[str, Any], field: str, code: str
) -> None:
    said = troubled.ask("dispatcher", "POST", "/kinds", BODY | change)
    assert (said.status, said.body["errors"][0]["field"], said.body["errors"][0]["code"]) == (422, field, code)


def test_a_matter_belongs_to_one_improvement_and_an_accusation_to_none(troubled: Any) -> None:
    troubled.does("dispatcher", "/kinds", BODY)
    twice = troubled.ask("dispatcher", "POST", "/kinds", BODY)
    assert twice.body["errors"][0]["code"] == "grouped_already"
    troubled.does("dispatcher", f"/cases/{NUMBERS[0]}/referral", {"reason": "accusation"})
    assert troubled.ask("dispatcher", "GET", "/kinds/k1").body["numbers"] == NUMBERS[1:2]


def test_what_turns_out_an_accusation_is_taken_back_from_the_counts_of_its_measures(troubled: Any) -> None:
    troubled.does("dispatcher", "/kinds", BODY)
    troubled.service.clock.set("2026-06-11T01:00:00Z")
    troubled.registers("423456789012", "2026-06-05T01:00:00Z")
    troubled.does("dispatcher", "/kinds/k1/steps", {"text": "清淤"})
    for number, counts in ((NUMBERS[0], (1, 1)), ("423456789012", (1, 0)), (NUMBERS[2], (1, 0))):
        troubled.does("dispatcher", f"/cases/{number}/referral", {"reason": "accusation"})
        measure = troubled.ask("dispatcher", "GET", "/kinds/k1").body["measures"][0]
        assert (measure["before"], measure["after"]) == counts


def test_a_county_that_groups_nothing_says_so_and_another_towns_people_see_none(troubled: Any) -> None:
    troubled.does("dispatcher", "/kinds", BODY)
    assert troubled.ask("dispatcher of t2", "GET", "/kinds").body["kinds"] == []
    assert troubled.ask("dispatcher of t2", "GET", "/kinds/k1").status == 404
    troubled.service.county = well_led(troubled.service.county, kinds=None)
    assert troubled.ask("dispatcher", "POST", "/kinds", BODY).code == "not_in_this_county"


def test_the_words_of_an_improvement_lie_sealed(troubled: Any) -> None:
    troubled.does("dispatcher", "/kinds", BODY)
    assert "年年堵" not in troubled.file.read_bytes().decode("utf-8", "ignore")


def facts_of(house: Any, code: str) -> list[Any]:
    from services.contracts.envelope import decode

    return [decode(row.body) for row in house.service.store.journal(f"kind/{code}")]


def test_a_joined_repeat_and_a_declined_matter_are_no_more_matters_of_a_kind(troubled: Any) -> None:
    codes = {"place": "xx-t1-v2", "channel": "web", "purpose": "appeal", "category": "water"}
    joined = JoiningRequested(number=NUMBERS[1], **codes, request="j-1", into=NUMBERS[0])
    troubled.registers("423456789012")
    troubled.does("dispatcher", "/cases/423456789012/decline", {"reason": "no_demand", "text": "x"})
    assert troubled.ask("dispatcher", "GET", "/kinds").body["candidates"][0]["numbers"] == NUMBERS[:2]
    troubled.hears(joined, "2026-06-01T02:00:00Z")
    assert troubled.ask("dispatcher", "GET", "/kinds").body["candidates"] == []
    for number in (NUMBERS[1], "423456789012"):
        said = troubled.ask("dispatcher", "POST", "/kinds", BODY | {"numbers": [NUMBERS[0], number]})
        assert (said.status, said.body["errors"][0]["code"]) == (422, "not_counted")
    troubled.registers("523456789012")
    made = troubled.does("dispatcher", "/kinds", BODY | {"numbers": [NUMBERS[0], "523456789012"]})
    assert made["before"] == 2, "of four of that kind and town"
