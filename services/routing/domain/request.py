"""What the citizen asks for at intake, and how routing answers it: always by a fact, a refusal too."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.vocabulary import CloseReason, Rating, RefusalReason, Status
from services.routing.domain.case import Case, closed, reopened, withdrawn
from services.routing.domain.life import MOST_ROUNDS


@dataclass(frozen=True, slots=True)
class Refused:
    """The request cannot be granted."""

    reason: RefusalReason


def rate(case: Case, responsible: str, at: str) -> Case | Refused:
    """A rating closes a concluded matter; the first `dissatisfied` of the responsible unit reopens it (二次办理)."""
    if case.status == Status.CLOSED:
        return Refused(RefusalReason.ALREADY_RATED)
    if case.status in (Status.DECLINED, Status.REFERRED, Status.WITHDRAWN):
        return Refused(RefusalReason.ALREADY_OVER)
    if case.status != Status.CONCLUDED:
        return Refused(RefusalReason.NOT_CONCLUDED)
    if responsible == Rating.DISSATISFIED and case.round < MOST_ROUNDS:
        return reopened(case)
    return closed(case, CloseReason.RATED if case.round == 1 else CloseReason.RATED_AGAIN, at)


def withdraw(case: Case, at: str) -> Case | Refused:
    """A matter may be taken back until it is concluded."""
    if case.status == Status.CONCLUDED:
        return Refused(RefusalReason.ALREADY_CONCLUDED)
    if case.status in (Status.DECLINED, Status.REFERRED, Status.WITHDRAWN, Status.CLOSED):
        return Refused(RefusalReason.ALREADY_OVER)
    return withdrawn(case, at)
