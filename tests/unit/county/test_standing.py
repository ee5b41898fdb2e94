"""By how much a clock's end moves when it has stood still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.county.calendar import COUNTY_TIME, TimeUnit
from services.county.county import County
from services.county.standing import moved_end


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


@pytest.mark.parametrize(
    ("unit", "due", "since", "until", "moved"),
    [
        # Calendar days move by days and roll anew: 23 + 5 is Saturday 28 February 2026, which is worked.
        ("calendar_days", "2026-02-23T23:59:59", "2026-02-02T09:00", "2026-02-07T10:00", "2026-02-28T23:59:59"),
        # A day of Spring Festival rolls to the first working day after it.
        ("calendar_days", "2026-02-12T23:59:59", "2026-02-02T09:00", "2026-02-07T10:00", "2026-02-24T23:59:59"),
        # Working days move by the working days among them, the first not, the last counted.
        ("working_days", "2026-03-05T23:59:59", "2026-03-03T09:00", "2026-03-05T09:00", "2026-03-09T23:59:59"),
        ("working_days", "2026-02-13T23:59:59", "2026-02-12T09:00", "2026-02-14T09:00", "2026-02-24T23:59:59"),
        # Paused on its last day, a Friday, and resumed on the Sunday: what was left is left on the Monday.
        ("working_days", "2026-03-06T23:59:59", "2026-03-06T09:00", "2026-03-08T09:00", "2026-03-09T23:59:59"),
        # One that had run out before it was paused stays so.
        ("working_days", "2026-03-05T23:59:59", "2026-03-06T09:00", "2026-03-08T09:00", "2026-03-05T23:59:59"),
        # Pausing over days off moves nothing.
        ("working_days", "2026-03-05T23:59:59", "2026-02-28T19:00", "2026-03-01T19:00", "2026-03-05T23:59:59"),
        # Office hours alone count: 8 to 12 and 14 to 18.
        ("working_hours", "2026-03-02T16:00:00", "2026-03-02T11:00", "2026-03-02T15:00", "2026-03-02T18:00:00"),
        ("working_hours", "2026-03-02T16:00:00", "2026-03-02T17:00", "2026-03-03T09:00", "2026-03-02T18:00:00"),
        ("working_hours", "2026-03-02T16:00:00", "2026-03-02T19:00", "2026-03-03T07:00", "2026-03-02T16:00:00"),
        ("minutes", "2026-03-02T10:30:00", "2026-03-02T10:10", "2026-03-02T10:25", "2026-03-02T10:45:00"),
    ],
)
def test_an_end_moves_by_the_time_that_would_have_counted(
    ningshan: County, unit: str, due: str, since: str, until: str, moved: str
) -> None:
    stood = local(since), local(until)
    end, _ = moved_end(ningshan.calendar, local(due), local(due).date(), TimeUnit(unit), stood, True)
    assert end == local(moved)


def test_a_rolled_end_moves_from_the_day_that_it_was_rolled_from(ningshan: County) -> None:
    saturday, monday = date(2026, 3, 14), local("2026-03-16T23:59:59")
    stood = local("2026-03-02T09:00"), local("2026-03-05T09:00")
    end, last = moved_end(ningshan.calendar, monday, saturday, TimeUnit.CALENDAR_DAYS, stood, True)
    assert (end, last) == (local("2026-03-17T23:59:59"), date(2026, 3, 17))


STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(STARTS, st.integers(1, 60), st.sampled_from(TimeUnit), st.integers(0, 40), st.integers(0, 90))
def test_standing_still_never_takes_time_away_and_longer_never_less(
    ningshan: County, start: datetime, length: int, unit: TimeUnit, hours: int, more: int
) -> None:
    start = start.replace(microsecond=0)
    due = ningshan.calendar.deadline(start, length, unit).due
    last = due.astimezone(COUNTY_TIME).date()
    ends = [
        moved_end(ningshan.calendar, due, last, unit, (start, start + timedelta(hours=h)), True)[0]
        for h in (hours, hours + more)
    ]
    assert due <= ends[0] <= ends[1]


@given(STARTS, st.integers(1, 10), st.sampled_from(TimeUnit), st.integers(0, 300), st.integers(0, 600))
def test_who_stops_in_time_is_never_late_by_going_on(
    ningshan: County, start: datetime, length: int, unit: TimeUnit, paused: int, stood: int
) -> None:
    start = start.replace(microsecond=0)
    due = ningshan.calendar.deadline(start, length, unit, roll=False).due
    since = min(start + timedelta(hours=paused), due - timedelta(seconds=1))
    until = since + timedelta(hours=stood)
    last = due.astimezone(COUNTY_TIME).date()
    assert moved_end(ningshan.calendar, due, last, unit, (since, until), False)[0] >= until


@given(
    STARTS, st.integers(1, 30), st.integers(1, 300), st.sampled_from([TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS])
)
def test_what_is_left_when_it_pauses_is_left_when_it_goes_on(
    ningshan: County, start: datetime, length: int, waited: int, unit: TimeUnit
) -> None:
    calendar = ningshan.calendar
    due = calendar.deadline(start, length, unit, roll=False).due
    resumed = start + timedelta(days=waited)
    last = due.astimezone(COUNTY_TIME).date()
    end, _ = moved_end(calendar, due, last, unit, (start, resumed), False)
    assert end == calendar.deadline(resumed, length, unit, roll=False).due, "paused at once, it begins anew"
