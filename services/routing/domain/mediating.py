"""A matter at a mediation body (调解): sent there, agreed on, or given back."""

from __future__ import annotations

from services.contracts.vocabulary import Outcome, Status
from services.county.county import County
from services.routing.domain.case import Case, nothing_left_open
from services.routing.domain.life import Step, after
from services.routing.domain.mediation import AGREED, Order, competent_body


def mediated(county: County, case: Case, body: str, at: str, epoch: int = 1) -> tuple[Case, Order]:
    """The matter goes to a mediation body; the order's id is `<number>-m<n>`, after a restore with `e<epoch>` behind.

    Raises Refusal `step_not_allowed`, or naming the field `body`.
    """
    status = after(Status(case.status), Step.MEDIATE)
    order_id = f"{case.number}-m{len(case.mediations) + 1}{'' if epoch == 1 else f'e{epoch}'}"
    order = Order(order_id, competent_body(county, case.place, body), case.round, at)
    return case._replace(status=status, mediations=(*case.mediations, order)), order


def waits_for(case: Case, order_id: str) -> bool:
    """Whether the matter waits for what this mediation comes to; one that was withdrawn or ordered anew does not."""
    return case.status == Status.MEDIATING and bool(case.mediations) and case.mediations[-1].id == order_id


def agreed(case: Case, unit: str, at: str) -> Case:
    """The parties agreed: the matter is solved, and the body's unit answers for it; nobody confers or hears."""
    status = after(Status(case.status), Step.AGREE)
    told = nothing_left_open(mediation_ended(case, AGREED, at), at)
    return told._replace(status=status, outcome=str(Outcome.SOLVED), responsible=unit, over_at=at)


def returned(case: Case, reason: str, at: str) -> Case:
    """The mediation came to nothing: the matter is handled on by other ways."""
    return mediation_ended(case, reason, at)._replace(status=after(Status(case.status), Step.RETURN))


def mediation_ended(case: Case, result: str, at: str) -> Case:
    """The last order has come to something, or to nothing."""
    if not case.mediations:
        return case
    *former, last = case.mediations
    return case._replace(mediations=(*former, last._replace(ended_at=at, result=result)))
