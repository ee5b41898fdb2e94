"""Answer on the spot (即办即走): one answer, and the matter is concluded."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import MatterAnswered
from services.routing.domain import case as rules
from services.routing.domain.triage import answering_unit
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import may_decide
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_conclusion
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def answer_on_the_spot(work: Work, deps: Deps, call: Call) -> Answer:
    """Reply and conclude in one step."""
    held = dispatched(work, deps, call)
    unit = answering_unit(deps.county, held.case, call.body["unit"])
    outcome = call.body["outcome"]
    case = rules.answered(held.case, unit, outcome, work.context.now)
    may_decide(deps, call, held.case)
    case = keep_reply(work, deps, case, "on_the_spot", unit, call.body["text"], case.number)
    tell(work, case, MatterAnswered, reply=case.replies, unit=unit)
    tell_conclusion(work, case)
    return kept(work, deps, held, case)
