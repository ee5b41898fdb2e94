"""What a mediation came to: an agreement concludes the matter, a failure gives it back; both by itself."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.dispute import DisputeEnded
from services.contracts.events.mediation import AgreementReached, MediationFact, MediationFailed
from services.contracts.events.routing import MediationReturned
from services.county.county import County
from services.routing import store
from services.routing.domain import mediating as rules
from services.routing.domain.case import Case
from services.routing.store import Held
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_conclusion


def hear_agreement(work: Work, deps: Deps, fact: AgreementReached, envelope: Envelope) -> None:
    """The parties agreed: the matter is concluded as solved, for the body's unit to be rated by."""
    held = _waiting(work, fact)
    if held is None:
        return
    case = rules.agreed(held.case, _unit(deps.county, held.case, fact.body), envelope.time)
    case = called_off(work, deps, held.case, case)
    tell_conclusion(work, case)
    tell(work, case, DisputeEnded, order=fact.case, result="agreed")
    store.put(work, held, case, town_of(deps.county, case.place))


def hear_failure(work: Work, deps: Deps, fact: MediationFailed, envelope: Envelope) -> None:
    """No agreement: the matter is accepted again, and a dispatcher goes on with it."""
    held = _waiting(work, fact)
    if held is None:
        return
    case = rules.returned(held.case, fact.reason, envelope.time)
    tell(work, case, MediationReturned, order=fact.case, reason=fact.reason)
    tell(work, case, DisputeEnded, order=fact.case, result=fact.reason)
    store.put(work, held, case, town_of(deps.county, case.place))


def _waiting(work: Work, fact: MediationFact) -> Held | None:
    """The case, if it still waits for this mediation: not when it was opened at the body itself, was withdrawn or
    walled meanwhile, was ordered anew, or is one whose order a restore has lost."""
    held = None if fact.direct else store.find(work, fact.number)
    return held if held is not None and rules.waits_for(held.case, fact.case) else None


def _unit(county: County, case: Case, body: str) -> str:
    """Who answers for the outcome: the body's unit; where the county file has lost the body, who owns the matter."""
    known = county.mediation.bodies.get(body)
    return known.unit if known is not None else case.owner or case.place
