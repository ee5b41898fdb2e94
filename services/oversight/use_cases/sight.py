"""Who may see a row: those who supervise by their places, a department's people by their department.

A unit that goes on with another's duties sees what was that one's (Art. 24).
"""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.contracts.vocabulary import Role
from services.county.succession import inherited
from services.oversight.use_cases.desk import Desk

BY_PLACE = (Role.SUPERVISOR, Role.LEADER, Role.DISPATCHER, Role.CLERK)


def sees_place(desk: Desk, user: User, place: str) -> bool:
    """Whether a place lies in the part of the county that this person works for."""
    return user.place is None or desk.county.places.within(place, user.place)


def is_of(desk: Desk, user: User, unit: str | None) -> bool:
    """Whether this person works for a unit, or for the one that goes on with its duties now."""
    if unit is None or user.department is None:
        return False
    return unit == user.department or unit in inherited(desk.county, user.department, desk.clock.now())


def sees_row(desk: Desk, user: User, row: dict[str, Any]) -> bool:
    """Whether a row with `unit` and `place` is this person's to see."""
    if is_of(desk, user, row["unit"]):
        return True
    return user.has(*BY_PLACE) and sees_place(desk, user, row["place"])
