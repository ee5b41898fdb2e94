"""Refer a matter (转送): litigation to justice, out of the county, to another organ; an accusation behind the wall."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterReferred
from services.contracts.vocabulary import ReferralReason
from services.routing.domain import case as rules
from services.routing.domain.triage import recipient
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_joined
from services.routing.use_cases.view import kept
from services.routing.use_cases.wall import wall
from services.routing.use_cases.words import keep_reply


def refer(work: Work, deps: Deps, call: Call) -> Answer:
    """Pass the matter on, with words for the citizen where some are given."""
    held = dispatched(work, deps, call)
    body = call.body
    if body["reason"] == ReferralReason.ACCUSATION:
        return wall(work, deps, held, body["to"], body["text"])
    to = recipient(deps.county, held.case, body["reason"], body["to"])
    case = rules.referred(held.case, body["reason"], to, work.context.now)
    case = called_off(work, deps, held.case, case)
    if body["text"] is not None:
        case = keep_reply(work, deps, case, "referral", case.owner, body["text"], case.number)
    tell(work, case, MatterReferred, to=to, reason=body["reason"])
    tell_joined(work, case)
    return kept(work, deps, held, case)
