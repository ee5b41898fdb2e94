"""Which of two instants is later, as text, and the county's days that they fall on."""

from __future__ import annotations

from functools import lru_cache

from services.county.calendar import COUNTY_TIME
from services.county.instants import moment


def is_after(at: str, by: str) -> bool:
    """Whether `at` is later than `by`; without the `Z` instants of any precision compare as text."""
    return at[:-1] > by[:-1]


def county_day(at: str) -> str:
    """The county's day (`2026-11-22`) that an instant falls on; its hour is enough to tell."""
    return _day_of_hour(at[:13])


@lru_cache(maxsize=2048)
def _day_of_hour(hour: str) -> str:
    return moment(f"{hour}:00Z").astimezone(COUNTY_TIME).date().isoformat()
