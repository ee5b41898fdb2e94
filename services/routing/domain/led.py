"""The steps of leading a case, each inside the state table: the case as it stands after one of them."""

from __future__ import annotations

from collections.abc import Sequence

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import EscalatedBy, HandoverEnd, Status
from services.county.county import County
from services.county.leading import RungLevel
from services.routing.domain import conference, escalation, leadership, ownership, responding
from services.routing.domain.case import Case
from services.routing.domain.conference import Conference
from services.routing.domain.escalation import Escalation
from services.routing.domain.life import LEADING, NEXT, Step, after
from services.routing.domain.ownership import Handover
from services.routing.domain.responding import Asked, Ordered
from services.routing.domain.whistle import known_unit


def handed_over(county: County, case: Case, to: str, at: str) -> Case:
    """The matter is offered to another unit; its owner answers on until that one has accepted."""
    after(Status(case.status), Step.HAND_OVER)
    known_unit(county, "to", to)
    case.redress.not_stepped_back("to", to)
    _not_decided_against(case, (to,), to)
    return _led(case, handovers=ownership.offered(county, case.leading.handovers, case.owner, to, at))


def taken_over(case: Case, n: int, accepted: bool, at: str) -> tuple[Case, Handover]:
    """The unit that it was offered to takes the matter as its own, or does not."""
    after(Status(case.status), Step.TAKE_OVER)
    if not accepted and is_decided_on(case, ownership.of(case.leading.handovers, n).to):
        raise Refusal("competence_decided", "The dispute was decided on this unit: it takes the matter over.")
    handovers, done = ownership.decided(case.leading.handovers, n, accepted, at)
    if accepted:
        case.redress.not_stepped_back("to", done.to)
    changed = _led(case, handovers=handovers)
    return (changed._replace(owner=done.to) if accepted else changed), done


def _not_decided_against(case: Case, units: Sequence[str], to: str | None = None) -> None:
    """What was decided is not returned: the same units neither dispute nor hand over the matter among themselves again.

    Raises Refusal `competence_decided`.
    """
    lead = conference.stands_decided(case.leading.disputes, units, case.redress.stepped_back)
    if lead is not None and lead != to:
        said = f"The dispute among these units was decided on {lead}; that stands. Allowed: a unit that was no party."
        raise Refusal("competence_decided", said)


def is_decided_on(case: Case, unit: str) -> bool:
    """Whether the last dispute over the matter was decided on this unit."""
    return [each.lead for each in case.leading.disputes if each.lead is not None][-1:] == [unit]


def taken_back(case: Case, n: int, at: str) -> tuple[Case, Handover]:
    """Who offered the matter takes the offer back; not one that follows from a decision.

    Raises Refusal `not_found`, `handover_decided`, `handover_lapsed` or `competence_decided`.
    """
    waiting = ownership.of(case.leading.handovers, n)
    if waiting.open and is_decided_on(case, waiting.to):
        said = f"The dispute was decided on {waiting.to}: it takes the matter over, at the latest at its limit."
        raise Refusal("competence_decided", said)
    handovers, done = ownership.ended(case.leading.handovers, n, HandoverEnd.WITHDRAWN, at)
    return _led(case, handovers=handovers), done


def lapsed(case: Case, n: int, at: str) -> tuple[Case, Handover]:
    """An offer that nobody answered in time ends, and the owner stays; one that follows from a decided dispute ends
    with the unit owning the matter, for what was decided needs no consent (Art. 24)."""
    waiting = ownership.of(case.leading.handovers, n)
    owns = is_decided_on(case, waiting.to) and (Status(case.status), Step.TAKE_OVER) in NEXT
    if owns and waiting.to not in case.redress.stepped_back:
        return taken_over(case, n, True, at)
    handovers, done = ownership.ended(case.leading.handovers, n, HandoverEnd.LAPSED, at)
    return _led(case, handovers=handovers), done


def owned(case: Case, owner: str, at: str) -> Case:
    """Another unit has accepted the matter by other ways than an offer; an open offer ends with that."""
    handovers = tuple(
        each._replace(accepted=each.to == owner, decided_at=at) if each.open else each
        for each in case.leading.handovers
    )
    return (case if handovers == case.leading.handovers else _led(case, handovers=handovers))._replace(owner=owner)


def standing(county: County, case: Case, at: str) -> Case:
    """A case begins on its rung of the county's ladder with its registration, a reopened one anew on that to which it
    has come; no ladder, no change."""
    level = level_of(county, case)
    if level is None:
        return case
    due = escalation.due_on_rung(county, level, case.tier, at)
    return _led(case, level=str(level), since=at, goes_up_at=due)


def level_of(county: County, case: Case) -> RungLevel | None:
    """The rung on which a case stands."""
    level = case.leading.level
    return escalation.starting_level(county, case.place) if level is None else RungLevel(level)


def escalated(
    county: County, case: Case, wanted: str | None, whistle: str | None, by: EscalatedBy, at: str
) -> tuple[Case, Escalation]:
    """The case goes up the ladder, by hand or because its time on the rung is over."""
    after(Status(case.status), Step.ESCALATE)
    if whistle is not None and case.whistle(whistle).ended:
        raise Refusal("whistle_ended", f"The whistle {whistle} is over: the matter is {case.status}.")
    level = escalation.next_level(county, level_of(county, case), wanted)
    former = case.leading.escalations
    unit = escalation.unit_for(county, case.place, level, case.redress.stepped_back)
    made = Escalation(len(former) + 1, str(level), unit, str(by), at, whistle)
    due = escalation.due_on_rung(county, level, case.tier, at)
    return _led(case, level=str(level), since=at, goes_up_at=due, escalations=(*former, made)), made


def may_rise(county: County, case: Case) -> bool:
    """Whether the ladder, as the file has it now, takes up a case by itself: it is pending and has a level above."""
    level = level_of(county, case)
    return case.status in LEADING[Step.ESCALATE] and level is not None and escalation.has_above(county, level)


def stays(case: Case) -> Case:
    """The case does not go up by itself any more."""
    return _led(case, goes_up_at=None)


def disputed(county: County, case: Case, units: Sequence[str], superior: str | None, at: str) -> Case:
    """Units dispute whose the matter is; it goes to their common superior (Art. 24)."""
    after(Status(case.status), Step.DISPUTE)
    case.redress.none_stepped_back("units", units)
    _not_decided_against(case, units)
    disputes = conference.disputed(county, case.leading.disputes, units, superior, at)
    decides = disputes[-1].superior
    if decides is not None:
        case.redress.not_stepped_back("superior", decides)
    return _led(case, disputes=disputes)


def settled(county: County, case: Case, n: int, lead: str, at: str) -> Case:
    """The superior decided a dispute without a conference."""
    after(Status(case.status), Step.DISPUTE)
    known_unit(county, "lead", lead)
    case.redress.not_stepped_back("lead", lead)
    return _led(case, disputes=conference.settled(case.leading.disputes, n, lead, at))


def conference_called(county: County, case: Case, question: str, members: Sequence[str], at: str) -> Case:
    """A joint conference is called over the matter."""
    after(Status(case.status), Step.CONFER)
    leading, barred = case.leading, case.redress.stepped_back
    case.redress.none_stepped_back("members", members)
    called = conference.called(county, leading.conferences, leading.disputes, question, members, at, barred)
    return _led(case, conferences=called)


def conference_held(
    county: County, case: Case, n: int, lead: str | None, attended: Sequence[str], held_at: str | None, now: str
) -> tuple[Case, Conference]:
    """The joint conference decided; where it took up a dispute, that is decided with it."""
    after(Status(case.status), Step.CONFER)
    if lead is not None:
        case.redress.not_stepped_back("lead", lead)
    case.redress.none_stepped_back("attended", attended)
    conferences, done = conference.held(county, case.leading.conferences, n, lead, attended, held_at, now)
    changed = _led(case, conferences=conferences)
    if done.dispute is None or lead is None or conference.check_settled(case.leading.disputes, done.dispute, lead):
        return changed, done
    return _led(changed, disputes=conference.settled(case.leading.disputes, done.dispute, lead, now)), done


def conference_called_off(case: Case, n: int, at: str) -> tuple[Case, Conference]:
    """The joint conference is not held; a dispute that it was to decide waits on."""
    after(Status(case.status), Step.CONFER)
    conferences, done = conference.called_off(case.leading.conferences, n, at)
    return _led(case, conferences=conferences), done


def sponsored(county: County, case: Case, leader: str, five_to_one: bool, at: str, reason: str | None = None) -> Case:
    """A leader owns the matter to its end (包案); another one only for a reason."""
    after(Status(case.status), Step.SPONSOR)
    return _led(case, sponsor=leadership.sponsored(county, case.leading.sponsor, leader, five_to_one, at, reason))


def task_force_formed(county: County, case: Case, lead: str, members: Sequence[str], at: str) -> Case:
    """Units send people for the matter (工作专班)."""
    after(Status(case.status), Step.TASK_FORCE)
    case.redress.not_stepped_back("lead", lead)
    case.redress.none_stepped_back("members", members)
    barred = case.redress.stepped_back
    return _led(case, task_forces=leadership.formed(county, case.leading.task_forces, lead, members, at, barred))


def bound(county: County, case: Case, units: Sequence[str]) -> Case:
    """Several units answer for the matter together (责任捆绑)."""
    after(Status(case.status), Step.BIND)
    case.redress.none_stepped_back("units", units)
    return _led(case, bound=leadership.bound(county, case.leading.bound, units))


def planned(case: Case) -> Case:
    """The matter has one more version of its own plan (一案一对策)."""
    after(Status(case.status), Step.PLAN)
    return _led(case, plans=case.leading.plans + 1)


def call_opened(case: Case, at: str) -> Case:
    """The first receiver calls the petition office (呼叫)."""
    after(Status(case.status), Step.OPEN_CALL)
    return _led(case, calls=responding.opened(case.leading.calls, case.owner, at))


def call_answered(county: County, case: Case, n: int, departments: Sequence[str], at: str) -> tuple[Case, Asked]:
    """The petition office answers with departments (响应)."""
    after(Status(case.status), Step.ANSWER_CALL)
    case.redress.none_stepped_back("departments", departments)
    calls, done = responding.answered(county, case.leading.calls, n, departments, at)
    return _led(case, calls=calls), done


def order_dispatched(county: County, case: Case, departments: Sequence[str], at: str) -> Case:
    """The community passes a citizen's order on (派单)."""
    after(Status(case.status), Step.DISPATCH_ORDER)
    case.redress.none_stepped_back("departments", departments)
    return _led(case, orders=responding.dispatched(county, case.leading.orders, case.owner, departments, at))


def order_taken(case: Case, n: int, department: str, at: str) -> tuple[Case, Ordered]:
    """A department takes the order (接单)."""
    after(Status(case.status), Step.TAKE_ORDER)
    case.redress.not_stepped_back("department", department)
    orders, done = responding.taken(case.leading.orders, n, department, at)
    return _led(case, orders=orders), done


def order_claimed(case: Case, n: int, department: str, member: str, at: str) -> tuple[Case, Ordered]:
    """One of the department's members claims it (领单)."""
    after(Status(case.status), Step.CLAIM)
    case.redress.not_stepped_back("department", department)
    orders, done = responding.claimed(case.leading.orders, n, department, member, at)
    return _led(case, orders=orders), done


def _led(case: Case, **changed: object) -> Case:
    return case._replace(leading=case.leading._replace(**changed))  # type: ignore[arg-type]
