"""Instants as facts carry them, and the moments at which notices may go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.county.calendar import COUNTY_TIME
from services.county.notify import Quiet


def moment(instant: str) -> datetime:
    """The aware UTC time of an instant such as `2026-11-22T08:00:00Z`."""
    return datetime.fromisoformat(instant)


def instant(when: datetime) -> str:
    """An aware time as facts carry it, in whole seconds."""
    return when.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def whole_seconds(at: str) -> str:
    """The instant without fractions of a second, as indexes hold it."""
    return at if len(at) == 20 else at[:19] + "Z"


def window_end(sent_at: str, minutes: int) -> str:
    """Until when what follows a notice is gathered: at least `minutes`, up to the county's next full digest time.

    All matters share these times, so that the machine wakes for many at once.
    """
    step = timedelta(minutes=minutes)
    least = moment(sent_at).astimezone(COUNTY_TIME) + step
    midnight = least.replace(hour=0, minute=0, second=0, microsecond=0)
    steps = -((midnight - least) // step)
    return instant(midnight + steps * step)


def not_before(at: str, window: str | None, minutes: int, quiet: Quiet | None) -> str:
    """When a notice of an instant may go that is not urgent: after its window, and not in quiet hours.

    A window that lies further ahead than any can was set by a clock that has since been put back: it holds nothing up.
    """
    start = whole_seconds(at)
    if window is not None and start < window and moment(window) - moment(start) <= timedelta(minutes=2 * minutes):
        start = window
    ends = None if quiet is None else quiet.until(moment(start))
    return start if ends is None else instant(ends)


def later(at: str, hours: int) -> str:
    """Some hours after an instant."""
    return instant(moment(at) + timedelta(hours=hours))


def day_and_hour(at: str) -> str:
    """An instant as people of the county read it: `11月22日08:00`."""
    local = moment(at).astimezone(COUNTY_TIME)
    return f"{local.month}月{local.day}日{local:%H:%M}"
