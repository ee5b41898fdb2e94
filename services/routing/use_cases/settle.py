"""A matter ends without an opinion: settled (和解), or a suggestion answered; or it goes the short way (简易办理)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.opinion import HandlingSimplified, SettlementReached, SuggestionAnswered
from services.contracts.refusals import Refusal
from services.routing.domain import settling as rules
from services.routing.use_cases.answering import answering
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import may_decide
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_conclusion
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_paper, keep_reply


def settle(work: Work, deps: Deps, call: Call) -> Answer:
    """Keep the 和解协议书, sealed, and conclude (Art. 33)."""
    held, unit = answering(work, deps, call)
    body = call.body
    perform_by = rules.last_moment(body["perform_by"])
    case = rules.settled(deps.county, held.case, unit, perform_by, work.context.now)
    may_decide(deps, call, held.case)
    made_by = str(case.responsible)
    parts = {"parties": "、".join(body["parties"]), "facts": body["facts"], "terms": body["terms"]}
    case = keep_paper(work, deps, case, "settlement", made_by, parts, case.number)
    tell(work, case, SettlementReached, unit=made_by, reply=case.replies, perform_by=perform_by)
    tell_conclusion(work, case)
    return kept(work, deps, held, case)


def answer_suggestion(work: Work, deps: Deps, call: Call) -> Answer:
    """Answer a suggestion that was studied, and conclude (Art. 29)."""
    held, unit = answering(work, deps, call)
    body = call.body
    adopted, partly = body["adopted"], body["partly"]
    if partly and not adopted:
        raise Refusal.of_field("partly", "not_allowed", "Allowed only where the suggestion is adopted.")
    case = rules.suggestion_answered(deps.county, held.case, unit, adopted, work.context.now)
    may_decide(deps, call, held.case)
    by = str(case.responsible)
    case = keep_reply(work, deps, case, "suggestion", by, body["text"], case.number)
    tell(work, case, SuggestionAnswered, unit=by, adopted=adopted, partly=partly, reply=case.replies)
    tell_conclusion(work, case)
    return kept(work, deps, held, case)


def simplify(work: Work, deps: Deps, call: Call) -> Answer:
    """Handle a small, clear appeal the short way."""
    held = dispatched(work, deps, call)
    case = rules.simplified(deps.county, held.case, work.context.now)
    if call.body["text"] is not None:
        case = keep_reply(work, deps, case, "simplification", case.owner, call.body["text"], case.number)
    tell(work, case, HandlingSimplified, reply_by=case.redress.reply_by)
    return kept(work, deps, held, case)
