"""A service that is left out of a replay for a time, and then catches up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.console.exits import ConsoleError
from services.console.replay.rows import Row

WHOLE = "all"


@dataclass(frozen=True, slots=True)
class Absence:
    """`service` is stopped at `begin` and started again at `end`; None: with the first, or after the last event."""

    service: str
    begin: datetime | None
    end: datetime | None


def plan_absence(service: str, rows: Sequence[Row], length: timedelta | None) -> Absence:
    """Leave a service out: for the whole replay (None), or for the stretch of that length in which most arrives.

    The stretch begins with an arrival; so what is left out is never nothing. Raises ConsoleError without rows.
    """
    if not rows:
        raise ConsoleError("nothing to play, so nothing to leave out")
    if length is None:
        return Absence(service, None, None)
    times = sorted([row.submitted for row in rows] + [row.replied for row in rows])
    best, most, last = times[0], 0, 0
    for first, begin in enumerate(times):
        while last < len(times) and times[last] < begin + length:
            last += 1
        if last - first > most:
            best, most = begin, last - first
    return Absence(service, best, best + length)


def read_length(text: str) -> timedelta | None:
    """`all`, or a length such as 30m, 1h, 2d. Raises ConsoleError for anything else."""
    if text == WHOLE:
        return None
    unit = {"m": "minutes", "h": "hours", "d": "days"}.get(text[-1:])
    if unit is None or not text[:-1].isdecimal() or int(text[:-1]) < 1:
        raise ConsoleError(f"--without-for {text}: allowed is `all`, or a length such as 30m, 1h or 2d")
    return timedelta(**{unit: int(text[:-1])})
