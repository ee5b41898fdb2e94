"""A repeat is joined to the matter that is pending, and handled there once (重复、联名).

That an upper organ does not take on what is pending below it is the law (信访工作条例 Art. 19); joining is practice.
"""

from __future__ import annotations

from services.contracts.vocabulary import RefusalReason, Status
from services.county.instants import is_after
from services.routing.domain.case import Case, nothing_left_open
from services.routing.domain.life import NEXT, OVER, Step, after
from services.routing.domain.refusing import Refused

_OWN = {
    Status.JOINED: RefusalReason.JOINED,
    Status.FINAL: RefusalReason.ALREADY_FINAL,
    Status.CONCLUDED: RefusalReason.ALREADY_CONCLUDED,
    Status.CLOSED: RefusalReason.ALREADY_OVER,
    **dict.fromkeys((Status.DECLINED, Status.REFERRED, Status.WITHDRAWN), RefusalReason.ALREADY_OVER),
}
"""Why a matter in this status cannot be joined; what is not named here is being handled already."""
_NOT_PENDING = frozenset(
    {*OVER, Status.CONCLUDED, Status.CLOSED, Status.REVIEWING, Status.REVIEWED, Status.SECOND_REVIEWING}
)


def join(case: Case, first: Case | None, into: str, at: str) -> tuple[Case, Case] | Refused:
    """The repeat and the first matter after the joining; `first` None: nobody can see that there is such a matter.

    What was received earlier is never joined to what came later: its clocks would begin anew. A conference or a hearing
    of the repeat's own is called off `at` that instant: it is handled with the first.
    """
    if into == case.number:
        return Refused(RefusalReason.SAME_MATTER)
    status = Status(case.status)
    if (status, Step.JOIN) not in NEXT:
        return Refused(_OWN.get(status, RefusalReason.BEING_HANDLED))
    if first is not None and first.status == Status.FINAL:
        return Refused(RefusalReason.ALREADY_FINAL)
    if first is None or first.status in _NOT_PENDING:
        return Refused(RefusalReason.NOT_PENDING)
    if is_after(first.received_at or first.opened_at, case.received_at or case.opened_at):
        return Refused(RefusalReason.NOT_THE_EARLIER)
    followers = (case.number, *case.redress.joined)
    told = nothing_left_open(case, at)
    joined = told._replace(status=after(status, Step.JOIN), redress=told.redress._replace(into=into, joined=()))
    named = tuple(dict.fromkeys((*first.redress.joined, *followers)))
    return joined, first._replace(redress=first.redress._replace(joined=named))


def repeats_final(case: Case, final: str) -> Case:
    """The matter repeats one that has ended with a second review: it can only be declined (Art. 36)."""
    return case._replace(redress=case.redress._replace(final_of=final))
