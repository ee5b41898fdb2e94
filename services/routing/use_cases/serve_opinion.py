"""Serve an opinion (处理意见书, 信访工作条例 Art. 32), and report how a supporting one is carried out."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.opinion import BranchDecided, ExecutionReported, OpinionServed
from services.routing.domain import opinion as rules
from services.routing.use_cases.answering import answering
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.standing_in import may_decide, ordinal
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_paper, keep_reply

SAID = ("demand", "facts", "opinion", "basis")


def serve_opinion(work: Work, deps: Deps, call: Call) -> Answer:
    """Keep the opinion's four parts, sealed; the citizen's time to ask for a review runs from its service.

    An appeal without a branch has taken the sixth one by this (Art. 31).
    """
    held, unit = answering(work, deps, call)
    body = call.body
    case = rules.serve(deps.county, held.case, unit, body["outcome"], body["served_at"], work.context.now)
    may_decide(deps, call, held.case)
    opinion = case.redress.opinions[-1]
    parts = {name: body[name] for name in SAID}
    case = keep_paper(work, deps, case, "opinion", opinion.unit, parts, f"{case.number}-o{opinion.n}")
    if held.case.redress.branch != case.redress.branch:
        tell(work, case, BranchDecided, branch=case.redress.branch)
    tell(
        work,
        case,
        OpinionServed,
        opinion=opinion.n,
        outcome=opinion.outcome,
        served_at=opinion.served_at,
        unit=opinion.unit,
        ask_by=opinion.ask_by,
        round=opinion.round,
    )
    return kept(work, deps, held, case)


def report_execution(work: Work, deps: Deps, call: Call) -> Answer:
    """Report how far a supporting opinion has been carried out; the citizen reads it."""
    held, unit = answering(work, deps, call)
    n, body = ordinal(call, "k", "opinion"), call.body
    case, by = rules.executed(deps.county, held.case, n, body["state"], unit)
    case = keep_reply(work, deps, case, "execution", by, body["text"], f"{case.number}-o{n}")
    tell(work, case, ExecutionReported, opinion=n, state=body["state"], unit=by)
    return kept(work, deps, held, case)
