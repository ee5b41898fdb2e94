"""From what a page's form says to what registering takes."""

from __future__ import annotations

from typing import Any

from services.county.county import County
from services.intake.domain import period

DEFAULTS: dict[str, Any] = {"category": None, "urgency": None}


def petition_of(body: dict[str, Any], county: County, **more: Any) -> dict[str, Any]:
    """The body of a registration; the day it happened becomes that day's first instant in the county."""
    made = DEFAULTS | body | more
    day = made.pop("occurred_on")
    made["occurred_at"] = None if day is None else period.first_instant(day, county.timezone)
    return made
