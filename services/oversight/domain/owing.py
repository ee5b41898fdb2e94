"""Who owes what a clock on the matter waits for: by what its starting fact says, else who answers for the matter.

A clock's unit is warned, reminded and ordered. Whoever asked another for a step does not owe it: a call (呼叫) is the
petition office's to answer, and so is a review; a citizen's order (群众点单) is each offered department's to take, a
mediation the body's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.county.county import County
from services.county.units import UnitKind

NAMED_BY = {
    "order_dispatched": "departments",
    "handover_offered": "to",
    "whistle_escalated": "to",
    "competence_disputed": "superior",
}
"""The field of a fact that names who is asked by it."""
ASKS_THE_OFFICE = frozenset({"call_opened", "review_requested"})
"""A call, and a review of what the owner decided (Art. 35, 36), are not the owner's to answer."""


def owing(
    fact: str, told: Mapping[str, Any], place: str, answering: str | None, county: County
) -> tuple[str | None, ...]:
    """The units that a clock started by this fact is charged to, one clock each; `answering` where it asks nobody."""
    if fact in ASKS_THE_OFFICE:
        return (petition_office(place, county) or answering,)
    if fact == "mediation_opened":
        body = county.mediation.bodies.get(told["body"])
        return (answering if body is None else body.unit,)
    named = told[NAMED_BY[fact]] if fact in NAMED_BY else None
    if not named:
        return (answering,)
    return (named,) if isinstance(named, str) else tuple(dict.fromkeys(named))


def petition_office(place: str, county: County) -> str | None:
    """The petition office nearest above a place, else the county's first; None where the file names none."""
    offices = county.units.codes(UnitKind.PETITION_OFFICE)
    line = county.places.line(place) if county.places.exists(place) else ()
    for code in line:
        found = next((office for office in offices if county.units.get(office).place == code), None)
        if found is not None:
            return found
    return offices[0] if offices else None
