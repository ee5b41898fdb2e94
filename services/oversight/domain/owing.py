"""Who owes what a clock on the matter waits for: by what its starting fact says, else who answers for the matter.

A clock's unit is warned, reminded and ordered. Whoever asked another for a step does not owe it: a call (呼叫) is the
petition office's to answer, and so is a review; a citizen's order (群众点单) is each offered department's to take, a
mediation the body's.

What is asked of nobody in particular goes over with the matter (移交): from the instant at which another unit owns it,
a clock that runs and has not run out is that one's. What ran out before, or was done, stays with whom it happened to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.county.county import County
from services.county.units import UnitKind
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.ending import follows
from services.oversight.domain.instants import is_after

NAMED_BY = {
    "order_dispatched": "departments",
    "handover_offered": "to",
    "whistle_escalated": "to",
    "competence_disputed": "superior",
}
"""The field of a fact that names who is asked by it."""
ASKS_THE_OFFICE = frozenset({"call_opened", "review_requested"})
"""A call, and a review of what the owner decided (Art. 35, 36), are not the owner's to answer."""
OWNING = frozenset({"matter_registered", "matter_accepted", "owner_changed"})
"""The facts that name the matter's owner."""


def asked(fact: str, told: Mapping[str, Any], place: str, county: County) -> tuple[str, ...]:
    """The units that a fact asks for a step, a clock each; none where the clock is the owner's, whoever that is."""
    if fact in ASKS_THE_OFFICE:
        office = petition_office(place, county)
        return () if office is None else (office,)
    if fact == "mediation_opened":
        body = county.mediation.bodies.get(told["body"])
        return () if body is None else (body.unit,)
    named = told[NAMED_BY[fact]] if fact in NAMED_BY else None
    if not named:
        return ()
    return (named,) if isinstance(named, str) else tuple(dict.fromkeys(named))


def charged_to(clock: Clock, docket: Docket) -> str | None:
    """The unit that a clock is charged to by the steps of its matter, whatever the order in which they came in.

    The owner's clock is that of who owned the matter when it started, and goes over to each that owned it before the
    clock ran out or ended; where no step says who did, and for what was asked of a unit, the unit stays.
    """
    unit = clock["unit"]
    if clock.get("of_owner"):
        for step in sorted(docket["steps"], key=lambda each: each["fact"] != "matter_registered"):
            if step["fact"] in OWNING and (not follows(step, clock) or _goes_over(clock, step["at"])):
                unit = _owner_by(step, docket) or unit
    return unit


def _owner_by(step: Step, docket: Docket) -> str | None:
    return docket["receiver"] if step["fact"] == "matter_registered" else step.get("said", {}).get("owner")


def _goes_over(clock: Clock, at: str) -> bool:
    """Whether a clock was in time, and waited for somebody, at an instant after its start; standing still, it does."""
    ended = clock["ended_at"]
    if ended is not None and not is_after(ended, at):
        return False
    return bool(clock.get("paused")) or not is_after(at, clock["due"])


def petition_office(place: str, county: County) -> str | None:
    """The petition office nearest above a place, else the county's first; None where the file names none."""
    offices = county.units.codes(UnitKind.PETITION_OFFICE)
    line = county.places.line(place) if county.places.exists(place) else ()
    for code in line:
        found = next((office for office in offices if county.units.get(office).place == code), None)
        if found is not None:
            return found
    return offices[0] if offices else None
