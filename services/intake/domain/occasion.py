"""An occasion: one patrol, home visit, round or reception session, by which people are met and matters come in.

It holds codes and counts: where, when, what was done, which matters came of it; never who was met.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from services.county.county import County
from services.county.instants import is_after
from services.intake.domain import period

Occasion = dict[str, Any]
"""`kind place town village at matters` and what its kind adds; `by` is the account that recorded it."""


class OccasionKind(StrEnum):
    """What sort of meeting it was; also what its counter begins with."""

    PATROL = "patrol"
    HOME_VISIT = "home_visit"
    ROUND = "round"
    RECEPTION = "reception"


SIGNS = {
    OccasionKind.PATROL: "p",
    OccasionKind.HOME_VISIT: "h",
    OccasionKind.ROUND: "r",
    OccasionKind.RECEPTION: "s",
}
"""How the id of each kind begins."""
MOST_MATTERS = 500
"""So many matters one occasion may bring; more is a mistake or a machine."""


def begin(kind: OccasionKind, county: County, place: str, at: str, by: str, **more: Any) -> Occasion:
    """An occasion at a known place."""
    return {
        "kind": str(kind),
        "place": place,
        "town": county.places.town_of(place),
        "village": county.places.village_of(place),
        "at": at,
        "by": by,
        "matters": [],
        **more,
    }


def counter(kind: OccasionKind, *of: str) -> str:
    """The counter of the occasions of a kind in a period, at a place: `patrol/2026-W47/<grid>`."""
    return "/".join((str(kind), *of))


def held(roster: str, day: str, place: str = "", n: int = 1) -> str:
    """The counter of rounds and sessions of a roster on a day at a place; a month finds all of its days.

    `n`: of which sitting of that day, where several that were put off meet.
    """
    return f"sitting/{roster}/{day}" + (f"/{place}" if place else "") + ("" if n == 1 else f"#{n}")


def end_of_day(day: str, zone: str) -> str:
    """When a session of this day ends at the latest: the county's next midnight.

    Not with its hours: whoever waits when they are over is still heard, and written in.
    """
    return period.next_instant(day, zone)


def is_over(session: Mapping[str, Any], now: str, zone: str) -> bool:
    """Whether nothing can come in by a session any more: somebody ended it, or its day is past."""
    if "ended_at" not in session:
        return False
    return session["ended_at"] is not None or not is_after(end_of_day(session["day"], zone), now)
