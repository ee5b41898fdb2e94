"""Answer a confirmed repeat: joined to the matter that is pending, or refused and why."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.intake import JoiningRequested
from services.contracts.events.review import MatterJoined
from services.contracts.refusals import Transient
from services.contracts.vocabulary import RefusalReason, RequestKind
from services.routing import store
from services.routing.domain import joining as rules
from services.routing.domain.refusing import Refused
from services.routing.store import Held
from services.routing.use_cases.answer_request import keep, refuse
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.open_case import picture
from services.routing.use_cases.tell import tell
from services.routing.use_cases.wall import is_walled


def answer_joining(work: Work, deps: Deps, fact: JoiningRequested, envelope: Envelope) -> None:
    """Join, or refuse. What repeats a matter that is final is marked, so that it is declined and not handled again."""
    held = picture(work, deps, fact, envelope)
    if held is None:
        return
    first = _first(work, deps, fact)
    answer = rules.join(held.case, None if first is None else first.case, fact.into, envelope.time)
    if isinstance(answer, Refused):
        refuse(work, deps, held, fact.request, RequestKind.JOINING, answer)
        if answer.reason is RefusalReason.ALREADY_FINAL and held.version and fact.into != held.case.redress.final_of:
            keep(work, deps, held, rules.repeats_final(held.case, fact.into))
        return
    joined, target = answer
    joined = called_off(work, deps, held.case, joined)
    tell(work, joined, MatterJoined, into=fact.into, request=fact.request)
    keep(work, deps, held, joined)
    if first is not None:
        keep(work, deps, first, target)


def _first(work: Work, deps: Deps, fact: JoiningRequested) -> Held | None:
    """The matter that is repeated; None where it lies behind the wall.

    Raises Transient where its registration has not arrived yet.
    """
    if fact.into == fact.number:
        return None
    first = store.find(work, fact.into)
    if first is None and not is_walled(work, deps, fact.into):
        raise Transient("the matter that is repeated has not arrived yet")
    return first
