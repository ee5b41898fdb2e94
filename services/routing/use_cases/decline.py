"""Decline a matter (不予受理): the citizen is told why."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterDeclined
from services.routing.domain import case as rules
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_joined
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def decline(work: Work, deps: Deps, call: Call) -> Answer:
    """Say no with one of the reasons of the law, and in words for the citizen."""
    held = dispatched(work, deps, call)
    case = rules.declined(held.case, call.body["reason"], work.context.now)
    case = called_off(work, deps, held.case, case)
    case = keep_reply(work, deps, case, "decline", case.owner, call.body["text"], case.number)
    tell(work, case, MatterDeclined, reason=call.body["reason"])
    tell_joined(work, case)
    return kept(work, deps, held, case)
