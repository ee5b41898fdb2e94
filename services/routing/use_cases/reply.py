"""Reply (答复): a department that checked in tells the citizen what it did."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import DepartmentReplied
from services.routing.domain import case as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import called
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def reply(work: Work, deps: Deps, call: Call) -> Answer:
    """Keep the reply, sealed; a late one counts, marked late."""
    held, department = called(work, deps, call)
    ruled = deps.county_of(held.case.county)
    case = rules.replied(ruled, held.case, call.path["id"], department, work.context.now)
    whistle = case.whistle(call.path["id"])
    case = keep_reply(work, deps, case, "reply", department, call.body["text"], whistle.id)
    tell(
        work,
        case,
        DepartmentReplied,
        whistle=whistle.id,
        department=department,
        reply=case.replies,
        finish_by=whistle.end_for(whistle.call(department)),
        late=bool(whistle.call(department).replied_late),
    )
    return kept(work, deps, held, case)
