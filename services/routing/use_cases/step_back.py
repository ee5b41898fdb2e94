"""A unit with an interest in a matter steps back from it (回避, 信访工作条例 Art. 28)."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.opinion import InterestDeclared
from services.contracts.events.routing import OwnerChanged
from services.county.units import UnitKind
from services.routing.domain import stepping_back as rules
from services.routing.domain.case import Case
from services.routing.domain.ownership import check_can_own
from services.routing.use_cases.answering import answering
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.hand_over import offer
from services.routing.use_cases.standing_in import units_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def step_back(work: Work, deps: Deps, call: Call) -> Answer:
    """Release the unit; a dispatcher decides it of any, a handler says it of the own department.

    A matter that it owned is the caller's unit's at once, and offered to the replacement.
    """
    held, _ = answering(work, deps, call)
    body, at = call.body, work.context.now
    keeper = _keeper(deps, call, held.case, at)
    done = rules.step_back(deps.county_of(held.case.county), held.case, body["unit"], body["replacement"], at, keeper)
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
        check_can_own(deps.county, "replacement", body["replacement"])
        if case.owner != body["replacement"]:
            case = offer(work, deps, case, body["replacement"])
    return kept(work, deps, held, case)


def _keeper(deps: Deps, call: Call, case: Case, at: str) -> str:
    """Who owns the matter of an owner that steps back, until the replacement accepts it: the caller's own unit, else
    the petition office or who calls the conference; the replacement at once where the caller speaks for it, or where
    every other has an interest too."""
    county, replacement = deps.county, call.body["replacement"]
    barred = case.redress.stepped_back | {call.body["unit"]}
    own = units_of(call.staff(), county, at)
    body = () if county.conference is None else (county.conference.body,)
    offices = county.units.codes(UnitKind.PETITION_OFFICE)
    able = [unit for unit in (call.staff().department, *sorted(own), *offices, *body) if unit and unit not in barred]
    return str(replacement if replacement in own or not able else able[0])
