"""A period of days as people name it, in the instants that documents carry."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def first_instant(day: str, zone: str) -> str:
    """Midnight at the start of a day (`2026-11-22`) in the county's zone, as an instant in UTC."""
    return _utc(date.fromisoformat(day), zone)


def next_instant(day: str, zone: str) -> str:
    """Midnight at the end of a day, the first instant that is not of it any more."""
    return _utc(date.fromisoformat(day) + timedelta(days=1), zone)


def last_instant(day: str, zone: str) -> str:
    """The last instant of a day; `\N{TILDE}` sorts behind every sign of an instant, so fractions count in."""
    last = datetime.fromisoformat(next_instant(day, zone)) - timedelta(seconds=1)
    return last.strftime("%Y-%m-%dT%H:%M:%S") + "~"


def _utc(day: date, zone: str) -> str:
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
