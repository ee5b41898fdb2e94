"""The formulas of the places' figures, on made-up numbers of their own: nothing here is fitted to a wanted figure."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.oversight.domain import figures, rates

COUNTS = some.dictionaries(
    some.sampled_from(
        [
            *(f"first.{each}" for each in ("satisfied", "basically_satisfied", "dissatisfied")),
            *(f"trouble.{each}" for each in ("inside", "found", "elsewhere", "open_found", "open")),
            *("online", "offline", "solved", "affair.village.solved", "affair.village.open"),
        ]
    ),
    some.integers(0, 10_000),
)


@pytest.mark.parametrize(
    ("part", "whole", "digits", "shown"),
    [(1, 3, 2, 33.33), (2, 3, 2, 66.67), (1, 8, 1, 12.5), (1, 16, 2, 6.25), (5, 5, 2, 100.0), (0, 7, 2, 0.0)],
)
def test_a_percent_has_so_many_digits(part: int, whole: int, digits: int, shown: float) -> None:
    assert figures.percent(part, whole, digits) == shown


def test_half_a_digit_is_rounded_up_and_of_nothing_there_is_no_share() -> None:
    assert figures.percent(1, 800) == 0.13, "0.125 %: the even neighbour would be 0.12"
    assert figures.percent(0, 0) is None


def test_first_judgements_basically_satisfied_count_as_satisfied() -> None:
    told = figures.first_satisfaction({"first.satisfied": 5, "first.basically_satisfied": 1, "first.dissatisfied": 2})
    assert (told["rated"], told["satisfied"], told["percent"]) == (8, 6, 75.0)


@pytest.mark.parametrize(
    ("now", "before", "change"), [((3, 4), (5, 5), -30.0), ((6, 6), (4, 4), 50.0), ((2, 2), (2, 2), 0.0)]
)
def test_a_volume_below_that_of_the_other_year_changes_below_zero(
    now: tuple[int, int], before: tuple[int, int], change: float
) -> None:
    here, there = ({"online": each[0], "offline": each[1]} for each in (now, before))
    assert figures.volume(here, there)["change_percent"] == change


def test_a_year_against_nothing_has_no_change() -> None:
    assert figures.volume({"online": 3}, {})["change_percent"] is None


@pytest.mark.parametrize(
    ("first", "last", "year", "moved"),
    [
        ("2023-01-01", "2023-12-31", 2021, ("2021-01-01", "2021-12-31")),
        ("2024-02-01", "2024-02-29", 2023, ("2023-02-01", "2023-02-28")),
        ("2024-02-29", "2024-02-29", 2020, ("2020-02-29", "2020-02-29")),
        ("2023-12-01", "2024-01-31", 2022, ("2022-12-01", "2023-01-31")),
    ],
)
def test_the_same_days_of_another_year(first: str, last: str, year: int, moved: tuple[str, str]) -> None:
    assert figures.same_days_of(year, first, last) == moved


def test_troubles_settled_beyond_the_grid_or_found_elsewhere_or_open_are_not_in_the_share() -> None:
    told = figures.inside_grid(
        {"trouble.inside": 6, "trouble.found": 1, "trouble.elsewhere": 2, "trouble.open_found": 2, "trouble.open": 1}
    )
    assert told == {"troubles": 12, "found": 9, "handled": 6, "open": 3, "percent": 50.0}


@given(COUNTS)
def test_no_part_is_greater_than_its_whole(counts: dict[str, int]) -> None:
    first, grid = figures.first_satisfaction(counts), figures.inside_grid(counts)
    assert first["satisfied"] <= first["rated"]
    assert grid["handled"] <= grid["found"] <= grid["troubles"]
    for share in (first["percent"], grid["percent"]):
        assert share is None or 0 <= share <= 100


@given(
    some.lists(
        some.tuples(some.sampled_from(["room", "police"]), some.sampled_from(["agreed", "failed", "withdrawn", "open"]))
    )
)
def test_mediations_by_body_add_up_to_all_of_them(cases: list[tuple[str, str]]) -> None:
    told = figures.mediations(Counter(f"{body}.{result}" for body, result in cases))
    assert told["taken"] == len(cases) == sum(row["taken"] for row in told["bodies"])
    assert told["settled"] == sum(1 for _, result in cases if result == "agreed")
    ended = sum(1 for _, result in cases if result in ("agreed", "failed"))
    assert told["rate"] == rates.share(told["settled"], ended)


def test_the_share_of_mediations_settled_is_of_all_that_were_taken_with_one_digit() -> None:
    told = figures.mediations({"room.agreed": 5, "room.failed": 1, "room.open": 1})
    assert (told["taken"], told["settled"], told["percent"], told["rate"]) == (7, 5, 71.4, 0.8333)


def test_half_of_the_last_digit_of_a_rate_is_rounded_up() -> None:
    assert figures.mediations({"room.agreed": 29, "room.failed": 3})["rate"] == 0.9063, "0.90625"
    assert rates.share(29, 32) == 0.9063
    assert rates.share(1, 0) is None


def test_one_body_alone_can_be_asked_for() -> None:
    told = figures.mediations({"room.agreed": 2, "police.agreed": 1}, {"police"})
    assert (told["taken"], [row["body"] for row in told["bodies"]]) == (1, ["police"])


def test_a_fifth_visit_of_one_grid_does_not_make_up_for_another() -> None:
    visits = {("2026-03-02", "a"): 5, ("2026-03-02", "b"): 3, ("2026-03-09", "a"): 4}
    told = figures.patrols(visits, ["2026-03-02", "2026-03-09"], ["a", "b"], 4)
    assert (told["owed"], told["visits"], told["missing"], told["full"], told["percent"]) == (16, 12, 5, 2, 68.75)


@given(some.dictionaries(some.tuples(some.sampled_from("vw"), some.sampled_from("abc")), some.integers(0, 9)))
def test_missing_and_done_visits_are_all_that_is_owed(visits: dict[tuple[str, str], int]) -> None:
    told = figures.patrols(visits, "vw", "abc", 4)
    done = sum(min(4, visits.get((week, grid), 0)) for week in "vw" for grid in "abc")
    assert told["owed"] == 24 == told["missing"] + done


@pytest.mark.parametrize(
    ("first", "last", "today", "weeks"),
    [
        ("2026-03-04", "2026-03-31", "2026-04-09", ["2026-03-09", "2026-03-16", "2026-03-23"]),
        ("2026-03-02", "2026-03-08", "2026-03-04", ["2026-03-02"]),
        ("2026-03-02", "2026-03-07", "2026-03-07", []),
        ("2026-03-02", "2026-03-31", "2026-03-17", ["2026-03-02", "2026-03-09", "2026-03-16"]),
        ("2026-10-25", "2026-11-23", "2026-11-23", ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16"]),
    ],
    ids=["cut at both edges", "the week that runs", "short of its Sunday", "none that has not begun", "thirty days"],
)
def test_only_weeks_that_lie_wholly_in_the_period_are_owed(first: str, last: str, today: str, weeks: list[str]) -> None:
    assert figures.weeks_of(first, last, today) == weeks


def test_affairs_keep_the_countys_order_and_tell_what_is_unsorted() -> None:
    counts = {
        "online": 4,
        "offline": 2,
        "affair.family.solved": 1,
        "affair.village.open": 2,
        "affair.village.solved": 1,
    }
    told: dict[str, Any] = figures.affairs(counts, {"village": "村里事", "neighbour": "邻里事", "family": "家里事"})
    assert [(row["code"], row["matters"], row["solved"]) for row in told["affairs"]] == [
        *[("village", 3, 1), ("neighbour", 0, 0), ("family", 1, 1)],
    ]
    assert told["unsorted"] == 2


def test_days_and_places_outside_of_the_question_are_not_summed() -> None:
    counters = {
        "figure/matter/2026-03-01/v1/online": 1,
        "figure/matter/2026-03-02/v1/online": 2,
        "figure/matter/2026-03-03/v2/online": 4,
        "figure/matter/2026-03-04/v1/online": 8,
    }
    assert figures.sums(counters, "2026-03-02", "2026-03-03", lambda place: place == "v1") == {"online": 2}
