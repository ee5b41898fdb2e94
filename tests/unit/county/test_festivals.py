"""The statutory holidays that a computed year is made of."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from services.county.county import County
from services.county.festivals import LUNAR, qingming, statutory_days_off


@pytest.mark.parametrize(
    ("year", "day"), [(1949, 5), (1996, 4), (1999, 5), (2008, 4), (2011, 5), (2024, 4), (2025, 4), (2026, 5), (2027, 5)]
)
def test_qingming_falls_on_the_day_that_almanacs_give(year: int, day: int) -> None:
    assert qingming(year) == date(year, 4, day)


def test_every_lunar_festival_of_the_official_years_was_a_day_off_in_the_state_councils_lists() -> None:
    for year in range(2008, 2027):
        for text in LUNAR[year]:
            day = date(year, int(text[:2]), int(text[2:]))
            assert chinese_calendar.is_holiday(day), day


def test_a_holiday_on_a_weekend_is_made_up_on_the_next_free_weekday() -> None:
    off = statutory_days_off(2028)
    assert date(2028, 1, 1).weekday() == 5
    assert date(2028, 1, 3) in off


def test_the_eve_of_spring_festival_is_off_by_the_wordings_of_2007_and_2024_but_not_of_2013() -> None:
    assert date(2013, 2, 9).weekday() == 5
    assert date(2012, 1, 23) in statutory_days_off(2012)
    assert date(2014, 1, 30) not in statutory_days_off(2014)
    assert date(2025, 1, 28) in statutory_days_off(2025)


def test_a_year_beyond_the_lunar_table_keeps_its_fixed_holidays() -> None:
    assert 2120 not in LUNAR
    off = statutory_days_off(2120)
    assert date(2120, 1, 1) in off
    assert date(2120, 10, 1) in off


def test_the_official_years_of_the_county_file_agree_day_by_day_with_the_state_councils_lists(ningshan: County) -> None:
    day = date(2011, 1, 1)
    while day <= date(2026, 12, 31):
        assert ningshan.calendar.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)
