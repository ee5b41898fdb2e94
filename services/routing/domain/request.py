"""What the citizen asks for at intake, and how routing answers it: always by a fact, a refusal too."""

from __future__ import annotations

from services.contracts.vocabulary import CloseReason, Rating, RefusalReason, Status
from services.routing.domain.case import Case
from services.routing.domain.ending import closed, reopened, withdrawn
from services.routing.domain.life import MOST_ROUNDS
from services.routing.domain.refusing import Refused

LATER = {
    Status.JOINED: RefusalReason.JOINED,
    **dict.fromkeys((Status.REVIEWING, Status.SECOND_REVIEWING), RefusalReason.UNDER_REVIEW),
    Status.REVIEWED: RefusalReason.ALREADY_REVIEWED,
    Status.FINAL: RefusalReason.ALREADY_FINAL,
}
"""Why a matter that was joined or reviewed is neither rated nor taken back."""


def rate(case: Case, responsible: str, at: str) -> Case | Refused:
    """A rating closes a concluded matter; the first `dissatisfied` of the responsible unit reopens it (二次办理)."""
    if case.status == Status.CLOSED:
        return Refused(RefusalReason.ALREADY_RATED)
    if case.status in LATER:
        return Refused(LATER[Status(case.status)])
    if case.status in (Status.DECLINED, Status.REFERRED, Status.WITHDRAWN):
        return Refused(RefusalReason.ALREADY_OVER)
    if case.status != Status.CONCLUDED:
        return Refused(RefusalReason.NOT_CONCLUDED)
    if responsible == Rating.DISSATISFIED and case.round < MOST_ROUNDS:
        return reopened(case)
    return closed(case, CloseReason.RATED if case.round == 1 else CloseReason.RATED_AGAIN, at)


def withdraw(case: Case, at: str) -> Case | Refused:
    """A matter may be taken back until it is concluded, unless others were joined to it: theirs is handled here too."""
    if case.status == Status.CONCLUDED:
        return Refused(RefusalReason.ALREADY_CONCLUDED)
    if case.status in LATER:
        return Refused(LATER[Status(case.status)])
    if case.status in (Status.DECLINED, Status.REFERRED, Status.WITHDRAWN, Status.CLOSED):
        return Refused(RefusalReason.ALREADY_OVER)
    if case.redress.joined:
        return Refused(RefusalReason.OTHERS_JOINED)
    return withdrawn(case, at)
