"""Accounts of the staff: what one may be given, and what must be said with a role."""

from __future__ import annotations

from collections.abc import Collection

from services.contracts.refusals import FieldError, Refusal
from services.contracts.vocabulary import Role
from services.county.county import County

SHORTEST_PASSWORD = 12
BY_DEPARTMENT = frozenset({Role.HANDLER, Role.DISCIPLINE})
"""Roles that mean nothing without a department."""


def check(
    county: County, roles: Collection[str], place: str | None, department: str | None, password: str | None
) -> None:
    """Refuse (422) a scope that the county file does not know, a role without its scope, a short password."""
    faults = []
    if place is not None and not county.places.exists(place):
        faults.append(FieldError("place", "unknown_place", "Allowed: a place of the county file."))
    if department is not None and not county.units.exists(department):
        faults.append(FieldError("department", "unknown_department", "Allowed: a unit of the county file."))
    if department is None and any(Role(role) in BY_DEPARTMENT for role in roles):
        faults.append(FieldError("department", "required", "Required for the roles handler and discipline."))
    if password is not None and len(password) < SHORTEST_PASSWORD:
        faults.append(FieldError("password", "too_short", f"Allowed: at least {SHORTEST_PASSWORD} characters."))
    if faults:
        raise Refusal("invalid_fields", "The account cannot be made like this.", status=422, errors=tuple(faults))
