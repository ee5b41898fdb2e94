"""The circle of a matter: the departments that it belongs to, as the facts of its streams tell.

Owner, called by a whistle, receiving a referral, or the unit of the body that mediates. Streams of different services
come in any order, so what intake says of the first owner never overrules what routing has decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

OUTSIDE = "outside"
"""Where a referral leaves the county there is no unit to tell."""


class Circle(NamedTuple):
    """Whom a matter belongs to; `called` is by whistle, `others` received a referral or mediate."""

    owner: str | None = None
    called: Mapping[str, tuple[str, ...]] = {}
    others: tuple[str, ...] = ()

    @property
    def units(self) -> frozenset[str]:
        """Every department inside."""
        inside = {unit for units in self.called.values() for unit in units} | set(self.others)
        return frozenset(inside if self.owner is None else inside | {self.owner})


MOVING = frozenset(
    {
        "matter_registered",
        "matter_accepted",
        "owner_changed",
        "matter_referred",
        "whistle_blown",
        "objection_decided",
        "interest_declared",
        "mediation_ordered",
        "mediation_opened",
        "call_answered",
        "order_taken",
        "task_force_formed",
        "responsibility_bound",
    }
)
"""The facts that can change a circle; for every other one it need not even be read."""
DRAWING_IN = {"call_answered": "departments", "task_force_formed": "members", "responsibility_bound": "units"}
"""Facts of leading a matter that draw several departments in, and the code that names them."""


def follow(circle: Circle, fact: str, data: Mapping[str, Any], body_unit: str | None = None) -> Circle:
    """The circle after a fact, the very same one where nothing changed; `body_unit` stands behind the fact's body."""
    if fact == "matter_registered":
        return circle if circle.owner is not None else circle._replace(owner=data["owner"])
    if fact in ("matter_accepted", "owner_changed"):
        return circle if circle.owner == data["owner"] else circle._replace(owner=data["owner"])
    if fact == "matter_referred":
        return circle if data["to"] == OUTSIDE else _with_other(circle, data["to"])
    if fact in ("mediation_ordered", "mediation_opened"):
        return circle if body_unit is None else _with_other(circle, body_unit)
    if fact == "order_taken":
        return _with_other(circle, data["department"])
    if fact in DRAWING_IN:
        for unit in data[DRAWING_IN[fact]]:
            circle = _with_other(circle, unit)
        return circle
    if fact == "whistle_blown":
        return _with_called(circle, data["whistle"], (data["lead"], *data["assists"]))
    if fact == "objection_decided" and data["upheld"]:
        return _released(circle, data["whistle"], data["department"], data["replacement"])
    if fact == "interest_declared" and data.get("whistle"):
        return _released(circle, data["whistle"], data["department"], data["replacement"])
    return circle


def _with_other(circle: Circle, unit: str) -> Circle:
    return circle if unit in circle.others else circle._replace(others=(*circle.others, unit))


def _with_called(circle: Circle, whistle: str, units: tuple[str, ...]) -> Circle:
    return circle._replace(called={**circle.called, whistle: tuple(dict.fromkeys(units))})


def _released(circle: Circle, whistle: str, department: str, replacement: str | None) -> Circle:
    """An upheld objection takes a department out, and its replacement in."""
    called = tuple(unit for unit in circle.called.get(whistle, ()) if unit != department)
    return _with_called(circle, whistle, called if replacement is None else (*called, replacement))
