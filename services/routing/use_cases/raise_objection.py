"""Object (异议): a called department says, with its reason, that the matter is not its own."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import ObjectionRaised
from services.routing.domain import case as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import called
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def raise_objection(work: Work, deps: Deps, call: Call) -> Answer:
    """Record the objection; who blew the whistle decides it."""
    held, department = called(work, deps, call)
    reason, at = call.body["reason"], work.context.now
    case = rules.objected(deps.county, held.case, call.path["id"], department, reason, at)
    whistle = case.whistle(call.path["id"])
    n = whistle.objections[-1].n
    case = keep_remark(work, deps, case, "objection", department, call.body["text"], f"{whistle.id}-o{n}")
    tell(work, case, ObjectionRaised, whistle=whistle.id, department=department, objection=n, reason=reason)
    return kept(work, deps, held, case)
