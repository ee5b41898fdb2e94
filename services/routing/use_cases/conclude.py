"""Conclude (办结): the handling is over, with what it did for the citizen (三到位一处理)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterConcluded
from services.routing.domain import ending as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def conclude(work: Work, deps: Deps, call: Call) -> Answer:
    """Conclude, with a last word for the citizen where one is given."""
    held = dispatched(work, deps, call)
    outcome, text = call.body["outcome"], call.body["text"]
    case = rules.concluded(held.case, outcome, work.context.now)
    if text is not None:
        case = keep_reply(work, deps, case, "conclusion", case.responsible, text, case.number)
    tell(work, case, MatterConcluded, outcome=outcome, lead=case.responsible, round=case.round)
    return kept(work, deps, held, case)
