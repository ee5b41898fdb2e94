"""Weeks and months as they are asked for over HTTP."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.contracts.years import YEARS, in_years
from services.intake.domain import cycles


class _Said:
    """A predicate, within the allowed years, in the shape that `validate.Regexp` asks of a pattern."""

    flags = 0

    def __init__(self, pattern: str, holds: Any) -> None:
        self.pattern, self._holds = pattern, holds

    def match(self, value: str) -> bool | None:
        return True if self._holds(value) and in_years(value) else None


def WeekField(**more: Any) -> fields.String:
    """An ISO week of the county's days."""
    shape: Any = _Said(r"[0-9]{4}-W[0-5][0-9]", cycles.is_week)
    allowed = f"Allowed: an ISO week such as 2026-W47, years {YEARS}."
    return fields.String(validate=validate.Regexp(shape, error=allowed), **more)


def MonthField(**more: Any) -> fields.String:
    """A month of the county's days."""
    shape: Any = _Said(r"[0-9]{4}-[01][0-9]", cycles.is_month)
    allowed = f"Allowed: a month such as 2026-11, years {YEARS}."
    return fields.String(validate=validate.Regexp(shape, error=allowed), **more)
