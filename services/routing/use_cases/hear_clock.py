"""The handling clock of a whistle stands still, or goes on: what oversight tells of it, routing shows and judges by."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.oversight import ClockFact, ClockPaused, ClockResumed
from services.routing import store
from services.routing.domain import standing_still as rules
from services.routing.domain.case import Case
from services.routing.domain.whistle import Whistle
from services.routing.store import Held
from services.routing.use_cases.deps import Deps, town_of


def hear_pause(work: Work, deps: Deps, fact: ClockPaused, envelope: Envelope) -> None:
    """Remember that the whistle's clock waits, and since when."""
    found = _called(work, fact)
    if found is not None:
        held, whistle, unit = found
        _keep(work, deps, held, whistle, rules.paused(whistle, unit, envelope.time))


def hear_resumption(work: Work, deps: Deps, fact: ClockResumed) -> None:
    """Move the end of the handling to what the clock says now."""
    found = _called(work, fact)
    if found is not None:
        held, whistle, unit = found
        ruled = deps.county_of(held.case.county)
        _keep(work, deps, held, whistle, rules.resumed(ruled, whistle, unit, fact.due))


def _called(work: Work, fact: ClockFact) -> tuple[Held, Whistle, str] | None:
    """The whistle and the unit of a handling clock; None of other clocks, and where a restore has lost the whistle."""
    if fact.clock != rules.HANDLING or fact.whistle is None or fact.unit is None:
        return None
    held = store.find(work, fact.number)
    if held is None:
        return None
    whistle = next((each for each in held.case.whistles if each.id == fact.whistle), None)
    return None if whistle is None or whistle.ended else (held, whistle, fact.unit)


def _keep(work: Work, deps: Deps, held: Held, former: Whistle, whistle: Whistle) -> None:
    if whistle is not former:
        whistles = tuple(whistle if each.id == whistle.id else each for each in held.case.whistles)
        case: Case = held.case._replace(whistles=whistles)
        store.put(work, held, case, town_of(deps.county, case.place))
