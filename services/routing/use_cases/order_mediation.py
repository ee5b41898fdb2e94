"""Order mediation (调解): an accepted matter goes to a mediation body of the county file."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.dispute import DisputeSent
from services.contracts.events.routing import MediationOrdered
from services.routing.domain import mediating as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def order_mediation(work: Work, deps: Deps, call: Call) -> Answer:
    """Order it, with words for the body where some are given; the body opens its case when it hears of it."""
    held = dispatched(work, deps, call)
    text = call.body["text"]
    case, order = rules.mediated(deps.county, held.case, call.body["body"], work.context.now, deps.store.epoch)
    if text is not None:
        case = keep_remark(work, deps, case, "mediation", None, text, order.id)
    tell(work, case, MediationOrdered, order=order.id, body=order.body, leads=case.leads)
    tell(work, case, DisputeSent, order=order.id, body=order.body, leads=case.leads)
    return kept(work, deps, held, case)
