"""What holds for every deadline, whatever its start, length and unit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from services.county.calendar import COUNTY_TIME, Calendar, OfficeHours, TimeUnit, Warn
from services.county.county import County

STARTS = st.datetimes(datetime(2009, 6, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
DAYS = st.sampled_from([TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS])
LENGTHS = st.integers(1, 400)


@given(STARTS, LENGTHS, DAYS)
def test_a_rolling_deadline_in_days_never_falls_on_a_day_off(
    ningshan: County, start: datetime, length: int, unit: TimeUnit
) -> None:
    due = ningshan.calendar.deadline(start, length, unit, roll=True).due.astimezone(COUNTY_TIME)
    assert ningshan.calendar.is_working_day(due.date())
    assert (due.hour, due.minute, due.second) == (23, 59, 59)


@given(STARTS, LENGTHS, st.sampled_from(TimeUnit))
def test_a_longer_clock_never_ends_earlier(ningshan: County, start: datetime, length: int, unit: TimeUnit) -> None:
    calendar = ningshan.calendar
    assert calendar.deadline(start, length, unit).due <= calendar.deadline(start, length + 1, unit).due


@given(STARTS, st.integers(0, 20 * 86_400), LENGTHS, st.sampled_from(TimeUnit))
def test_a_clock_started_later_never_ends_earlier(
    ningshan: County, start: datetime, later: int, length: int, unit: TimeUnit
) -> None:
    calendar = ningshan.calendar
    assert (
        calendar.deadline(start, length, unit).due
        <= calendar.deadline(start + timedelta(seconds=later), length, unit).due
    )


@given(STARTS, LENGTHS, DAYS)
def test_the_start_day_is_not_counted(ningshan: County, start: datetime, length: int, unit: TimeUnit) -> None:
    first = start.astimezone(COUNTY_TIME).date()
    last = ningshan.calendar.deadline(start, length, unit).due.astimezone(COUNTY_TIME).date()
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if unit is TimeUnit.WORKING_DAYS:
        assert sum(map(ningshan.calendar.is_working_day, passed)) == length
    else:
        nominal = passed[length - 1]
        assert not any(map(ningshan.calendar.is_working_day, [*passed[length - 1 : -1]])), nominal
        assert len(passed) >= length


@given(STARTS, st.integers(1, 60), st.integers(-12, 14))
def test_the_zone_in_which_a_start_is_told_makes_no_difference(
    ningshan: County, start: datetime, length: int, hours: int
) -> None:
    elsewhere = start.astimezone(timezone(timedelta(hours=hours)))
    for unit in TimeUnit:
        assert ningshan.calendar.deadline(start, length, unit) == ningshan.calendar.deadline(elsewhere, length, unit)


@given(STARTS, st.integers(1, 100))
def test_working_hours_are_the_office_seconds_between_start_and_end(
    ningshan: County, start: datetime, length: int
) -> None:
    start = start.replace(microsecond=0)
    due = ningshan.calendar.deadline(start, length, TimeUnit.WORKING_HOURS).due
    assert _office_seconds(ningshan.calendar, start, due) == length * 3600


@given(STARTS, st.integers(1, 100), st.integers(1, 99), st.sampled_from([TimeUnit.WORKING_HOURS, None]))
def test_a_part_of_working_hours_is_told_in_office_hours_between_start_and_end(
    ningshan: County, start: datetime, length: int, percent: int, unit: TimeUnit | None
) -> None:
    due = ningshan.calendar.deadline(start, length, TimeUnit.WORKING_HOURS).due
    (warning,) = ningshan.calendar.warnings(start, due, [Warn(percent=percent)], unit)
    assert start < warning < due
    local = warning.astimezone(COUNTY_TIME)
    second = local.hour * 3600 + local.minute * 60 + local.second
    assert ningshan.calendar.is_working_day(local.date())
    assert any(opening < second <= closing for opening, closing in ningshan.calendar.office_hours.spans)
    assert _office_seconds(ningshan.calendar, start.replace(microsecond=0), warning) == length * 36 * percent


def _office_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """The slow way: every opening span of every working day, cut to the clock's time."""
    start, end = start.astimezone(COUNTY_TIME), end.astimezone(COUNTY_TIME)
    midnight, total = start.replace(hour=0, minute=0, second=0), 0.0
    while midnight <= end:
        if calendar.is_working_day(midnight.date()):
            for opening, closing in calendar.office_hours.spans:
                a = max(start, midnight + timedelta(seconds=opening))
                b = min(end, midnight + timedelta(seconds=closing))
                total += max(0.0, (b - a).total_seconds())
        midnight += timedelta(days=1)
    return round(total)


@given(st.dates(date(2010, 1, 1), date(2034, 1, 1)), st.integers(1, 300))
def test_counting_back_undoes_counting_on_from_a_working_day(ningshan: County, start: date, n: int) -> None:
    calendar = ningshan.calendar
    start = calendar.add_working_days(start, 1)
    assert calendar.working_days_before(calendar.add_working_days(start, n), n) == start
    assert calendar.add_working_days(start, 0) == start


@given(st.dates(date(1990, 1, 1), date(2120, 1, 1)), st.integers(1, 60))
def test_a_calendar_without_any_year_still_counts(start: date, n: int) -> None:
    calendar = Calendar({}, OfficeHours(((0, 3600),)))
    assert calendar.add_working_days(start, n) > start
