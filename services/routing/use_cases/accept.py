"""Accept a matter (受理): it is the county's, under these codes, and somebody owns it."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterAccepted, OwnerChanged
from services.routing.domain import case as rules
from services.routing.domain.triage import terms
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept


def accept(work: Work, deps: Deps, call: Call) -> Answer:
    """Decide category, urgency, tier and owner; another owner than the first receiver is told apart."""
    held = dispatched(work, deps, call)
    body = call.body
    agreed = terms(deps.county, held.case, body["category"], body["urgency"], body["owner"])
    case = rules.accepted(held.case, agreed.category, agreed.urgency, body["tier"], agreed.owner, work.context.now)
    tell(work, case, MatterAccepted, owner=agreed.owner)
    former = held.case.owner
    if former is not None and former != agreed.owner:
        tell(work, case, OwnerChanged, owner=agreed.owner, former=former)
    return kept(work, deps, held, case)
