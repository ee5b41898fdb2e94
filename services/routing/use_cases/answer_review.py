"""Answer a citizen who asks for a review (复查) or second review (复核): opened, or refused and why."""

from __future__ import annotations

from services.chassis.store import Work
from services.contracts.envelope import Envelope
from services.contracts.events.dispute import DisputeEnded
from services.contracts.events.intake import ReviewRequested
from services.contracts.events.review import ReviewOpened
from services.contracts.vocabulary import RequestKind, Status
from services.routing.domain import review as rules
from services.routing.domain.refusing import Refused
from services.routing.use_cases.answer_request import keep, refuse
from services.routing.use_cases.call_off import called_off
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.open_case import picture
from services.routing.use_cases.tell import tell
from services.routing.use_cases.tell_conclusion import tell_conclusion


def answer_review(work: Work, deps: Deps, fact: ReviewRequested, envelope: Envelope) -> None:
    """The citizen's 30 days are counted to the moment at which intake took the request down."""
    held = picture(work, deps, fact, envelope)
    if held is None:
        return
    answer = rules.ask(held.case, fact.request, fact.instance, envelope.time)
    if isinstance(answer, Refused):
        refuse(work, deps, held, fact.request, RequestKind.REVIEW, answer)
        return
    answer = called_off(work, deps, held.case, answer)
    if held.case.status in rules.PENDING:
        tell_conclusion(work, answer)
        if held.case.status == Status.MEDIATING:
            tell(work, answer, DisputeEnded, order=answer.mediations[-1].id, result=rules.WITHDRAWN)
    tell(work, answer, ReviewOpened, request=fact.request, instance=answer.redress.reviews[-1].instance)
    keep(work, deps, held, answer)
