"""Mistakes in the tree of places, each told with its file, line, field and what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.county.problem import Problem

Plant = Callable[..., list[Problem]]
GRID = "{code: c-t1-v1-s1, name: 一村网格, kind: grid, parent: c-t1-v1}"
VILLAGE = "{code: c-t1-v1, name: 一村, kind: village, parent: c-t1}"


@pytest.mark.parametrize(
    ("old", "new", "field", "what", "allowed"),
    [
        (VILLAGE, VILLAGE.replace("parent: c-t1", "parent: c-t9"), "parent", "'c-t9' is no place", "town, office"),
        (
            GRID,
            GRID.replace("parent: c-t1-v1", "parent: c-t1"),
            "parent",
            "a grid cannot lie in 'c-t1', a town",
            "village",
        ),
        (
            VILLAGE,
            VILLAGE.replace("}", ', posts: {secretary: 甲}, phones: {doctor: "0000"}}'),
            "phones.doctor",
            "is no post of this place",
            "its posts: secretary",
        ),
        (GRID, GRID.replace(", parent: c-t1-v1", ""), "parent", "is missing", "code, name, kind, parent"),
        (GRID, GRID.replace("code: c-t1-v1-s1", "code: c-t1-v1"), "code", "is taken by line", "a code used once"),
        (GRID, GRID.replace("kind: grid", "kind: gird"), "kind", "'gird'", "county, town, office, village"),
        (GRID, GRID.replace("code: c-t1-v1-s1", "code: C T1"), "code", "'C T1'", "lower-case letters"),
        (GRID, GRID.replace("name: 一村网格", "name: [一村]"), "name", "is a list", "a text"),
        (
            GRID,
            GRID.replace("name: 一村网格", "nane: 一村网格"),
            "nane",
            "unknown key",
            "code, name, kind, parent, head",
        ),
        ("households: 50", "households: many", "households", "is text, 'many'", "a whole number from 0"),
        ("households: 50", "households: -1", "households", "is -1", "a whole number from 0"),
    ],
)
def test_a_mistake_in_a_place_is_told_with_line_field_and_what_is_allowed(
    mistakes: Plant, line_of: Callable[[str], int], old: str, new: str, field: str, what: str, allowed: str
) -> None:
    found = [problem for problem in mistakes((old, new)) if problem.field.endswith(f"].{field}")]
    assert [problem.file for problem in found[:1]] == ["small.yaml"]
    assert found[0].line == line_of(old)
    assert what in found[0].what
    assert allowed in found[0].allowed


def test_parents_that_go_in_a_ring_are_told_once_with_the_whole_ring(mistakes: Plant) -> None:
    problems = mistakes((GRID, GRID.replace("parent: c-t1-v1", "parent: c-t1-v1-g1")))
    assert [problem.what for problem in problems] == [
        "goes in a ring: c-t1-v1-s1 → c-t1-v1-g1 → c-t1-v1-s1",
    ]
    assert "lead up to the county" in problems[0].allowed


def test_a_village_in_its_own_grid_is_a_ring_and_nothing_else(mistakes: Plant) -> None:
    problems = mistakes((VILLAGE, VILLAGE.replace("parent: c-t1", "parent: c-t1-v1-g1")))
    assert [problem.what for problem in problems] == [
        "goes in a ring: c-t1-v1 → c-t1-v1-g1 → c-t1-v1-s1 → c-t1-v1",
    ]


def test_a_place_that_is_its_own_parent_is_a_ring(mistakes: Plant) -> None:
    problems = mistakes((GRID, GRID.replace("parent: c-t1-v1", "parent: c-t1-v1-s1")))
    assert [problem.what for problem in problems] == ["goes in a ring: c-t1-v1-s1 → c-t1-v1-s1"]


def test_a_file_without_a_county_place_says_that_one_is_needed(mistakes: Plant) -> None:
    problems = mistakes(("  - {code: c, name: 小县, kind: county}\n", ""))
    assert any("no place of kind county" in problem.what for problem in problems)


def test_a_second_county_is_refused(mistakes: Plant) -> None:
    extra = "  - {code: d, name: 邻县, kind: county}\n"
    problems = mistakes(("places:\n", f"places:\n{extra}"))
    assert any(problem.what == "is a second county" for problem in problems)


def test_the_county_may_have_no_parent(mistakes: Plant) -> None:
    problems = mistakes(("kind: county}", "kind: county, parent: c}"))
    assert any(problem.field == "places[0].parent" and "unknown key" in problem.what for problem in problems)
