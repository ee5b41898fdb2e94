"""Answer what the citizen asked for at intake, always by a fact: reopened, closed, withdrawn, or refused and why."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.dispute import DisputeEnded
from services.contracts.events.intake import MatterRated, WithdrawalRequested
from services.contracts.events.routing import (
    MatterClosed,
    MatterReopened,
    MatterWithdrawn,
    RequestRefused,
)
from services.contracts.vocabulary import RequestKind, Status
from services.routing import store
from services.routing.domain import led
from services.routing.domain import request as rules
from services.routing.domain.case import Case
from services.routing.domain.refusing import Refused
from services.routing.store import Held
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.open_case import picture
from services.routing.use_cases.tell import tell


def answer_rating(work: Work, deps: Deps, fact: MatterRated, envelope: Envelope) -> None:
    """A rating closes the matter; the first `dissatisfied` reopens it once (二次办理)."""
    held = picture(work, deps, fact, envelope)
    if held is None:
        return
    answer = rules.rate(held.case, fact.responsible, envelope.time)
    if isinstance(answer, Refused):
        refuse(work, deps, held, fact.request, RequestKind.RATING, answer)
    elif answer.status == Status.ACCEPTED:
        tell(work, answer, MatterReopened, request=fact.request, round=answer.round)
        keep(work, deps, held, led.standing(deps.county, answer, envelope.time))
    else:
        tell(work, answer, MatterClosed, reason=answer.reason, lead=answer.responsible, request=fact.request)
        keep(work, deps, held, answer)


def answer_withdrawal(work: Work, deps: Deps, fact: WithdrawalRequested, envelope: Envelope) -> None:
    """A matter can be taken back until it is concluded."""
    held = picture(work, deps, fact, envelope)
    if held is None:
        return
    answer = rules.withdraw(held.case, envelope.time)
    if isinstance(answer, Refused):
        refuse(work, deps, held, fact.request, RequestKind.WITHDRAWAL, answer)
    else:
        answer = called_off(work, deps, held.case, answer)
        tell(work, answer, MatterWithdrawn, request=fact.request)
        if held.case.status == Status.MEDIATING:
            tell(work, answer, DisputeEnded, order=answer.mediations[-1].id, result="withdrawn")
        keep(work, deps, held, answer)


def refuse(work: Work, deps: Deps, held: Held, request: str, kind: RequestKind, refused: Refused) -> None:
    """Tell why a request cannot be granted."""
    tell(work, held.case, RequestRefused, request=request, kind=str(kind), reason=str(refused.reason))
    if held.version == 0:
        keep(work, deps, held, held.case)


def keep(work: Work, deps: Deps, held: Held, case: Case) -> None:
    """Keep what a request has made of the case."""
    store.put(work, held, case, town_of(deps.county, case.place))
