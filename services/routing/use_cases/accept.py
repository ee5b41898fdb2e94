"""Accept a matter (受理): it is the county's, under these codes, and somebody owns it."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterAccepted, OwnerChanged
from services.routing.domain import case as rules
from services.routing.domain import led
from services.routing.domain.succession import heir
from services.routing.domain.triage import terms
from services.routing.use_cases.decide_branch import accepted_under
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.hand_over import make_way, offer
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import units_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept


def accept(work: Work, deps: Deps, call: Call) -> Answer:
    """Decide category, urgency and tier. Another owner than the first receiver is asked to take the matter over, and
    owns it once it has; where the caller speaks for that unit, it has accepted with this. Who names an owner takes an
    open offer to any other unit back by that; an acceptance that names none leaves it open."""
    held, body, at = dispatched(work, deps, call), call.body, work.context.now
    agreed = terms(deps.county, held.case, body["category"], body["urgency"], body["owner"])
    wanted, former = heir(deps.county, agreed.owner, at), held.case.owner
    takes = former is None or wanted in units_of(call.staff(), deps.county, at)
    owner = wanted if takes or former is None else former
    case = rules.accepted(held.case, agreed.category, agreed.urgency, body["tier"], owner, at)
    case = led.standing(deps.county, case, case.leading.since or at)
    if body["owner"] is not None:
        case = make_way(work, case, wanted)
    case = led.owned(case, owner, at) if takes and wanted != former else case
    tell(work, case, MatterAccepted, owner=owner)
    case = accepted_under(work, case, body["branch"])
    if wanted != owner:
        waits = any(each.open for each in case.leading.handovers)
        case = case if waits else offer(work, deps, case, wanted)
    elif former is not None and former != owner:
        tell(work, case, OwnerChanged, owner=owner, former=former)
    return kept(work, deps, held, case)
