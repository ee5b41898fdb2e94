"""Every due date of three years against a slow walk of its own, which knows only the lists and the law.

2025 and 2026 follow the State Council's lists (chinesecalendar); 2027 has none yet and is weekdays minus the holidays
of 全国年节及纪念日放假办法 Art. 2, those on a weekend made up on the next weekdays (Art. 6), written out here by hand.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import cache

import chinese_calendar
import pytest

from services.county.calendar import TimeUnit
from services.county.county import County
from services.county.due import Asked, Ground, ground_of, when_due
from services.county.statutory import STATUTORY

SHANGHAI = timezone(timedelta(hours=8))
ONE = timedelta(days=1)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
OFF_2027 = {
    date(2027, month, day)
    for month, day in (
        *((1, 1), (2, 5), (2, 8), (2, 9), (2, 10), (4, 5), (5, 3), (5, 4)),
        *((6, 9), (9, 15), (10, 1), (10, 4), (10, 5)),
    )
}
OFF_2028 = {date(2028, month, day) for month, day in ((1, 3), (1, 25), (1, 26), (1, 27), (1, 28), (4, 4))}
LAW = {
    "transfer": (15, "calendar"),
    "notice": (15, "calendar"),
    "objection": (5, "working"),
    "opinion": (60, "calendar"),
    "ask_review": (30, "calendar"),
    "review": (30, "calendar"),
    "ask_second_review": (30, "calendar"),
    "second_review": (30, "calendar"),
    "simplified": (10, "working"),
    "judicial_confirmation": (30, "calendar"),
}
COUNTYS = {"urgent": 1, "livelihood": 3, "hard": 7}


@cache
def offices_are_open(day: date) -> bool:
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in OFF_2027 | OFF_2028


def walked(start: date, n: int, unit: str, roll: bool) -> date:
    """Day by day, as a clerk counts on a wall calendar."""
    day, counted = start, 0
    while counted < n:
        day += ONE
        counted += 1 if unit == "calendar" or offices_are_open(day) else 0
    while roll and not offices_are_open(day):
        day += ONE
    return day


@pytest.fixture(scope="module")
def nation() -> Ground:
    return ground_of(None)


def due_on(ground: Ground, asked: Asked) -> date:
    due = when_due(ground, asked).due.astimezone(SHANGHAI)
    assert due.time() == time(23, 59, 59)
    return due.date()


def test_the_law_has_exactly_these_clocks_with_these_lengths() -> None:
    assert set(LAW) == set(STATUTORY)


@pytest.mark.parametrize("roll", [True, False])
@pytest.mark.parametrize("clock", LAW)
def test_a_statutory_clock_is_due_on_the_day_that_counting_by_hand_gives(
    nation: Ground, ningshan: County, clock: str, roll: bool
) -> None:
    length, unit = LAW[clock]
    start = FIRST
    while start <= LAST:
        at = datetime.combine(start, time(17, 45), SHANGHAI)
        told = due_on(nation, Asked(clock, at, roll=roll))
        assert told == walked(start, length, unit, roll), f"{clock} from {start}"
        countys = ningshan.calendar.deadline(at, length, TimeUnit(f"{unit}_days"), roll).due
        assert countys.astimezone(SHANGHAI).date() == told, f"{clock} from {start} by the county's calendar"
        start += ONE


@pytest.mark.parametrize("urgency", COUNTYS)
def test_the_countys_handling_clock_is_due_on_the_day_that_counting_by_hand_gives(
    ningshan: County, urgency: str
) -> None:
    rule = ningshan.clocks.get("handling")
    start = FIRST
    while start <= LAST:
        at = datetime.combine(start, time(0), SHANGHAI)
        told = ningshan.calendar.deadline(at, COUNTYS[urgency], TimeUnit.WORKING_DAYS, rule.roll)
        assert told.due.astimezone(SHANGHAI).date() == walked(start, COUNTYS[urgency], "working", False), start
        start += ONE


def test_a_year_is_official_exactly_when_the_state_council_has_fixed_it(nation: Ground) -> None:
    start = FIRST
    while start <= LAST:
        answer = when_due(nation, Asked("opinion", datetime.combine(start, time(9), SHANGHAI)))
        assert answer.official == (answer.due.astimezone(SHANGHAI).year <= 2026), start
        start += ONE
