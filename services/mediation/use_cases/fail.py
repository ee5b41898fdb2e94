"""End a mediation that comes to nothing, and say where the parties may turn (人民调解法 Art. 26)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import MediationFailed
from services.contracts.vocabulary import FailureReason
from services.mediation.domain import case as rules
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led
from services.mediation.use_cases.tally import count
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_word


def fail(work: Work, deps: Deps, call: Call) -> Answer:
    """No agreement; the answer's `routes` are what the parties are told."""
    held = led(work, deps, call)
    text = call.body["text"]
    case = rules.failed(held.case, FailureReason(call.body["reason"]), work.context.now)
    if text is not None:
        case = keep_word(work, deps, case, "failure", text)
    tell(work, case, MediationFailed, reason=case.reason, routes=case.routes)
    count(work, deps.county, case)
    return kept(work, held, case)
