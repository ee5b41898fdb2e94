"""Mediators for a case: who of the pool fits, who sits, and who steps back because of an interest."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.mediation import InterestDeclared, MediatorAssigned
from services.contracts.vocabulary import MediatorBy
from services.mediation.domain import pool
from services.mediation.use_cases.deps import Deps
from services.mediation.use_cases.rights import led, seen
from services.mediation.use_cases.tell import tell
from services.mediation.use_cases.view import kept
from services.mediation.use_cases.words import keep_word, likeness


def propose(work: Work, deps: Deps, call: Call) -> dict[str, Any]:
    """Who fits the case and why, best first; never one with an interest."""
    case = seen(work, deps, call).case
    found = pool.proposals(deps.county, case, likeness(work, deps, case))
    rows = []
    for proposal in found:
        mediator = proposal.mediator
        shown = {name: getattr(mediator, name) for name in ("code", "name", "body", "kind", "background")}
        rows.append({**shown, "why": proposal.why})
    return {"mediators": rows}


def assign(work: Work, deps: Deps, call: Call) -> Answer:
    """Let one of the pool sit in the case; several may. Refused where there is an interest."""
    held = led(work, deps, call)
    code, by = call.body["mediator"], MediatorBy(call.body["by"])
    parties = likeness(work, deps, held.case)
    case = pool.assigned(deps.county, held.case, [code], by, parties, work.context.now)
    tell(work, case, MediatorAssigned, mediator=code, by=str(by))
    return kept(work, held, case)


def declare_interest(work: Work, deps: Deps, call: Call) -> Answer:
    """A mediator or a party says that a mediator has an interest: he or she does not sit in this case any more."""
    held = led(work, deps, call)
    code, text = call.body["mediator"], call.body["text"]
    case, sat = pool.declared(deps.county, held.case, code, work.context.now)
    if text is not None:
        case = keep_word(work, deps, case, "interest", text)
    tell(work, case, InterestDeclared, mediator=code, sat=sat)
    return kept(work, held, case)
