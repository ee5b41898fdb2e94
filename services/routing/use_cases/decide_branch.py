"""Decide which of the six ways an appeal takes (信访工作条例 Art. 31)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.opinion import BranchDecided
from services.contracts.events.routing import MatterReferred
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch
from services.routing.domain import branch as rules
from services.routing.domain.case import Case
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_joined
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def decide_branch(work: Work, deps: Deps, call: Call) -> Answer:
    """The first four lead out, with words for the citizen; the fifth and the sixth stay."""
    held, body = dispatched(work, deps, call), call.body
    branch = body["branch"]
    if branch in rules.HERE:
        if body["to"] is not None:
            raise Refusal.of_field("to", "not_allowed", f"Allowed for {branch}: nothing; it is handled here.")
        case = rules.stays(held.case, branch)
        if body["text"] is not None:
            case = keep_reply(work, deps, case, "branch", case.owner, body["text"], case.number)
        tell(work, case, BranchDecided, branch=branch)
        return kept(work, deps, held, case)
    case = rules.led_out(deps.county, held.case, branch, body["to"], work.context.now)
    if body["text"] is None:
        detail = "Required: the citizen is told where to turn (Art. 31)."
        raise Refusal.of_field("text", "required", detail)
    case = called_off(work, deps, held.case, case)
    case = keep_reply(work, deps, case, "referral", case.owner, body["text"], case.number)
    tell(work, case, BranchDecided, branch=branch, to=case.to)
    tell(work, case, MatterReferred, to=case.to, reason=str(rules.LED_OUT[Branch(branch)]))
    tell_joined(work, case)
    return kept(work, deps, held, case)


def accepted_under(work: Work, case: Case, branch: str | None) -> Case:
    """An acceptance that names the branch decides it too.

    Raises Refusal naming the field `branch` where it leads out: such an appeal is not accepted.
    """
    if branch is None:
        return case
    if branch not in rules.HERE:
        detail = f"Allowed here: {', '.join(rules.HERE)}; decide the others as a branch instead."
        raise Refusal.of_field("branch", "leads_out", detail)
    decided = rules.stays(case, branch)
    tell(work, decided, BranchDecided, branch=branch)
    return decided
