"""The section `calendar`: office hours, the rolling rule, and each year's days off and make-up working days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.contracts.years import FIRST_YEAR, LAST_YEAR
from services.county.calendar import Calendar, OfficeHours
from services.county.file.sheet import Row
from services.county.working_days import CalendarYear

STATUSES = ("official", "provisional")
TIMEZONES = ("Asia/Shanghai",)
DAYS = "a list of days MM-DD or spans MM-DD..MM-DD of that year"
HOURS = "a list of spans HH:MM-HH:MM in order, inside one day"
_DAY = re.compile(r"([01][0-9])-([0-3][0-9])(?:\.\.([01][0-9])-([0-3][0-9]))?\Z")
_SPAN = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])\Z")


def read_calendar(file: Row) -> Calendar | None:
    """The county's calendar; None where it cannot be used. A year that is left out is seeded (`county/seed.py`)."""
    row = file.row("calendar")
    if row is None:
        return None
    row.only(("timezone", "office_hours", "roll"), ("years",))
    zone = row.text("timezone")
    if zone is not None and zone not in TIMEZONES:
        row.wrong("timezone", f"is {zone!r}", ", ".join(TIMEZONES))
    hours = _office_hours(row)
    years: dict[int, CalendarYear] = {}
    for each in row.rows("years"):
        year = _year(each)
        if year is not None and year.year in years:
            each.wrong("year", f"{year.year} is written twice", "each year once")
        elif year is not None:
            years[year.year] = year
    return None if hours is None else Calendar(years, hours, row.flag("roll", True))


def _office_hours(row: Row) -> OfficeHours | None:
    spans: list[tuple[int, int]] = []
    for text, line in row.texts("office_hours", HOURS):
        found = _SPAN.match(text)
        opening, closing = (0, 0) if found is None else _seconds(*map(int, found.groups()))
        if not (spans[-1][1] if spans else 0) <= opening < closing <= 86_400:
            row.sheet.note(line, row.at("office_hours"), f"has {text[:40]!r}", HOURS)
        else:
            spans.append((opening, closing))
    if row.has("office_hours") and not spans:
        row.wrong("office_hours", "has no span", HOURS)
    return OfficeHours(tuple(spans)) if spans else None


def _seconds(from_hour: int, from_minute: int, to_hour: int, to_minute: int) -> tuple[int, int]:
    return from_hour * 3600 + from_minute * 60, to_hour * 3600 + to_minute * 60


def _year(row: Row) -> CalendarYear | None:
    row.only(("year", "status", "off", "work"))
    number, status = row.whole("year", FIRST_YEAR, LAST_YEAR), row.text("status")
    if status is not None and status not in STATUSES:
        row.wrong("status", f"is {status[:40]!r}", ", ".join(STATUSES))
        return None
    if number is None or status is None:
        return None
    off, work = _days(row, "off", number), _days(row, "work", number)
    for day in sorted(off & work):
        row.wrong("work", f"has {day:%m-%d}, a day off too", "days that are not off")
    for day in sorted(day for day in work if day.weekday() < 5):
        row.wrong("work", f"has {day:%m-%d}, a weekday", "Saturdays and Sundays that are worked")
    whole = (date(number, 1, 1) + timedelta(days=n) for n in range(365))
    if off and all(day in off or (day.weekday() > 4 and day not in work) for day in whole):
        row.wrong("off", f"leaves {number} no working day", "a year in which offices are open on some days")
    return CalendarYear(number, "official" if status == "official" else "provisional", off, work)


def _days(row: Row, key: str, year: int) -> frozenset[date]:
    days: set[date] = set()
    for text, line in row.texts(key, DAYS):
        span = _span(text, year)
        if span is None:
            row.sheet.note(line, row.at(key), f"has {text[:40]!r}", DAYS)
        elif again := sorted(days & set(span)):
            row.sheet.note(line, row.at(key), f"has {again[0]:%m-%d} twice", "each day once")
        else:
            days.update(span)
    return frozenset(days)


def _span(text: str, year: int) -> list[date] | None:
    """The days of `MM-DD` or `MM-DD..MM-DD`; None when they are no days of the year in order."""
    found = _DAY.match(text)
    if found is None:
        return None
    month, day, to_month, to_day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month, day)
        last = date(year, to_month, to_day) if to_month else first
    except ValueError:
        return None
    return [first + timedelta(days=n) for n in range((last - first).days + 1)] or None
