"""A unit with an interest in a matter steps back from it (回避, 信访工作条例 Art. 28)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.opinion import InterestDeclared
from services.contracts.events.routing import OwnerChanged
from services.routing.domain import stepping_back as rules
from services.routing.use_cases.answering import answering
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def step_back(work: Work, deps: Deps, call: Call) -> Answer:
    """Release the unit; a dispatcher decides it of any, a handler says it of the own department."""
    held, _ = answering(work, deps, call)
    body, at = call.body, work.context.now
    done = rules.step_back(deps.county_of(held.case.county), held.case, body["unit"], body["replacement"], at)
    case = keep_remark(work, deps, done.case, "interest", body["unit"], body["reason"], held.case.number)
    tell(
        work,
        case,
        InterestDeclared,
        department=body["unit"],
        whistle=None if done.whistle is None else done.whistle.id,
        lead=None if done.whistle is None else done.whistle.lead,
        replacement=None if done.called is None else done.called.department,
        check_in_by=None if done.called is None else done.called.check_in_by,
    )
    if case.owner != held.case.owner:
        tell(work, case, OwnerChanged, owner=case.owner, former=held.case.owner)
    return kept(work, deps, held, case)
