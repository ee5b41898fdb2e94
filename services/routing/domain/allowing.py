"""Which of the steps that a status has are open to the staff in this very case: what the API lists as `allowed`."""

from __future__ import annotations

from collections.abc import Iterator

from services.contracts.vocabulary import Branch, Purpose, Status
from services.routing.domain.case import Case
from services.routing.domain.life import Step, steps_from

_APPEALS = frozenset({Step.BRANCH, Step.LEAD_OUT, Step.SERVE_OPINION, Step.SETTLE, Step.SIMPLIFY})


def allowed(case: Case) -> tuple[Step, ...]:
    """The steps of the staff that the case's status, purpose, branch and opinions leave, in the table's order.

    What repeats a final matter is declined, whatever else its status has (信访工作条例 Art. 36).
    """
    steps = steps_from(Status(case.status))
    if case.status == Status.REGISTERED and case.redress.final_of is not None:
        return tuple(step for step in steps if step is Step.DECLINE)
    closed = frozenset(_closed(case))
    return tuple(step for step in steps if step not in closed)


def _closed(case: Case) -> Iterator[Step]:
    served = case.redress.opinion_of(case.round) is not None
    branch = case.redress.branch
    if case.purpose != Purpose.APPEAL:
        yield from _APPEALS
    if case.purpose != Purpose.SUGGESTION:
        yield Step.ANSWER_SUGGESTION
    if served or branch not in (None, Branch.OPINION):
        yield Step.SERVE_OPINION
    if not served and (case.status == Status.ACCEPTED or branch == Branch.OPINION):
        yield Step.CONCLUDE
    if not served and branch == Branch.OPINION:
        yield Step.ANSWER
    if branch == Branch.OPINION or case.redress.reply_by is not None:
        yield Step.SIMPLIFY
