"""How long something took."""

from __future__ import annotations

from services.county.instants import moment


def seconds_between(earlier: str, later: str) -> float:
    """How many seconds lie between two instants; never less than none."""
    return max(0.0, (moment(later) - moment(earlier)).total_seconds())
