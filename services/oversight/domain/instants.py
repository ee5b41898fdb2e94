"""Instants as facts carry them (UTC, ISO-8601 with `Z`) and the county's days that they fall on."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from services.county.calendar import COUNTY_TIME


def moment(instant: str) -> datetime:
    """The aware UTC time of an instant such as `2026-11-22T08:00:00Z`."""
    return datetime.fromisoformat(instant)


def instant(when: datetime) -> str:
    """An aware time as facts carry it."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def is_after(at: str, by: str) -> bool:
    """Whether `at` is later than `by`; without the `Z` instants of any precision compare as text."""
    return at[:-1] > by[:-1]


@lru_cache(maxsize=8192)
def county_day(at: str) -> str:
    """The county's day (`2026-11-22`) that an instant falls on."""
    return moment(at).astimezone(COUNTY_TIME).date().isoformat()


def whole_seconds(at: str) -> str:
    """The instant without fractions of a second, as indexes hold it."""
    return at if len(at) == 20 else at[:19] + "Z"
