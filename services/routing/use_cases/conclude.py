"""Conclude (办结): the handling is over, with what it did for the citizen (三到位一处理)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.routing.domain import ending as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import may_decide
from services.routing.use_cases.tell_conclusion import tell_conclusion
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def conclude(work: Work, deps: Deps, call: Call) -> Answer:
    """Conclude, with a last word for the citizen where one is given."""
    held = dispatched(work, deps, call)
    outcome, text = call.body["outcome"], call.body["text"]
    case = rules.concluded(held.case, outcome, work.context.now)
    may_decide(deps, call, held.case)
    if text is not None:
        case = keep_reply(work, deps, case, "conclusion", case.responsible, text, case.number)
    tell_conclusion(work, case)
    return kept(work, deps, held, case)
