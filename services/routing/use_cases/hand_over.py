"""Hand a matter over to another unit (首接负责): offered, and its own only once that unit has accepted.

An offer never waits for ever: it is answered, taken back, or lapses at its limit, worked off with the ladder.
"""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.leading import HandoverOffered, HandoverRefused
from services.contracts.events.routing import OwnerChanged
from services.routing import store
from services.routing.domain import led, ownership
from services.routing.domain.case import Case
from services.routing.domain.succession import heir
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.standing_in import LEADING, RECEIVING, asked, leading, ordinal, speaks_for, units_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def hand_over(work: Work, deps: Deps, call: Call) -> Answer:
    """Offer the matter, with the reason in words; who owns it answers for it until the other unit accepts."""
    held = leading(work, deps, call, RECEIVING)
    case = offer(work, deps, held.case, call.body["to"])
    n = case.leading.handovers[-1].n
    case = keep_remark(work, deps, case, "handover", case.owner, call.body["reason"], f"{case.number}-h{n}")
    return kept(work, deps, held, case)


def offer(work: Work, deps: Deps, case: Case, to: str) -> Case:
    """Offer it to a unit, or to the one that goes on with that unit's duties, and tell it."""
    at = work.context.now
    changed = led.handed_over(deps.county, case, heir(deps.county, to, at), at)
    made = changed.leading.handovers[-1]
    tell(work, changed, HandoverOffered, handover=made.n, to=made.to, owner=made.owner)
    return changed


def accept_handover(work: Work, deps: Deps, call: Call) -> Answer:
    """The unit takes the matter as its own."""
    return _answer(work, deps, call, accepted=True)


def refuse_handover(work: Work, deps: Deps, call: Call) -> Answer:
    """The unit does not take it; nothing changes for the citizen."""
    return _answer(work, deps, call, accepted=False)


def withdraw_handover(work: Work, deps: Deps, call: Call) -> Answer:
    """The owner's side, or who leads the matter, takes an offer back that waits for its answer."""
    held, n = leading(work, deps, call, LEADING), ordinal(call, "k", "handover")
    case, done = led.taken_back(held.case, n, work.context.now)
    if call.body["reason"] is not None:
        case = keep_remark(work, deps, case, "handover", done.owner, call.body["reason"], f"{case.number}-h{n}")
    tell(work, case, HandoverRefused, handover=done.n, to=done.to, ended=done.ended)
    return kept(work, deps, held, case)


def make_way(work: Work, case: Case, wanted: str) -> Case:
    """An open offer to another unit than the wanted one is taken back. Raises Refusal `competence_decided`."""
    waiting = ownership.open_one(case.leading.handovers)
    if waiting is None or waiting.to == wanted:
        return case
    case, done = led.taken_back(case, waiting.n, work.context.now)
    tell(work, case, HandoverRefused, handover=done.n, to=done.to, ended=done.ended)
    return case


def lapse(work: Work, case: Case) -> Case:
    """The offer whose time is over ends, and that is told; the same case where none is."""
    waiting, at = ownership.open_one(case.leading.handovers), work.context.now
    if waiting is None or not ownership.has_lapsed(waiting, at):
        return case
    changed, done = led.lapsed(case, waiting.n, at)
    if done.accepted:
        tell(work, changed, OwnerChanged, owner=done.to, former=case.owner)
    else:
        tell(work, changed, HandoverRefused, handover=done.n, to=done.to, ended=done.ended)
    return changed


def _answer(work: Work, deps: Deps, call: Call, *, accepted: bool) -> Answer:
    n, at = ordinal(call, "k", "handover"), work.context.now
    _not_too_late(work, deps, call, n, at)
    held = asked(work, deps, call)
    waiting = ownership.of(held.case.leading.handovers, n)
    speaks_for(deps, call, waiting.to, at)
    case, done = led.taken_over(held.case, n, accepted, at)
    if call.body["reason"] is not None:
        case = keep_remark(work, deps, case, "handover", done.to, call.body["reason"], f"{case.number}-h{n}")
    if accepted:
        tell(work, case, OwnerChanged, owner=done.to, former=held.case.owner)
    else:
        tell(work, case, HandoverRefused, handover=done.n, to=done.to, ended=done.ended)
    return kept(work, deps, held, case)


def _not_too_late(work: Work, deps: Deps, call: Call, n: int, at: str) -> None:
    """Whose offer lapsed was told of the matter by it and hears so, though it cannot see the matter any more; asked
    before the version, which it cannot read again. One that stepped back hears nothing (Art. 28).

    Raises Refusal `not_found` or `handover_lapsed`.
    """
    case = store.get(work, call.path["number"]).case
    own = units_of(call.staff(), deps.county, at) - case.redress.stepped_back
    for offered in case.leading.handovers:
        if offered.n == n and offered.to in own:
            ownership.not_lapsed(offered)
