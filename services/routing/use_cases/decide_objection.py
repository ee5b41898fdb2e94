"""Decide an objection: upheld, the department is released; rejected, it stands where it stood."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import ObjectionDecided
from services.contracts.refusals import Refusal
from services.routing.domain import case as rules
from services.routing.domain.succession import heir
from services.routing.domain.whistle import Whistle
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import dispatched, number_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def decide_objection(work: Work, deps: Deps, call: Call) -> Answer:
    """Decide, with words for the department; `replacement` in the fact is who was called anew, if anyone was."""
    whistle_id, n = call.path["id"], call.path["n"]
    held = dispatched(work, deps, call, number_of(whistle_id))
    if not n.isascii() or not n.isdigit() or len(n) > 6:
        raise Refusal.not_found("objection")
    _check_sender(deps, call, held.case.whistle(whistle_id))
    body, at = call.body, work.context.now
    named = body["replacement"]
    replacement = None if named is None else heir(deps.county, named, at)
    ruled = deps.county_of(held.case.county)
    case, decision = rules.decided(ruled, held.case, whistle_id, int(n), body["upheld"], replacement, at)
    case = keep_remark(work, deps, case, "decision", None, body["text"], f"{whistle_id}-o{n}")
    called = decision.called
    tell(
        work,
        case,
        ObjectionDecided,
        whistle=whistle_id,
        department=decision.objection.department,
        objection=decision.objection.n,
        upheld=body["upheld"],
        lead=decision.whistle.lead,
        replacement=None if called is None else called.department,
        check_in_by=None if called is None else called.check_in_by,
    )
    return kept(work, deps, held, case)


def _check_sender(deps: Deps, call: Call, whistle: Whistle) -> None:
    """Who sent the whistle decides its objections, or somebody above (Art. 23). Raises Refusal `not_the_sender`."""
    own, sent_from = call.staff().place, whistle.sent_from
    if own is None or (sent_from is not None and deps.county.places.within(sent_from, own)):
        return
    raise Refusal("not_the_sender", f"{whistle.id} was sent by somebody above: who sent it decides.", status=403)
