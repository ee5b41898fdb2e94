"""Tell that a matter is concluded, also to those that were joined to it: they are handled with it."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.events.review import JoinedConcluded
from services.contracts.events.routing import MatterConcluded
from services.routing import store
from services.routing.domain.case import Case
from services.routing.use_cases.tell import tell


def tell_conclusion(work: Work, case: Case) -> None:
    """The conclusion as a fact of the case, and of each matter that was joined to it."""
    tell(work, case, MatterConcluded, outcome=case.outcome, lead=case.responsible, round=case.round)
    tell_joined(work, case)


def tell_joined(work: Work, case: Case) -> None:
    """Tell the matters that were joined to this one where it stands now."""
    for number in case.redress.joined:
        follower = store.find(work, number)
        if follower is not None:
            tell(work, follower.case, JoinedConcluded, into=case.number, status=str(case.status), outcome=case.outcome)
