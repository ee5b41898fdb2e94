"""Hear the citizen in a hearing (听证): opened with its topic, ended with minutes and findings."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.review import HearingHeld, HearingOpened
from services.routing.domain import hearing as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.standing_in import ordinal
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_paper


def open_hearing(work: Work, deps: Deps, call: Call) -> Answer:
    """Open it; the citizen reads what is heard, when and where."""
    held, body = dispatched(work, deps, call), call.body
    case, hearing = rules.opened(held.case, body["at"], work.context.now)
    parts = {"topic": body["topic"], "venue": body["venue"]}
    case = keep_paper(work, deps, case, "hearing", str(case.owner), parts, f"{case.number}-h{hearing.n}")
    tell(work, case, HearingOpened, hearing=hearing.n, instance=hearing.instance)
    return kept(work, deps, held, case)


def end_hearing(work: Work, deps: Deps, call: Call) -> Answer:
    """End it with its minutes and findings."""
    held, body = dispatched(work, deps, call), call.body
    case, hearing = rules.held(held.case, ordinal(call, "k", "hearing"), work.context.now)
    parts = {"minutes": body["minutes"], "findings": body["findings"]}
    case = keep_paper(work, deps, case, "hearing_held", str(case.owner), parts, f"{case.number}-h{hearing.n}")
    tell(work, case, HearingHeld, hearing=hearing.n, instance=hearing.instance)
    return kept(work, deps, held, case)
