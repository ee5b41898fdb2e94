"""Follow up how agreements are kept (人民调解法 Art. 31), and put the county's limit off where all parties ask."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Page, Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import LimitExtended, PerformanceFollowedUp
from services.contracts.vocabulary import Performance
from services.mediation import store
from services.mediation.domain import case as rules
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led, readable
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import case_view, kept
from services.mediation.use_cases.words import keep_word


def follow_up(work: Work, deps: Deps, call: Call) -> Answer:
    """Take down how the agreement is kept; until it is performed, the body looks again."""
    held = led(work, deps, call)
    text, performance = call.body["text"], Performance(call.body["performance"])
    case = rules.followed_up(deps.county, held.case, performance, work.context.now)
    n = case.follow_ups[-1].n
    if text is not None:
        case = keep_word(work, deps, case, "follow_up", text, n)
    tell(work, case, PerformanceFollowedUp, follow_up=n, performance=str(performance))
    return kept(work, held, case)


def extend_limit(work: Work, deps: Deps, call: Call) -> Answer:
    """Put the limit off once more, for all parties together."""
    held = led(work, deps, call)
    case = rules.extended(deps.county, held.case, call.body["parties"])
    tell(work, case, LimitExtended, until=case.limit_by, former=held.case.limit_by)
    return kept(work, held, case)


def list_due(deps: Deps, call: Call) -> dict[str, Any]:
    """Agreements whose next look is due by now, the one due longest first, for who may see them."""
    query, user, now = call.query, call.staff(), deps.clock.now()

    def find(*, limit: int, after: str | None) -> Page:
        return deps.store.find(
            store.CASE, between=("follow_up_at", "", now), order="follow_up_at", limit=limit, after=after
        )

    kept_cases, cursor = store.gather(
        find, lambda case: readable(user, case, deps.county) is not None, query["limit"], query["after"]
    )
    return {"cases": [case_view(case, now) for case in kept_cases], "after": cursor}
