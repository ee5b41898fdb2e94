"""Decide a review or second review (复查、复核): its opinion is served, and after the second one it is final."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.review import MatterFinal, ReviewDecided
from services.contracts.vocabulary import Status
from services.routing.domain import review as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import reviews_for
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_paper

SAID = ("demand", "facts", "opinion", "basis")


def decide_review(work: Work, deps: Deps, call: Call) -> Answer:
    """Keep the review's opinion, sealed, and tell what it did to the one before it."""
    held, body = dispatched(work, deps, call), call.body
    case, review = rules.decide(
        deps.county,
        held.case,
        body["unit"],
        body["outcome"],
        body["opinion_outcome"],
        body["served_at"],
        work.context.now,
    )
    reviews_for(deps, call, str(review.unit), work.context.now)
    opinion = case.redress.opinions[-1]
    parts = {name: body[name] for name in SAID}
    case = keep_paper(work, deps, case, "review", opinion.unit, parts, f"{case.number}-o{opinion.n}")
    tell(
        work,
        case,
        ReviewDecided,
        instance=review.instance,
        outcome=body["outcome"],
        decided_at=opinion.served_at,
        opinion=opinion.n,
        opinion_outcome=opinion.outcome,
        unit=opinion.unit,
        ask_by=opinion.ask_by,
    )
    if case.status == Status.FINAL:
        tell(work, case, MatterFinal, instance=review.instance)
        case = case._replace(over_at=work.context.now)
    return kept(work, deps, held, case)
