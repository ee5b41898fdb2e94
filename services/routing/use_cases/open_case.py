"""A matter was registered at intake: its case is opened."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.intake import MatterRegistered
from services.contracts.events.matter import MatterFact, codes_of
from services.contracts.vocabulary import Purpose, Status
from services.routing import store
from services.routing.domain import led
from services.routing.domain.case import Case
from services.routing.store import Held
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.wall import is_walled


def open_case(work: Work, deps: Deps, fact: MatterRegistered, envelope: Envelope) -> None:
    """Open the case, or complete the picture that an earlier fact of the matter has opened."""
    held = picture(work, deps, fact, envelope)
    if held is None:
        return
    case = held.case
    if held.version and case.received_at is not None:
        return
    case = case._replace(owner=case.owner or fact.owner, received_at=fact.received_at)
    case = led.standing(deps.county, case, case.opened_at)
    store.put(work, held, case, town_of(deps.county, case.place))


def picture(work: Work, deps: Deps, fact: MatterFact, envelope: Envelope) -> Held | None:
    """The case that a fact of intake is about, opened from the fact's codes if need be; None behind the wall.

    Raises ValueError for an accusation: it has its own exchange and never comes here.
    """
    held = store.find(work, fact.number)
    if held is not None:
        return held
    if fact.purpose == Purpose.ACCUSATION:
        raise ValueError("an accusation came to routing")
    if is_walled(work, deps, fact.number):
        return None
    case = Case(**codes_of(fact), status=Status.REGISTERED, owner=None, opened_at=envelope.time)
    return Held(case._replace(county=deps.county.version), 0)
