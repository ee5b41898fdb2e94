"""Weeks and months as the county counts visits in them: by its own days, not by those of UTC."""

from __future__ import annotations

import re
from datetime import date, timedelta

from services.county.calendar import COUNTY_TIME
from services.county.instants import moment

_WEEK = re.compile(r"([0-9]{4})-W([0-5][0-9])\Z")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")

Days = tuple[str, str]
"""The first and the last day of a stretch of time, both inclusive."""


def day_of(instant: str) -> date:
    """The county's day of an instant."""
    return moment(instant).astimezone(COUNTY_TIME).date()


def week_of(instant: str) -> str:
    """The ISO week of an instant's day, such as `2026-W47`."""
    year, week, _ = day_of(instant).isocalendar()
    return f"{year}-W{week:02}"


def month_of(instant: str) -> str:
    """The month of an instant's day, such as `2026-11`."""
    return day_of(instant).isoformat()[:7]


def is_week(said: str) -> bool:
    """Whether this is an ISO week that the calendar has: not every year has a 53rd."""
    found = _WEEK.match(said)
    if found is None:
        return False
    try:
        date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return False
    return True


def is_month(said: str) -> bool:
    """Whether this is a month, such as `2026-11`."""
    return _MONTH.match(said) is not None


def days_of_week(week: str) -> Days:
    """Monday and Sunday of an ISO week."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def days_of_month(month: str) -> Days:
    """The first and the last day of a month."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def quarter_of(month: str) -> tuple[str, ...]:
    """The three months of the quarter that a month lies in."""
    first = (int(month[5:]) - 1) // 3 * 3 + 1
    return tuple(f"{month[:4]}-{each:02}" for each in range(first, first + 3))
