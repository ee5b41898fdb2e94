"""How a matter ends: concluded, reopened once, closed, or taken back."""

from __future__ import annotations

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import CloseReason, Status
from services.routing.domain.case import Case, nothing_left_open
from services.routing.domain.conference import none_open
from services.routing.domain.life import Step, after, not_allowed
from services.routing.domain.mediating import mediation_ended


def concluded(case: Case, outcome: str, at: str) -> Case:
    """The handling is over (办结); every lead has replied, no objection waits, and what the law asks for is served.

    Raises Refusal `step_not_allowed`, `objection_open`, `lead_has_not_replied`, `opinion_missing`, `hearing_open` or
    `conference_open`.
    """
    status = after(Status(case.status), Step.CONCLUDE)
    none_open(case.leading.conferences)
    opinion = case.redress.opinion_due(case.round)
    current = [w for w in case.whistles if not w.ended]
    if not current and opinion is None:
        raise not_allowed(Status(case.status), Step.CONCLUDE)
    if any(w.objection_open for w in current):
        raise Refusal("objection_open", "An objection waits for its decision: decide it first.")
    waiting = [w.lead for w in current if not w.lead_replied]
    if waiting:
        raise Refusal("lead_has_not_replied", f"The lead {', '.join(waiting)} has not replied yet.")
    responsible = current[0].lead if current or opinion is None else opinion.unit
    return whistles_ended(case)._replace(status=status, outcome=outcome, responsible=responsible, over_at=at)


def reopened(case: Case) -> Case:
    """The matter is handled once more (二次办理); its first whistles are over."""
    return case._replace(
        status=after(Status(case.status), Step.REOPEN), round=case.round + 1, outcome=None, over_at=None
    )


def closed(case: Case, reason: CloseReason, at: str) -> Case:
    """The matter's life is over."""
    return case._replace(status=after(Status(case.status), Step.CLOSE), reason=str(reason), over_at=at)


def withdrawn(case: Case, at: str) -> Case:
    """The citizen has taken the matter back; what is under way ends with it: a mediation, a conference, a hearing."""
    status = after(Status(case.status), Step.WITHDRAW)
    told = mediation_ended(case, status, at) if case.status == Status.MEDIATING else case
    return whistles_ended(nothing_left_open(told, at))._replace(status=status, over_at=at)


def whistles_ended(case: Case) -> Case:
    """No whistle of the matter runs any more, and none stands still."""
    return case._replace(whistles=tuple(w._replace(ended=True, paused=None, paused_at=None) for w in case.whistles))
