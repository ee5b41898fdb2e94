"""A calendar remembers what it was asked before, and its answers are those of one that was never asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.county.calendar import KEPT_ANSWERS, Calendar, OfficeHours, TimeUnit, Warn
from services.county.reader import read
from services.county.working_days import CalendarYear
from tests.unit.county.conftest import SMALL

OFFICE = OfficeHours(((9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)))
WARNS = (Warn(percent=50), Warn(percent=70), Warn(before=2, unit=TimeUnit.WORKING_DAYS), Warn(before=3))
STARTS = st.datetimes(datetime(2026, 9, 20), datetime(2026, 10, 20), timezones=st.just(UTC))
DAYS = st.sampled_from([TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS])
AUTUMN = datetime(2026, 9, 25, 2, tzinfo=UTC)


def year_of(off: str, work: str) -> CalendarYear:
    """The calendar year of the small file with these days instead of National Day's."""
    text = SMALL.replace("off: [10-01..10-07], work: [10-10]", f"off: [{off}], work: [{work}]")
    return read(text.encode(), "small.yaml").calendar.years[2026]


ASKED = Calendar({2026: year_of("10-01..10-07", "10-10")}, OFFICE)
"""One that all of these tests ask."""


def unasked() -> Calendar:
    return Calendar(ASKED.years, OFFICE)


@given(STARTS, st.integers(1, 40), st.sampled_from(TimeUnit), st.sampled_from([None, True, False]))
def test_asked_again_it_gives_the_deadline_of_a_calendar_that_was_never_asked(
    start: datetime, length: int, unit: TimeUnit, roll: bool | None
) -> None:
    for _ in range(2):
        assert ASKED.deadline(start, length, unit, roll) == unasked().deadline(start, length, unit, roll)


@given(STARTS, st.integers(1, 40), st.sampled_from(TimeUnit), st.booleans())
def test_asked_again_it_gives_the_warnings_of_a_calendar_that_was_never_asked(
    start: datetime, length: int, unit: TimeUnit, said: bool
) -> None:
    due = ASKED.deadline(start, length, unit).due
    for _ in range(2):
        told = ASKED.warnings(start, due, WARNS, unit if said else None)
        assert told == unasked().warnings(start, due, WARNS, unit if said else None)


@given(STARTS, st.integers(0, 86_399), st.integers(1, 40), DAYS)
def test_a_later_second_of_the_same_day_ends_on_the_same_day_and_one_of_the_next_day_on_its_own(
    start: datetime, later: int, length: int, unit: TimeUnit
) -> None:
    after = start + timedelta(seconds=later)
    assert ASKED.deadline(after, length, unit) == unasked().deadline(after, length, unit)


def test_an_edited_calendar_answers_by_its_own_days_and_the_former_one_by_its_own() -> None:
    former = Calendar({2026: year_of("10-01..10-07", "10-10")}, OFFICE)
    before = former.deadline(AUTUMN, 5, TimeUnit.WORKING_DAYS)
    edited = Calendar({2026: year_of("10-01..10-08", "10-11")}, OFFICE)
    assert before.due == datetime(2026, 10, 9, 15, 59, 59, tzinfo=UTC)
    assert edited.deadline(AUTUMN, 5, TimeUnit.WORKING_DAYS).due == datetime(2026, 10, 11, 15, 59, 59, tzinfo=UTC)
    assert former.deadline(AUTUMN, 5, TimeUnit.WORKING_DAYS) == before


def test_an_edited_calendar_warns_by_its_own_days() -> None:
    due = datetime(2026, 10, 12, 15, 59, 59, tzinfo=UTC)
    ahead = (Warn(before=2, unit=TimeUnit.WORKING_DAYS),)
    former, edited = ASKED, Calendar({2026: year_of("10-01..10-09", "10-11")}, OFFICE)
    assert former.warnings(AUTUMN, due, ahead) == (datetime(2026, 10, 9, 1, tzinfo=UTC),)
    assert edited.warnings(AUTUMN, due, ahead) == (datetime(2026, 9, 30, 1, tzinfo=UTC),)


def test_a_deadline_that_rolls_is_not_mistaken_for_one_that_does_not() -> None:
    rolled = ASKED.deadline(AUTUMN, 7, TimeUnit.CALENDAR_DAYS, True)
    assert ASKED.deadline(AUTUMN, 7, TimeUnit.CALENDAR_DAYS, False).due < rolled.due
    assert ASKED.deadline(AUTUMN, 7, TimeUnit.CALENDAR_DAYS) == rolled


def test_a_refused_start_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="start"):
            ASKED.deadline(datetime(9990, 1, 1, tzinfo=UTC), 400, TimeUnit.WORKING_DAYS)


def test_what_a_calendar_remembers_is_bounded() -> None:
    calendar = unasked()
    for n in range(KEPT_ANSWERS + 100):
        start = AUTUMN + timedelta(seconds=n)
        due = calendar.deadline(start, 1 + n, TimeUnit.MINUTES).due
        calendar.warnings(start, due, WARNS)
        calendar.deadline(AUTUMN - timedelta(days=n % 200), 1 + n % 37, TimeUnit.WORKING_DAYS)
    for remembered in (calendar._in_days, calendar._warning):
        assert 0 < remembered.cache_info().currsize <= KEPT_ANSWERS
