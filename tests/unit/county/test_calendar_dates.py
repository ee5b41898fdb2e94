"""Deadlines of known dates around Spring Festival, National Day and worked weekends, by the calendar of Ningshan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from services.county.calendar import TimeUnit, Warn
from services.county.county import County

SHANGHAI = timezone(timedelta(hours=8))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _ahead(before: int, unit: TimeUnit) -> Warn:
    return Warn(before=before, unit=unit)


@pytest.mark.parametrize(
    ("start", "length", "unit", "due"),
    [
        # 2024: Spring Festival 10 to 17 February; Sunday 4 and Sunday 18 February are worked.
        ("2024-02-08T10:00:00", 1, "working_days", "2024-02-09T23:59:59"),
        ("2024-02-09T10:00:00", 1, "working_days", "2024-02-18T23:59:59"),
        ("2024-02-09T10:00:00", 3, "working_days", "2024-02-20T23:59:59"),
        ("2024-02-02T10:00:00", 1, "working_days", "2024-02-04T23:59:59"),
        # A last calendar day inside the festival rolls to the worked Sunday after it.
        ("2024-01-30T10:00:00", 15, "calendar_days", "2024-02-18T23:59:59"),
        # 2023: National Day with Mid-Autumn, 29 September to 6 October; 7 and 8 October are worked.
        ("2023-09-28T09:00:00", 1, "working_days", "2023-10-07T23:59:59"),
        ("2023-09-28T09:00:00", 7, "working_days", "2023-10-13T23:59:59"),
        ("2023-09-14T09:00:00", 15, "calendar_days", "2023-10-07T23:59:59"),
        # 2025: the first year of the holidays of 2024; 1 to 5 May off, Sunday 27 April worked.
        ("2025-04-25T09:00:00", 1, "working_days", "2025-04-27T23:59:59"),
        ("2025-04-30T09:00:00", 1, "working_days", "2025-05-06T23:59:59"),
        # 2026: Spring Festival 15 to 23 February.
        ("2026-02-14T18:30:00", 1, "working_days", "2026-02-24T23:59:59"),
        ("2025-12-17T12:00:00", 60, "calendar_days", "2026-02-24T23:59:59"),
        # Late on Sunday in UTC is Monday in the county.
        ("2026-03-02T00:30:00", 1, "working_days", "2026-03-03T23:59:59"),
        # Working hours: 08:00 to 12:00 and 14:00 to 18:00.
        ("2026-03-02T10:00:00", 4, "working_hours", "2026-03-02T16:00:00"),
        ("2026-03-02T12:30:00", 4, "working_hours", "2026-03-02T18:00:00"),
        ("2026-03-02T17:00:00", 4, "working_hours", "2026-03-03T11:00:00"),
        ("2026-03-06T19:00:00", 8, "working_hours", "2026-03-09T18:00:00"),
        ("2026-03-07T09:00:00", 9, "working_hours", "2026-03-10T09:00:00"),
        ("2023-09-28T17:30:15", 1, "working_hours", "2023-10-07T08:30:15"),
        # Minutes know no night.
        ("2026-02-16T23:45:00", 30, "minutes", "2026-02-17T00:15:00"),
    ],
)
def test_a_clock_runs_out_on_the_day_that_the_calendar_says(
    ningshan: County, start: str, length: int, unit: str, due: str
) -> None:
    deadline = ningshan.calendar.deadline(local(start), length, unit)
    assert deadline.due == local(due)
    assert deadline.due.tzinfo is UTC
    assert deadline.official


def test_a_deadline_names_the_days_off_that_it_jumped(ningshan: County) -> None:
    days = ningshan.calendar.deadline(local("2024-02-09T10:00:00"), 1, "working_days").skipped
    assert days == tuple(date(2024, 2, day) for day in range(10, 18))
    rolled = ningshan.calendar.deadline(local("2024-01-30T10:00:00"), 15, "calendar_days").skipped
    assert rolled == tuple(date(2024, 2, day) for day in range(14, 18))


def test_without_rolling_the_last_day_may_be_a_day_off(ningshan: County) -> None:
    deadline = ningshan.calendar.deadline(local("2024-01-30T10:00:00"), 15, "calendar_days", roll=False)
    assert deadline.due == local("2024-02-14T23:59:59")
    assert deadline.skipped == ()


def test_a_clock_that_ends_in_a_provisional_year_is_marked(ningshan: County) -> None:
    assert ningshan.calendar.deadline(local("2026-11-01T10:00:00"), 15, "calendar_days").official
    assert not ningshan.calendar.deadline(local("2026-11-22T10:00:00"), 60, "calendar_days").official


def test_a_year_that_the_file_lacks_is_computed_and_never_an_error(ningshan: County) -> None:
    calendar = ningshan.calendar
    assert calendar.year(2031).status == "provisional"
    assert not calendar.is_working_day(date(2031, 1, 1))
    assert not calendar.is_working_day(date(2031, 1, 23)), "the first day of the lunar year"
    assert calendar.deadline(local("2030-12-31T10:00:00"), 1, "working_days").due == local("2031-01-02T23:59:59")
    assert calendar.deadline(local("2001-09-30T10:00:00"), 1, "working_days").due > local("2001-10-03T23:59:59")
    assert calendar.year(2003).status == "provisional"
    assert calendar.year(2010).status == "official", "a list that the file lacks is seeded from the library"


def test_the_year_without_a_list_yet_has_the_holidays_of_the_law_of_2024(ningshan: County) -> None:
    off = sorted(ningshan.calendar.year(2027).off)
    assert [f"{day:%m-%d}" for day in off] == [
        *("01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04"),
        *("06-09", "09-15", "10-01", "10-04", "10-05"),
    ]


def test_warnings_lie_between_start_and_end_in_order(ningshan: County) -> None:
    start, due = local("2026-03-02T10:00:00"), local("2026-03-11T23:59:59")
    rules = (_ahead(1, TimeUnit.WORKING_DAYS), Warn(percent=50), _ahead(30, TimeUnit.MINUTES))
    assert ningshan.calendar.warnings(start, due, rules) == (
        local("2026-03-07T04:59:59"),
        local("2026-03-10T08:00:00"),
        local("2026-03-11T23:29:59"),
    )


def test_a_warning_that_would_come_before_the_start_is_left_out(ningshan: County) -> None:
    start, due = local("2026-03-02T10:00:00"), local("2026-03-03T23:59:59")
    rules = [rule for rule in ningshan.clocks.get("handling").warn if rule.before is not None]
    assert len(rules) == 1
    assert ningshan.calendar.warnings(start, due, rules) == ()


@pytest.mark.parametrize(
    ("start", "length", "unit", "told"),
    [
        (datetime(2026, 3, 2), 1, "working_days", "start: an aware time"),
        (local("2026-03-02T10:00:00"), 0, "working_days", "length: a whole number from 1 up"),
        (local("2026-03-02T10:00:00"), 1, "weeks", "'weeks' is not a valid TimeUnit"),
        (local("2760-03-02T10:00:00"), 1, "working_days", "from 1901 to 2150"),
    ],
)
def test_a_clock_that_cannot_be_is_refused_with_what_is_allowed(
    ningshan: County, start: datetime, length: int, unit: str, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        ningshan.calendar.deadline(start, length, unit)
