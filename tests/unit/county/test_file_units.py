"""Mistakes in units, wall and categories, each told with its line, field and what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.county.problem import CountyFileError, Problem
from services.county.reader import read
from tests.unit.county.a_whole_file import WHOLE

Plant = Callable[..., list[Problem]]
LAMPS = "{code: roads.lamps, name: 路灯, parent: roads, lead: u-t1, urgency: urgent, keywords: [路灯], weak: [夜里]}"
OFFICE = "{code: u-office, name: 政府办, kind: department, responsible: 丙}"
TOWN = "{code: u-t1, name: 一镇政府, kind: town, place: c-t1, responsible: 丁}"


@pytest.mark.parametrize(
    ("old", "new", "field", "what", "allowed"),
    [
        (LAMPS, LAMPS.replace("lead: u-t1, ", ""), "lead", "is missing", "code, name, lead, urgency"),
        (LAMPS, LAMPS.replace("lead: u-t1", "lead: u-none"), "lead", "'u-none' is no unit", "the code of a unit"),
        (LAMPS, LAMPS.replace("parent: roads", "parent: rods"), "parent", "'rods' is no category", "first-level"),
        (LAMPS, LAMPS.replace("code: roads.lamps", "code: roads"), "code", "is taken by line", "used once"),
        (LAMPS, LAMPS.replace("urgency: urgent", "urgency: now"), "urgency", "'now'", "urgent, livelihood, hard"),
        (LAMPS, LAMPS.replace("[路灯]", "路灯"), "keywords", "is text", "a list of texts"),
        (LAMPS, LAMPS.replace("[路灯]", "[路灯, 灯]"), "keywords", "has '灯'", "2 to 20 characters"),
        (LAMPS, LAMPS.replace("[路灯]", "[路灯, 路灯]"), "keywords", "has '路灯'", "each once"),
        (LAMPS, LAMPS.replace("[夜里]", "[路灯]"), "weak", "is a keyword of the row too", "each once"),
        (LAMPS, LAMPS.replace("weak:", "week:"), "week", "unknown key", "keywords, weak"),
        (OFFICE, OFFICE.replace("kind: department", "kind: bureau"), "kind", "'bureau'", "department, town"),
        (OFFICE, OFFICE.replace(", responsible: 丙", ""), "responsible", "is missing", "responsible"),
        (OFFICE, OFFICE.replace("u-office", "u-petition"), "code", "is taken by line", "used once"),
        (OFFICE, OFFICE.replace("丙}", "丙, phone: 12}"), "phone", "is a whole number", "a telephone number of digits"),
        (
            OFFICE,
            OFFICE.replace("丙}", '丙, phone: "see door"}'),
            "phone",
            "'see door'",
            "a telephone number of digits",
        ),
        (TOWN, TOWN.replace("place: c-t1", "place: c-t7"), "place", "'c-t7' is no place", "the code of a place"),
        (TOWN, TOWN.replace("place: c-t1", "place: c-t1-v1"), "place", "is a village", "kind town"),
        (TOWN, TOWN.replace(" place: c-t1,", ""), "place", "is missing", "place"),
    ],
)
def test_a_mistake_in_a_unit_or_category_is_told_with_line_field_and_what_is_allowed(
    mistakes: Plant, line_of: Callable[[str], int], old: str, new: str, field: str, what: str, allowed: str
) -> None:
    problems = mistakes((old, new))
    found = [p for p in problems if p.field.endswith(f".{field}") and p.line == line_of(old) and what in p.what]
    assert found, problems
    assert allowed in found[0].allowed


def test_a_third_level_of_categories_is_refused(mistakes: Plant) -> None:
    third = "  - {code: roads.lamps.bulbs, name: 灯泡, parent: roads.lamps, lead: u-t1, urgency: urgent}\n"
    problems = mistakes(("places:\n", f"{third}places:\n"))
    assert [(p.field, p.what) for p in problems] == [("categories[2].parent", "'roads.lamps' is of the second level")]


def test_a_county_needs_a_petition_office_and_a_unit_for_each_town(mistakes: Plant) -> None:
    problems = mistakes(
        ("kind: petition_office", "kind: department"), (f"  - {TOWN}\n", ""), ("lead: u-t1", "lead: u-office")
    )
    assert {p.what for p in problems} == {"has no petition office", "the town 'c-t1' has no unit in `units`"}
    assert {p.field for p in problems} == {"units", "places[1].code"}


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        ("recipient: u-discipline", "recipient: u-none", "wall.recipient", "'u-none' is no unit of this file"),
        ("recipient: u-discipline", "recipient: u-t1", "wall.recipient", "'u-t1' is a town"),
        ("otherwise: u-office", "otherwise: u-discipline", "wall.otherwise", "is the recipient itself"),
        (", otherwise: u-office", "", "wall.otherwise", "is missing"),
    ],
)
def test_the_wall_needs_a_discipline_unit_and_another_for_accusations_against_it(
    mistakes: Plant, old: str, new: str, field: str, what: str
) -> None:
    assert [(p.line, p.field, p.what) for p in mistakes((old, new))] == [(2, field, what)]


@pytest.mark.parametrize(
    ("advice", "field", "what"),
    [
        ("advice: [{title: 忠言, lines: [听]}]", "contact_cards.advice", "without a petition card"),
        ("petition_card: true\n  advice: [{title: 忠言, lines: []}]", "contact_cards.advice[0].lines", "has no line"),
        ("petition_card: true\n  advice: [{title: 忠言}]", "contact_cards.advice[0].lines", "is missing"),
    ],
)
def test_advice_stands_on_a_petition_card_and_says_something(advice: str, field: str, what: str) -> None:
    text = WHOLE.replace("  items: [{code: help", f"  {advice}\n  items: [{{code: help")
    with pytest.raises(CountyFileError) as caught:
        read(text.encode(), "whole.yaml")
    assert [(each.field, what in each.what) for each in caught.value.problems] == [(field, True)]
