"""The moments at which notices may go."""

from __future__ import annotations

from datetime import timedelta

from services.county.calendar import COUNTY_TIME
from services.county.instants import instant, moment, whole_seconds
from services.county.notify import Quiet


def window_end(sent_at: str, minutes: int) -> str:
    """Until when what follows a notice is gathered: at least `minutes`, up to the county's next full digest time.

    All matters share these times, so that the machine wakes for many at once.
    """
    step = timedelta(minutes=minutes)
    least = moment(sent_at).astimezone(COUNTY_TIME) + step
    midnight = least.replace(hour=0, minute=0, second=0, microsecond=0)
    steps = -((midnight - least) // step)
    return whole_seconds(instant(midnight + steps * step))


def not_before(at: str, window: str | None, minutes: int, quiet: Quiet | None) -> str:
    """When a notice of an instant may go that is not urgent: after its window, and not in quiet hours.

    A window that lies further ahead than any can was set by a clock that has since been put back: it holds nothing up.
    """
    start = whole_seconds(at)
    if window is not None and start < window and moment(window) - moment(start) <= timedelta(minutes=2 * minutes):
        start = window
    ends = None if quiet is None else quiet.until(moment(start))
    return start if ends is None else whole_seconds(instant(ends))


def later(at: str, hours: int) -> str:
    """Some hours after an instant."""
    return whole_seconds(instant(moment(at) + timedelta(hours=hours)))


def day_and_hour(at: str) -> str:
    """An instant as people of the county read it: `11月22日08:00`."""
    local = moment(at).astimezone(COUNTY_TIME)
    return f"{local.month}月{local.day}日{local:%H:%M}"
