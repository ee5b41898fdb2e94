"""On whose ground: whether a county has this way of working, a place is one's own, and an instant is past."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TypeVar

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.instants import instant, is_after, moment, whole_seconds
from services.intake.domain import cycles
from services.intake.use_cases.deps import Asked

T = TypeVar("T")
FAST_MINUTES = 5
"""So fast the watch of who records a visit may be."""


def here(section: T | None, name: str) -> T:
    """A section of the county file. Raises Refusal `not_in_this_county` (409) where the county has none."""
    if not section:
        detail = f"This county's file has no section `{name}`, so there is none of it here."
        raise Refusal("not_in_this_county", detail)
    return section


def staff(call: Asked) -> User:
    """The signed-in person. Raises Refusal `not_signed_in` (401)."""
    if call.user is None:
        raise Refusal("not_signed_in", "Sign in first: POST /api/session.", status=401)
    return call.user


def own_place(
    county: County, user: User, place: str, field: str, kinds: frozenset[PlaceKind] = frozenset(PlaceKind)
) -> str:
    """The place, if it is one of these kinds and inside the person's own.

    Raises Refusal (422) naming the field, or `not_allowed` (403) for a place that is not theirs.
    """
    if not county.places.exists(place):
        raise Refusal.of_field(field, "unknown_place", "Allowed: a place of the county file.")
    if county.places.get(place).kind not in kinds:
        named = ", ".join(sorted(str(kind) for kind in kinds))
        raise Refusal.of_field(field, "wrong_kind", f"Allowed: a place of kind {named}.")
    if user.place is not None and not county.places.within(place, user.place):
        detail = f"`{field}` lies outside the place that you work for. Allowed: {user.place} and what lies in it."
        raise Refusal.at(field, "not_allowed", detail, status=403)
    return place


def lately(at: str | None, now: str, days: int, field: str = "at") -> str:
    """The instant said, or now; one that a watch which is a little fast says is now.

    Raises Refusal (422) naming the field for one to come, and for one of more than `days` days ago.
    """
    if at is None:
        return now
    first = whole_seconds(instant(moment(now) - timedelta(days=days)))
    allowed = f"Allowed: an instant from {first} to {whole_seconds(now)}."
    if moment(at) > moment(now) + timedelta(minutes=FAST_MINUTES):
        raise Refusal.of_field(field, "in_the_future", allowed)
    if moment(at) < moment(first):
        raise Refusal.of_field(field, "too_long_ago", allowed)
    return now if is_after(at, now) else at


def lately_day(day: str | None, now: str, days: int, field: str = "day") -> str:
    """The county's day said, or today. Raises Refusal (422) for one to come and for one of more than `days` ago."""
    today = cycles.day_of(now)
    said = today if day is None else date.fromisoformat(day)
    first = today - timedelta(days=days)
    allowed = f"Allowed: a day from {first.isoformat()} to {today.isoformat()}."
    if said > today:
        raise Refusal.of_field(field, "in_the_future", allowed)
    if said < first:
        raise Refusal.of_field(field, "too_long_ago", allowed)
    return said.isoformat()


def cut(
    whole: Sequence[str], after: str | None, limit: int, kept: Container[str] | None = None
) -> tuple[list[str], str | None]:
    """A page of a whole in its order, or of what is kept of it: at most `limit` behind `after`, and where to go on.

    `after` need not be kept any more: who pages while visits come in sees no row twice. Raises Refusal (422) for one
    that the whole does not hold.
    """
    if after is not None and after not in whole:
        raise Refusal.of_field("after", "invalid", "Allowed: the `after` of the page before.")
    behind = whole if after is None else whole[whole.index(after) + 1 :]
    rows = list(islice((each for each in behind if kept is None or each in kept), limit + 1))
    return rows[:limit], rows[limit - 1] if len(rows) > limit else None
