"""Send a matter, or one whistle of it, up the county's ladder (提级): by hand, or when its time on a rung is over."""

from __future__ import annotations

from services.chassis.hub.due import work_off
from services.chassis.store import Document, Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Context, new_id
from services.contracts.events.leading import WhistleEscalated
from services.contracts.vocabulary import EscalatedBy
from services.county.instants import is_after, whole_seconds
from services.routing import store
from services.routing.domain import led
from services.routing.domain.case import Case
from services.routing.domain.escalation import Escalation
from services.routing.store import OFFER, RUNG, Held
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.hand_over import lapse
from services.routing.use_cases.rights import number_of
from services.routing.use_cases.standing_in import RECEIVING, leading
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark

MACHINE = "machine"


def escalate(work: Work, deps: Deps, call: Call) -> Answer:
    """Send the matter of the path, or the whistle of the path, to the next level or the one asked for."""
    whistle = call.path.get("id")
    number = None if whistle is None else number_of(whistle)
    held = leading(work, deps, call, RECEIVING, number)
    body = call.body
    case, made = led.escalated(deps.county, held.case, body["to"], whistle, EscalatedBy.HAND, work.context.now)
    case = keep_remark(work, deps, case, "escalation", case.owner, body["reason"], f"{case.number}-e{made.n}")
    _tell(work, case, made)
    return kept(work, deps, held, case)


def sweep_ladder(deps: Deps, now: str) -> int:
    """Send up every matter whose time on its rung is over by `now`, and end every offer that nobody answered in its
    time; how many were looked at.

    Costs what is due, not what is open. A matter that cannot be looked at holds up no other (`LeftUndone`).
    """

    def look(rung: Document) -> None:
        deps.store.run(Context(MACHINE, now, new_id()), _look_at, deps, rung.id, now)

    return work_off(deps.store, RUNG, "due", whole_seconds(now), look)


def next_rung(deps: Deps) -> str | None:
    """When the next matter goes up, or the next offer lapses, by itself; None when none waits."""
    page = deps.store.find(RUNG, between=("due", "", None), order="due", limit=1)
    return str(page.documents[0].body["due"]) if page.documents else None


def _look_at(work: Work, deps: Deps, rung_id: str, now: str) -> None:
    rung = work.get(RUNG, rung_id)
    if rung is None or is_after(rung.body["due"], now):
        return
    held = store.find(work, rung.body["number"])
    if held is None:
        work.delete(RUNG, rung_id, rung.version)
    elif rung_id.endswith(OFFER):
        _keep(work, deps, held, lapse(work, held.case))
    elif not led.may_rise(deps.county, held.case):
        _keep(work, deps, held, led.stays(held.case))
    else:
        case, made = led.escalated(deps.county, held.case, None, None, EscalatedBy.LADDER, now)
        _tell(work, case, made)
        _keep(work, deps, held, case)


def _tell(work: Work, case: Case, made: Escalation) -> None:
    told = {"level": made.level, "to": made.to, "by": made.by, "escalation": made.n, "whistle": made.whistle}
    tell(work, case, WhistleEscalated, **told)


def _keep(work: Work, deps: Deps, held: Held, case: Case) -> None:
    store.put(work, held, case, town_of(deps.county, case.place))
