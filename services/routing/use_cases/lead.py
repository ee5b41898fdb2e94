"""Lead a hard matter to its end: name a sponsor, form a task force, bind units together, plan the case."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.leading import CasePlanned, ResponsibilityBound, SponsorNamed, TaskForceFormed
from services.routing.domain import led
from services.routing.domain.succession import heir, heirs
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.standing_in import LEADING, leading
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def name_sponsor(work: Work, deps: Deps, call: Call) -> Answer:
    """A leader of the county file sponsors the matter (包案); five to one where the file's posts stand beside."""
    held, body = leading(work, deps, call, LEADING), call.body
    sponsors = deps.county.sponsors
    usual = sponsors is not None and bool(sponsors.five_to_one)
    five = usual if body["five_to_one"] is None else body["five_to_one"]
    case = led.sponsored(deps.county, held.case, body["leader"], five, work.context.now, body["reason"])
    sponsor = case.leading.sponsor
    assert sponsor is not None
    for words in (body["reason"], body["text"]):
        if words is not None:
            case = keep_remark(work, deps, case, "sponsor", None, words, case.number)
    leader = deps.county.sponsors.leaders[sponsor.leader] if deps.county.sponsors is not None else None
    unit = None if leader is None else heir(deps.county, deps.county.unit_of_leader(leader), work.context.now)
    tell(work, case, SponsorNamed, sponsor=sponsor.leader, posts=sponsor.posts, unit=unit)
    return kept(work, deps, held, case)


def form_task_force(work: Work, deps: Deps, call: Call) -> Answer:
    """Draw units together for the matter (工作专班); what it is called is kept sealed."""
    held, body, at = leading(work, deps, call, LEADING), call.body, work.context.now
    county = deps.county
    case = led.task_force_formed(
        county, held.case, heir(county, body["lead"], at), heirs(county, body["members"], at), at
    )
    made = case.leading.task_forces[-1]
    case = keep_remark(work, deps, case, "task_force", made.lead, body["name"], f"{case.number}-t{made.n}")
    tell(work, case, TaskForceFormed, task_force=made.n, lead=made.lead, members=made.members)
    return kept(work, deps, held, case)


def bind(work: Work, deps: Deps, call: Call) -> Answer:
    """Several units answer for the matter together (责任捆绑)."""
    held, at = leading(work, deps, call, LEADING), work.context.now
    case = led.bound(deps.county, held.case, heirs(deps.county, call.body["units"], at))
    tell(work, case, ResponsibilityBound, units=case.leading.bound)
    return kept(work, deps, held, case)


def plan(work: Work, deps: Deps, call: Call) -> Answer:
    """Write the matter's own plan, or a new version of it (一案一对策)."""
    held = leading(work, deps, call, LEADING)
    case = led.planned(held.case)
    case = keep_remark(work, deps, case, "plan", case.owner, call.body["text"], f"{case.number}-p{case.leading.plans}")
    tell(work, case, CasePlanned, plan=case.leading.plans)
    return kept(work, deps, held, case)
