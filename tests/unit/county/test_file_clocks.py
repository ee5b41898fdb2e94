"""Mistakes in whistle kinds, clocks and calendar, each told with its line, field and what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.county.problem import Problem

Plant = Callable[..., list[Problem]]
LENGTHS = "length: {urgent: 1, livelihood: 3, hard: 7}"
STEP = "{step: supervision, after: 1, unit: working_days}"
YEAR = "{year: 2026, status: official, off: [10-01..10-07], work: [10-10]}"
KIND = "{code: ordinary, name: 常哨, length: 4, unit: working_hours}"


@pytest.mark.parametrize(
    ("old", "new", "field", "what", "allowed"),
    [
        (f"    {LENGTHS}\n", "", "clocks[1].length", "is missing", "length"),
        ("    stops: [matter_concluded]\n", "", "clocks[1].stops", "is missing", "stops"),
        ("stops: [matter_concluded]", "stops: []", "clocks[1].stops", "names no fact", "matter_concluded"),
        ("stops: [matter_concluded]", "stops: [matter_done]", "clocks[1].stops", "'matter_done'", "matter_concluded"),
        (
            "stops: [matter_concluded]",
            "stops: [whistle_blown]",
            "clocks[1].stops",
            "starts the clock too",
            "do not start",
        ),
        ("    unit: working_days\n", "    unit: weeks\n", "clocks[1].unit", "'weeks'", "calendar_days, working_days"),
        ("    unit: working_days\n", "", "clocks[1].unit", "is missing", "unit"),
        (LENGTHS, "length: soon", "clocks[1].length", "'soon'", "a whole number from 1"),
        (LENGTHS, "length: 0", "clocks[1].length", "is 0", "a whole number from 1"),
        (
            LENGTHS,
            "length: {urgent: 1, hard: 7}",
            "clocks[1].length.livelihood",
            "is missing",
            "urgent, livelihood, hard",
        ),
        (LENGTHS, LENGTHS.replace("hard", "slow"), "clocks[1].length.slow", "unknown key", "urgent, livelihood, hard"),
        ("anchor: matter", "anchor: town", "clocks[1].anchor", "'town'", "matter, department"),
        ("name: handling", "name: transfer", "clocks[1].name", "is set by the law", "other than transfer"),
        ("name: handling", "name: treatment", "clocks", "has no clock 'handling'", "check_in and handling"),
        (STEP, "{step: scold}", "clocks[1].breach[1].step", "'scold'", "reminder, supervision, listed, clue"),
        (STEP, "{step: listed, after: 1}", "clocks[1].breach[1].unit", "is missing", "after, unit"),
        ("{percent: 50}", "{percent: 100}", "clocks[0].warn[0].percent", "is 100", "from 1 to 99"),
        ("{percent: 50}", "{before: 1}", "clocks[0].warn[0].unit", "is missing", "before, unit"),
        ("{percent: 50}", "{before: 1, unit: working_hours}", "clocks[0].warn[0].unit", "'working_hours'", "minutes"),
        ("by_whistle_kind,", "by_whistle_kind, unit: minutes,", "clocks[0].unit", "whistle kind's", "no unit"),
        ("tracked: []", "tracked: [handling]", "statutory.tracked", "'handling'", "transfer, notice"),
        (
            KIND,
            KIND.replace("working_hours", "working_minutes"),
            "whistle_kinds[0].unit",
            "'working_minutes'",
            "minutes",
        ),
        (KIND, KIND.replace("length: 4, ", ""), "whistle_kinds[0].length", "is missing", "code, name, length, unit"),
    ],
)
def test_a_mistake_in_a_clock_or_whistle_kind_is_told_with_line_field_and_what_is_allowed(
    mistakes: Plant, old: str, new: str, field: str, what: str, allowed: str
) -> None:
    problems = mistakes((old, new))
    found = [p for p in problems if p.field == field and what in p.what]
    assert found, problems
    assert allowed in found[0].allowed
    assert 1 <= found[0].line <= 20


@pytest.mark.parametrize(
    ("old", "new", "field", "what", "allowed"),
    [
        ("  timezone: Asia/Shanghai\n", "", "calendar.timezone", "is missing", "timezone, office_hours, roll, years"),
        ("Asia/Shanghai", "Asia/Urumqi", "calendar.timezone", "'Asia/Urumqi'", "Asia/Shanghai"),
        ('  office_hours: ["09:00-12:00", "13:00-18:00"]\n', "", "calendar.office_hours", "is missing", "office_hours"),
        ("13:00-18:00", "11:00-18:00", "calendar.office_hours", "'11:00-18:00'", "HH:MM-HH:MM"),
        ("13:00-18:00", "13-18", "calendar.office_hours", "'13-18'", "HH:MM-HH:MM"),
        ("  roll: true\n", "  roll: sometimes\n", "calendar.roll", "'sometimes'", "true or false"),
        (YEAR, YEAR.replace("official", "final"), "calendar.years[0].status", "'final'", "official, provisional"),
        (YEAR, YEAR.replace(", work: [10-10]", ""), "calendar.years[0].work", "is missing", "year, status, off, work"),
        (YEAR, YEAR.replace("10-01..10-07", "10-07..10-01"), "calendar.years[0].off", "'10-07..10-01'", "MM-DD..MM-DD"),
        (YEAR, YEAR.replace("10-01..10-07", "02-30"), "calendar.years[0].off", "'02-30'", "MM-DD"),
        (YEAR, YEAR.replace("[10-10]", "[10-12]"), "calendar.years[0].work", "10-12, a weekday", "Saturdays"),
        (YEAR, YEAR.replace("[10-10]", "[10-03]"), "calendar.years[0].work", "10-03, a day off too", "not off"),
        (YEAR, f"{YEAR}\n    - {YEAR}", "calendar.years[1].year", "2026 is written twice", "each year once"),
        ("year: 2026", "year: 20226", "calendar.years[0].year", "is 20226", "from 1901"),
    ],
)
def test_a_mistake_in_the_calendar_is_told_with_line_field_and_what_is_allowed(
    mistakes: Plant, old: str, new: str, field: str, what: str, allowed: str
) -> None:
    problems = mistakes((old, new))
    found = [p for p in problems if p.field == field and what in p.what]
    assert found, problems
    assert allowed in found[0].allowed
    assert 18 <= found[0].line <= 24
