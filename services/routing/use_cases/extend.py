"""Grant more time (延期): once a whistle, with the reason told to the citizen."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import ExtensionGranted
from services.routing.domain import case as rules
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched, number_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_reply


def extend(work: Work, deps: Deps, call: Call) -> Answer:
    """Put the end of the handling off; the text is the citizen's to read."""
    whistle_id, body = call.path["id"], call.body
    held = dispatched(work, deps, call, number_of(whistle_id))
    former = held.case.whistle(whistle_id).finish_by
    case = rules.extended(held.case, whistle_id, body["until"], work.context.now)
    whistle = case.whistle(whistle_id)
    case = keep_reply(work, deps, case, "extension", whistle.lead, body["text"], whistle_id)
    tell(
        work,
        case,
        ExtensionGranted,
        whistle=whistle_id,
        finish_by=whistle.finish_by,
        former=former,
        reason=body["reason"],
    )
    return kept(work, deps, held, case)
