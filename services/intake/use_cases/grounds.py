"""On whose ground: whether a county has this way of working, a place is one's own, and an instant is past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.instants import is_after
from services.intake.use_cases.deps import Asked

T = TypeVar("T")


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
        raise Refusal("not_allowed", f"`{field}` lies outside the place that you work for.", status=403)
    return place


def past(at: str | None, now: str, field: str = "at") -> str:
    """The instant said, or now. Raises Refusal (422) for one to come."""
    if at is not None and is_after(at, now):
        raise Refusal.of_field(field, "in_the_future", f"Allowed: an instant not after {now}.")
    return now if at is None else at


def cut(rows: Sequence[str], after: str | None, limit: int) -> tuple[Sequence[str], str | None]:
    """The rows behind a code, at most `limit`, and the last one's code where there are more."""
    begin = rows.index(after) + 1 if after in rows else 0
    page = rows[begin : begin + limit]
    return page, page[-1] if page and begin + limit < len(rows) else None
