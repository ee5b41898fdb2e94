"""Years that a county file leaves out: the State Council's list where there is one, computed and marked where not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

from services.county.calendar import Calendar, OfficeHours
from services.county.reader import read
from services.county.seed import name_of_day, seeded_year


def test_every_day_of_the_state_councils_lists_is_seeded_as_official() -> None:
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        year = seeded_year(day.year)
        assert year.status == "official"
        assert year.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_year_without_a_list_is_computed_and_provisional_and_never_an_error() -> None:
    for year in (1999, 2003, 2027, 2028, 2140):
        assert seeded_year(year).status == "provisional"
        assert not seeded_year(year).is_working_day(date(year, 10, 1))


def test_a_county_file_without_years_has_them_all_seeded(ningshan_file: Path) -> None:
    text, cut = re.subn(r"  years:\n(?:    .*\n)+", "", ningshan_file.read_text(encoding="utf-8"))
    assert cut == 1
    calendar = read(text.encode(), "no-years.yaml").calendar
    assert [calendar.year(year).status for year in (2025, 2026, 2027)] == ["official", "official", "provisional"]
    assert calendar.is_working_day(date(2026, 2, 14))
    assert not calendar.is_working_day(date(2026, 2, 16))


def test_what_a_county_says_of_a_year_stands_over_what_it_would_be_seeded_with() -> None:
    own = seeded_year(2027)
    calendar = Calendar({2026: own}, OfficeHours(((0, 3600),)))
    assert calendar.year(2026) is own


def test_a_day_of_a_list_or_of_the_law_has_its_festivals_name() -> None:
    assert name_of_day(date(2026, 2, 16)) == "春节"
    assert name_of_day(date(2026, 2, 14)) == "春节"
    assert name_of_day(date(2027, 10, 5)) == "国庆节"
    assert name_of_day(date(2026, 3, 7)) is None
