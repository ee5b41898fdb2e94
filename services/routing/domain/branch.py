"""The six ways of an appeal (信访工作条例 Art. 31): four lead into another procedure, one is a duty, one an opinion."""

from __future__ import annotations

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Branch, Purpose, ReferralReason, Status
from services.county.county import County
from services.county.units import UnitKind
from services.routing.domain.case import Case, nothing_left_open
from services.routing.domain.life import Step, after
from services.routing.domain.triage import JUSTICE, OUTSIDE

LED_OUT = {
    Branch.LITIGATION: ReferralReason.LITIGATION,
    Branch.ARBITRATION: ReferralReason.OTHER_ORGAN,
    Branch.PARTY_APPEAL: ReferralReason.OTHER_ORGAN,
    Branch.ADMINISTRATIVE: ReferralReason.OTHER_ORGAN,
}
"""The branches that lead into another procedure (Art. 31 items 1 to 4), and why the matter is then referred."""
HERE = tuple(str(branch) for branch in Branch if branch not in LED_OUT)
"""The branches that stay: a statutory duty to perform or answer (item 5), and an opinion (item 6)."""


def of_appeal(case: Case) -> None:
    """Only appeals have branches and opinions. Raises Refusal `not_an_appeal`."""
    if case.purpose != Purpose.APPEAL:
        raise Refusal("not_an_appeal", f"The matter is no appeal but: {case.purpose}.")


def stays(case: Case, branch: str) -> Case:
    """The appeal is handled here, by duty or to an opinion.

    Raises Refusal `step_not_allowed`, `not_an_appeal`, `opinion_served` or `branch_decided`.
    """
    status = after(Status(case.status), Step.BRANCH)
    of_appeal(case)
    if case.status == Status.REGISTERED:
        case.redress.not_final()
    if case.redress.opinion_of(case.round) is not None and branch != Branch.OPINION:
        raise Refusal("opinion_served", "An opinion was served in this round: the branch is `opinion`.")
    decided_on = case.redress.branch == Branch.OPINION and branch != Branch.OPINION
    if decided_on and any(whistle.round == case.round for whistle in case.whistles):
        detail = "The appeal was whistled for to come to an opinion (Art. 31 item 6): serve it."
        raise Refusal("branch_decided", detail)
    return case._replace(status=status, redress=case.redress._replace(branch=branch))


def led_out(county: County, case: Case, branch: str, to: str | None, at: str) -> Case:
    """The appeal is led into the procedure that it belongs to; `to` is a unit of the county file, or `outside`.

    Raises Refusal `step_not_allowed`, `not_an_appeal`, `already_final`, or naming the field `to`.
    """
    status = after(Status(case.status), Step.LEAD_OUT)
    of_appeal(case)
    if case.status == Status.REGISTERED:
        case.redress.not_final()
    reason = LED_OUT[Branch(branch)]
    units = county.units
    allowed = units.codes()
    if branch == Branch.LITIGATION:
        allowed = tuple(code for kind in JUSTICE for code in units.codes(kind))
    elif branch == Branch.PARTY_APPEAL:
        barred = units.codes(UnitKind.ENTERPRISE)
        allowed = tuple(code for code in allowed if code not in barred)
    if to is None or (to != OUTSIDE and to not in allowed):
        code = "required" if to is None else "unknown_department"
        raise Refusal.of_field("to", code, f"Allowed for {branch}: {', '.join((*allowed, OUTSIDE))}.")
    told = nothing_left_open(case, at)
    return told._replace(
        status=status,
        redress=told.redress._replace(branch=branch),
        reason=str(reason),
        to=to,
        decided_at=at,
        over_at=at,
    )
