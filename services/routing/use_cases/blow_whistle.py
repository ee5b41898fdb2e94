"""Blow a whistle (吹哨): departments are called to one matter."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import WhistleBlown
from services.routing import store
from services.routing.domain import case as rules
from services.routing.domain.case import Case
from services.routing.domain.succession import heir, heirs
from services.routing.domain.whistle import Whistle
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.rights import dispatched
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import whistle_view
from services.routing.use_cases.words import keep_remark


def blow_whistle(work: Work, deps: Deps, call: Call) -> Answer:
    """Call a lead and assists, with the reason in words for them; answers with the whistle."""
    held = dispatched(work, deps, call)
    body = call.body
    county, at = deps.county, work.context.now
    lead = heir(county, body["lead"], at)
    assists = [unit for unit in heirs(county, body["assists"], at) if unit != lead or body["lead"] in body["assists"]]
    case, whistle = blow(work, deps, held.case, body["kind"], lead, assists, call.staff().place)
    case = keep_remark(work, deps, case, "whistle", None, body["reason"], whistle.id)
    store.put(work, held, case, town_of(deps.county, case.place))
    return Answer(whistle_view(whistle, case.number), version=held.version + 1)


def blow(
    work: Work,
    deps: Deps,
    case: Case,
    kind: str,
    lead: str,
    assists: Sequence[str],
    sent_from: str | None,
    further: bool = False,
) -> tuple[Case, Whistle]:
    """Blow a whistle and tell it; by hand, or because a call was answered or an order taken."""
    ruled, at = deps.county_of(case.county), work.context.now
    case, whistle = rules.whistled(ruled, case, kind, lead, assists, at, deps.store.epoch, sent_from, further)
    tell(
        work,
        case,
        WhistleBlown,
        whistle=whistle.id,
        kind=whistle.kind,
        lead=whistle.lead,
        assists=whistle.assists,
        check_in_by=whistle.check_in_by,
        finish_by=whistle.finish_by,
        county_version=ruled.version,
    )
    return case, whistle
