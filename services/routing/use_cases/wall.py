"""A matter recognised as an accusation goes behind the wall (信访工作条例 Art. 30): here it is as if it had never been.

The case, its desks and its words leave every collection that lists or views read; one sealed bundle stays, under a
blinded id, so that nothing is destroyed and later facts of the matter are met with silence.
"""

from __future__ import annotations

import json

from services.chassis.store import Work
from services.chassis.web.call import Answer
from services.contracts.events.dispute import DisputeWalled
from services.contracts.events.routing import MatterWalled
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.routing import store
from services.routing.store import WALLED, Held
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.improve import forget
from services.routing.use_cases.tell import tell
from services.routing.use_cases.words import documents_of, keep_remark


def wall(work: Work, deps: Deps, held: Held, to: str | None, text: str | None) -> Answer:
    """Hide the case everywhere, from whatever status; who receives it is the county file's word, nobody else's.

    What was joined to it tells the same facts and goes with it.
    """
    if to is not None:
        raise Refusal.of_field("to", "not_allowed", "Allowed for accusation: nothing; the county file names who.")
    case = held.case
    if text is not None:
        case = keep_remark(work, deps, case, "referral", case.owner, text, case.number)
    key = case.key or deps.seal.new_key()
    words = documents_of(work, case)
    bundle = {
        "case": store.body_of(case, None),
        "words": [[where, document.id, document.body] for where, document in words],
        "by": work.context.actor,
        "at": work.context.now,
    }
    walled_id = id_of(deps, case.number)
    sealed = deps.seal.opener(key).seal(WALLED, walled_id, "bundle", json.dumps(bundle, ensure_ascii=False))
    work.put(WALLED, walled_id, {"key": key, "bundle": sealed})
    store.take_away(work, held)
    forget(work, deps, case)
    _part(work, deps, held)
    for where, document in words:
        work.delete(where, document.id, document.version)
    tell(work, case, MatterWalled)
    if case.mediations:
        tell(work, case, DisputeWalled)
    for number in case.redress.joined:
        follower = store.find(work, number)
        if follower is not None:
            wall(work, deps, follower, None, None)
    return Answer({"number": case.number, "status": str(Status.REFERRED)}, counted=False)


def _part(work: Work, deps: Deps, held: Held) -> None:
    """The matter that this one was joined to does not name it any more."""
    first = None if held.case.redress.into is None else store.find(work, held.case.redress.into)
    if first is not None:
        joined = tuple(number for number in first.case.redress.joined if number != held.case.number)
        changed = first.case._replace(redress=first.case.redress._replace(joined=joined))
        store.put(work, first, changed, town_of(deps.county, changed.place))


def is_walled(work: Work, deps: Deps, number: str) -> bool:
    """Whether a matter that routing does not know was hidden here."""
    return work.get(WALLED, id_of(deps, number)) is not None


def id_of(deps: Deps, number: str) -> str:
    """The id under which a walled matter is kept: tells nobody its number."""
    return deps.seal.blind("walled", number)
