"""The years that the State Council has fixed, as the public package chinesecalendar knows them.

A county file need not repeat them: a year that it lacks is seeded from here as official, a year that is not known here
either is computed from the law and provisional (`working_days.computed_year`). What the file says itself stands.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from services.county.festivals import named_days_off
from services.county.working_days import CalendarYear, computed_year

_LISTED = frozenset(day.year for day in chinese_calendar.holidays)

FESTIVALS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}
"""The package's names for the State Council's holidays, as the lists themselves name them."""


@lru_cache(maxsize=512)
def seeded_year(year: int) -> CalendarYear:
    """A year that a county file lacks: official where the State Council's list is known, else computed."""
    if year not in _LISTED:
        return computed_year(year)
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    return CalendarYear(
        year,
        "official",
        off=frozenset(day for day in days if day.weekday() < 5 and day in chinese_calendar.holidays),
        work=frozenset(day for day in days if day.weekday() >= 5 and day in chinese_calendar.workdays),
    )


def name_of_day(day: date) -> str | None:
    """The festival that a day off, or a worked weekend day, belongs to, by the list or by the law; else None."""
    if day.year not in _LISTED:
        return named_days_off(day.year).get(day)
    name = chinese_calendar.holidays.get(day) or chinese_calendar.workdays.get(day)
    return None if name is None else FESTIVALS.get(name, name)
