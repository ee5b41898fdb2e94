"""Instants as they are kept and as facts carry them: UTC, ISO-8601 with `Z`."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(instant: str) -> datetime:
    """The aware UTC time of an instant such as `2026-11-22T08:00:00Z`."""
    return datetime.fromisoformat(instant)


def instant(when: datetime) -> str:
    """An aware time as it is kept."""
    return when.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def is_after(at: str, by: str) -> bool:
    """Whether something done `at` came later than `by`; the very second of `by` is in time."""
    return moment(at) > moment(by)


def whole_seconds(at: str) -> str:
    """The instant without fractions of a second, as indexes hold it."""
    return at if len(at) == 20 else at[:19] + "Z"
