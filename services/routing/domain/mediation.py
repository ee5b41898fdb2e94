"""Mediation ordered for a matter (调解): which body it goes to, and how the matter goes on when the body has told."""

from __future__ import annotations

from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.county.county import County


class Order(NamedTuple):
    """One mediation order; its `id` is the mediation case's. `ended_at` and `result` are set once the body has told:
    `agreed`, or why there was no agreement."""

    id: str
    body: str
    round: int
    ordered_at: str
    ended_at: str | None = None
    result: str | None = None


AGREED = "agreed"


def competent_body(county: County, place: str, code: str) -> str:
    """The code, if it is a mediation body of the county that takes on disputes of this place.

    Raises Refusal naming the field `body` and every body that does.
    """
    line = county.places.line(place) if county.places.exists(place) else (county.places.root.code,)
    allowed = [body.code for body in county.mediation.at(line)]
    if code not in allowed:
        known = code in county.mediation.bodies
        raise Refusal.of_field(
            "body", "body_elsewhere" if known else "unknown_body", f"Allowed: {', '.join(allowed) or 'none'}."
        )
    return code
