"""Disputed competence and joint conferences (职责争议、联席会议): raised, decided by the superior, or conferred on."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.leading import (
    CompetenceDisputed,
    ConferenceCalled,
    ConferenceCalledOff,
    ConferenceHeld,
)
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ConferenceQuestion, Role
from services.routing.domain import led
from services.routing.domain.case import Case
from services.routing.domain.conference import convener
from services.routing.domain.ownership import can_own
from services.routing.domain.succession import heir, heirs
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.hand_over import make_way, offer
from services.routing.use_cases.standing_in import LEADING, asked, leading, ordinal, units_of
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def dispute(work: Work, deps: Deps, call: Call) -> Answer:
    """Two or more units say that the matter is another's; it goes to the superior that they share, else to the joint
    conference (Art. 24)."""
    held, body, at = asked(work, deps, call), call.body, work.context.now
    case = led.disputed(deps.county, held.case, heirs(deps.county, body["units"], at), body["superior"], at)
    made = case.leading.disputes[-1]
    case = keep_remark(work, deps, case, "dispute", case.owner, body["reason"], f"{case.number}-d{made.n}")
    alone = made.superior is None
    superior = made.superior or convener(deps.county)
    tell(
        work, case, CompetenceDisputed, dispute=made.n, units=made.units, superior=superior, by_conference=alone or None
    )
    return kept(work, deps, held, case)


def decide_dispute(work: Work, deps: Deps, call: Call) -> Answer:
    """The superior decides whose the matter is; that unit is asked to take it over."""
    held, n, at = asked(work, deps, call), ordinal(call, "k", "dispute"), work.context.now
    body = call.body
    waiting = next((each for each in held.case.leading.disputes if each.n == n), None)
    if waiting is not None:
        _check_superior(deps, call, waiting.superior, at)
    lead = heir(deps.county, body["lead"], at)
    case = led.settled(deps.county, held.case, n, lead, at)
    case = keep_remark(work, deps, case, "dispute", None, body["text"], f"{case.number}-d{n}")
    case = _given_to(work, deps, case, lead)
    return kept(work, deps, held, case)


def call_conference(work: Work, deps: Deps, call: Call) -> Answer:
    """Call a joint conference: on an open dispute where one waits, else on the question given."""
    held, body, at = leading(work, deps, call, LEADING), call.body, work.context.now
    case = convene(work, deps, held.case, body["question"], heirs(deps.county, body["members"], at))
    if body["text"] is not None:
        about = f"{case.number}-c{case.leading.conferences[-1].n}"
        case = keep_remark(work, deps, case, "conference", None, body["text"], about)
    return kept(work, deps, held, case)


def convene(work: Work, deps: Deps, case: Case, question: str | None, members: tuple[str, ...]) -> Case:
    """Call the conference and tell it; on an open dispute where one waits and no question is given."""
    open_dispute = any(each.decided_at is None for each in case.leading.disputes)
    usual = ConferenceQuestion.COMPETENCE if open_dispute else ConferenceQuestion.HARD_MATTER
    case = led.conference_called(deps.county, case, question or str(usual), members, work.context.now)
    made = case.leading.conferences[-1]
    called = {"conference": made.n, "question": made.question, "members": made.members, "dispute": made.dispute}
    tell(work, case, ConferenceCalled, **called)
    return case


def call_off_conference(work: Work, deps: Deps, call: Call) -> Answer:
    """A conference that was called is not needed any more: its members hear so, why is kept sealed."""
    held, n = leading(work, deps, call, LEADING), ordinal(call, "k", "conference")
    case, done = led.conference_called_off(held.case, n, work.context.now)
    case = keep_remark(work, deps, case, "conference", None, call.body["reason"], f"{case.number}-c{n}")
    tell(work, case, ConferenceCalledOff, conference=done.n, members=done.members)
    return kept(work, deps, held, case)


def end_conference(work: Work, deps: Deps, call: Call) -> Answer:
    """The conference sat: minutes and decision are kept sealed; the lead it decided on is asked to take over."""
    held, n, at = leading(work, deps, call, LEADING), ordinal(call, "k", "conference"), work.context.now
    body = call.body
    lead = None if body["lead"] is None else heir(deps.county, body["lead"], at)
    case, done = led.conference_held(
        deps.county, held.case, n, lead, heirs(deps.county, body["attended"], at), body["held_at"], at
    )
    about = f"{case.number}-c{n}"
    case = keep_remark(work, deps, case, "minutes", None, body["minutes"], about)
    if body["decision"] is not None:
        case = keep_remark(work, deps, case, "decision", None, body["decision"], about)
    tell(
        work,
        case,
        ConferenceHeld,
        conference=done.n,
        question=done.question,
        held_at=done.held_at,
        attended=done.attended,
        lead=done.lead,
    )
    if done.dispute is not None and lead is not None:
        case = _given_to(work, deps, case, lead)
    return kept(work, deps, held, case)


def _check_superior(deps: Deps, call: Call, superior: str | None, at: str) -> None:
    """The superior's own people decide a dispute, or who leads from above it; above a unit of the whole county that
    are its leaders, not the dispatchers of its petition office.

    Raises Refusal `not_the_superior`, or `conference_decides` where the units share no superior.
    """
    user, county = call.staff(), deps.county
    if superior is None:
        said = "These units share no superior: the joint conference decides, by its minutes (Art. 24)."
        raise Refusal("conference_decides", said)
    if superior in units_of(user, county, at):
        return
    seat = county.units.get(superior).place if county.units.exists(superior) else None
    above = user.place is None or (seat is not None and county.places.within(seat, user.place))
    if above and user.department is None and user.has(*(LEADING if seat is not None else (Role.LEADER,))):
        return
    raise Refusal("not_the_superior", f"Only {superior}, or somebody above it, decides this dispute.", status=403)


def _given_to(work: Work, deps: Deps, case: Case, lead: str) -> Case:
    """The unit decided on is asked to take over, unless it owns the matter or cannot (then it is referred); an open
    offer to another unit is taken back by the decision."""
    if lead == case.owner or not can_own(deps.county, lead):
        return case
    case = make_way(work, case, lead)
    return case if any(each.open for each in case.leading.handovers) else offer(work, deps, case, lead)
