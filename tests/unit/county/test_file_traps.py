"""Traps in a county file: what no reader of it could see, what would never happen, what would break the checker."""

from __future__ import annotations

import time

import pytest

from services.county.problem import CountyFileError
from services.county.reader import read
from tests.unit.county.a_whole_file import WHOLE, mistakes_in, planted

HANDLING = "    length: {urgent: 1, livelihood: 3, hard: 7}\n    unit: working_days"
CHECK_IN = "    length: by_whistle_kind"
GRID = "  - {code: c-h1, name: 联系户, kind: household, parent: c-g1}"
ROOT = "  - {code: c, name: 小县, kind: county}"


@pytest.mark.parametrize("deep", ["[" * 30_000, "{a: " * 30_000, "[" * 51 + "]" * 51, "- " * 30_000])
def test_lists_and_tables_that_lie_too_deep_are_one_mistake_at_their_line(deep: str) -> None:
    started = time.monotonic()
    with pytest.raises(CountyFileError) as caught:
        read(f"county: {{code: c, name: 小县}}\nextras:\n  {deep}".encode(), "deep.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (3, "file")
    assert time.monotonic() - started < 5


def test_fifty_levels_are_read_and_told_as_what_they_are() -> None:
    told = mistakes_in(WHOLE + "extras: " + "[" * 49 + "]" * 49 + "\n")
    assert [(problem.field, problem.what) for problem in told] == [("extras", "is an unknown key")]


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        (
            "- {day: 5, people",
            "- {day: 16, people: [{name: 壬, post: 镇长}, {name: 癸, post: 干部}]}\n      - {day: 5, people",
            "rosters[1].duty",
            "has day 16, on which the roster never sits",
        ),
        (
            HANDLING,
            HANDLING + "\n    warn: [{before: 8, unit: working_days}]",
            "clocks[1].warn[0].before",
            "is 8: the clock is never that long",
        ),
        (
            HANDLING,
            HANDLING + "\n    warn: [{before: 60, unit: calendar_days}]",
            "clocks[1].warn[0].before",
            "is 60: the clock is never that long",
        ),
        (
            CHECK_IN,
            CHECK_IN + "\n    warn: [{before: 500000, unit: minutes}]",
            "clocks[0].warn[0].before",
            "is 500000: the clock is never that long",
        ),
        (
            HANDLING,
            HANDLING + "\n    breach: [{step: listed}, {step: reminder}]",
            "clocks[1].breach[1].step",
            "reminder comes after listed",
        ),
        (
            HANDLING,
            HANDLING + "\n    breach: [{step: reminder, after: 3, unit: minutes}, {step: clue}]",
            "clocks[1].breach[1].after",
            "is less than that of the step before",
        ),
        (
            GRID,
            GRID + "\n  - {code: c-g2, name: 一组网格, kind: grid, parent: c-v1}",
            "places[8].name",
            "'一组网格' is taken by line 1",
        ),
        ("responsible: 己", 'responsible: "己\\u202e丁"', "units[6].responsible", "has the sign U+202E"),
        ("name: 一镇, kind", 'name: "一\\x07镇", kind', "places[1].name", "has the sign U+0007"),
        ("name: 一镇, kind", 'name: "一\\n镇", kind', "places[1].name", "has the sign U+000A"),
        ("keywords: [修路]", 'keywords: [修路, "路\\u2066灯"]', "categories[0].keywords[1]", "has the sign U+2066"),
        (
            "posts: {secretary: 丑}",
            'posts: {secretary: 丑, "b\\u202e": 丑}',
            "places[3].posts",
            "has a key with the sign",
        ),
        ("kinds: {group_at: 3}", "kinds: {group_at: 3, [a, b]: 4}", "kinds", "has a key that is a list"),
    ],
)
def test_a_trap_is_told_once_where_it_lies(old: str, new: str, field: str, what: str) -> None:
    assert WHOLE.count(old) == 1
    (problem,) = mistakes_in(WHOLE.replace(old, new))
    assert (problem.field, what in problem.what) == (field, True)
    assert problem.allowed


@pytest.mark.parametrize(
    "more",
    [
        "warn: [{before: 7, unit: working_days}, {percent: 70}, {before: 5, unit: calendar_days}]",
        "breach: [{step: reminder}, {step: supervision, after: 4, unit: working_hours}, "
        "{step: listed, after: 1, unit: working_days}, {step: clue, after: 2, unit: working_days}]",
    ],
)
def test_warnings_and_breach_steps_that_can_come_in_order_are_right(more: str) -> None:
    assert read(WHOLE.replace(HANDLING, f"{HANDLING}\n    {more}").encode(), "whole.yaml").code == "c"


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (ROOT.replace("code: c,", "code: C!,"), "places[0].code"),
        (ROOT.replace("code: c,", "code: cc,"), "county.code"),
        (ROOT.replace("code: c,", "code: [c],"), "places[0].code"),
    ],
)
def test_a_wrong_code_of_the_root_is_told_once_and_not_at_all_that_lies_in_it(new: str, field: str) -> None:
    assert [problem.field for problem in mistakes_in(planted((ROOT, new)))] == [field]


def test_the_allowed_keys_are_named_once_each() -> None:
    (problem,) = mistakes_in(planted(("    unit: working_days", "    units: working_days")))[:1]
    keys = problem.allowed.removeprefix("the keys ").split(", ")
    assert len(keys) == len(set(keys))


STOPS = "    stops: [matter_concluded]"
PAIRS = "    - {unit: u-office, place: c-v1}"
CALENDAR = "roll: true}"


@pytest.mark.parametrize(
    ("old", "new", "field", "what"),
    [
        (STOPS, "    stops: [matter_registered]", "clocks[1].stops", "none can come after 'whistle_blown'"),
        (STOPS, "    stops: [matter_accepted]", "clocks[1].stops", "none can come after 'whistle_blown'"),
        (STOPS, "    stops: [matter_concluded, matter_concluded]", "clocks[1].stops", "has 'matter_concluded' twice"),
        (
            HANDLING,
            HANDLING + "\n    breach: [{step: listed}, {step: listed, after: 1, unit: working_days}]",
            "clocks[1].breach[1].step",
            "listed is written twice",
        ),
        (
            HANDLING,
            HANDLING + "\n    breach: [{step: reminder}, {step: reminder}]",
            "clocks[1].breach[1].step",
            "reminder is written twice",
        ),
        (PAIRS, f"{PAIRS}\n{PAIRS}", "contact_network.pairs[2].place", "'c-v1' has this leader or unit twice"),
        (
            CALENDAR,
            "roll: true, years: [{year: 2026, status: official, off: [01-01..12-31], work: []}]}",
            "calendar.years[0].off",
            "leaves 2026 no working day",
        ),
        (
            CALENDAR,
            "roll: true, years: [{year: 2026, status: official, off: [10-01..10-07, 10-07], work: []}]}",
            "calendar.years[0].off",
            "has 10-07 twice",
        ),
        (ROOT, ROOT.replace("name: 小县", "name: !mine 小县"), "file", "has the tag '!mine'"),
    ],
)
def test_what_says_nothing_or_twice_the_same_is_told_at_its_line(old: str, new: str, field: str, what: str) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new)
    told = [problem for problem in mistakes_in(text) if what in problem.what]
    assert [problem.field for problem in told] == [field]
    lines = new.splitlines()
    first = text[: text.index(new)].count("\n") + 1
    assert first <= told[0].line <= first + len(lines) - 1


def test_a_tag_that_would_run_a_program_is_refused_and_runs_nothing() -> None:
    text = WHOLE.replace("county: {code: c, name: 小县}", "county: !!python/object:os.system {code: c, name: 小县}")
    (problem,) = mistakes_in(text)
    assert (problem.line, problem.field) == (1, "file")
    assert "python/object:os.system" in problem.what


def test_a_second_reminder_later_and_a_stop_that_may_come_are_right() -> None:
    steps = "\n    breach: [{step: reminder}, {step: reminder, after: 1, unit: working_days}, {step: listed}]"
    with pytest.raises(CountyFileError) as caught:
        read(WHOLE.replace(HANDLING, HANDLING + steps).encode(), "whole.yaml")
    assert [problem.field for problem in caught.value.problems] == ["clocks[1].breach[2].after"]
    waits = planted((STOPS, "    stops: [matter_registered, matter_concluded]"))
    assert read(waits.encode(), "whole.yaml").clocks.get("handling").stops
