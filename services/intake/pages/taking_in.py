"""From what a page's form says to what registering takes."""

from __future__ import annotations

from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.intake.domain import period
from services.intake.domain.agents import MYSELF

NOBODY: dict[str, Any] = {"name": None, "phone": None, "relation": None}
DEFAULTS: dict[str, Any] = {"agent": None, "grave": False, "category": None, "urgency": None}


def petition_of(body: dict[str, Any], county: County, now: str, **more: Any) -> dict[str, Any]:
    """The body of a registration; the day it happened becomes that day's first instant in the county.

    Raises Refusal (422) naming `occurred_on` for a day after today.
    """
    made = DEFAULTS | body | more
    if made["agent"] is not None:
        made["agent"] = {"account": None} | made["agent"]
    if made.pop("by_me", False):
        made["agent"] = NOBODY | (made["agent"] or {}) | {"account": MYSELF}
    day = made.pop("occurred_on")
    at = None if day is None else period.first_instant(day, county.timezone)
    if at is not None and at > now:
        raise Refusal.of_field("occurred_on", "in_the_future", "Allowed: a day that has begun.")
    made["occurred_at"] = at
    return made


def begun_at(county: County, place: str | None) -> str:
    """The place that a village's page has filled in already; none where the county has no such place."""
    return place if place is not None and county.places.exists(place) else ""
