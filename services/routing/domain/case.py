"""The case: routing's picture of one matter, and the steps that change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import DeclineReason, Status
from services.county.county import County
from services.routing.domain import objection as objections
from services.routing.domain import whistle as whistles
from services.routing.domain.conference import left_open, none_open
from services.routing.domain.extension import extended as whistle_extended
from services.routing.domain.leading import NOTHING, Leading
from services.routing.domain.life import Step, after
from services.routing.domain.mediation import Order
from services.routing.domain.objection import Decision
from services.routing.domain.redress import UNTOUCHED, Redress
from services.routing.domain.standing_still import passed_on, waited
from services.routing.domain.whistle import Whistle


class Case(NamedTuple):
    """One matter in routing. `round` is 2 after a reopening; `responsible` the unit that answered for the outcome.

    `replies` and `remarks` count the sealed texts kept beside the case; `key` is the case's own key, wrapped. `county`
    is the version of the county file that it began under: its whistles run by the lengths of that one.
    """

    number: str
    place: str
    channel: str
    purpose: str
    category: str | None
    urgency: str | None
    tier: str | None
    contactable: bool
    status: str
    owner: str | None
    opened_at: str
    received_at: str | None = None
    round: int = 1
    decided_at: str | None = None
    reason: str | None = None
    to: str | None = None
    outcome: str | None = None
    responsible: str | None = None
    over_at: str | None = None
    replies: int = 0
    remarks: int = 0
    key: str | None = None
    county: str | None = None
    leading: Leading = NOTHING
    redress: Redress = UNTOUCHED
    mediations: tuple[Order, ...] = ()
    whistles: tuple[Whistle, ...] = ()

    def whistle(self, whistle_id: str) -> Whistle:
        """The whistle of this id. Raises Refusal `not_found`."""
        for each in self.whistles:
            if each.id == whistle_id:
                return each
        raise Refusal.not_found("whistle")

    @property
    def leads(self) -> tuple[str, ...]:
        """Every unit that has led a whistle of the matter, each once."""
        return tuple(dict.fromkeys(whistle.lead for whistle in self.whistles))

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department that is called to the matter and was not released, each once."""
        return tuple(dict.fromkeys(c.department for w in self.whistles for c in w.calls if c.active))

    def calls_on(self, department: str) -> bool:
        """Whether the department is called to the matter and was not released."""
        return any(w.calls_on(department) for w in self.whistles)


def nothing_left_open(case: Case, at: str) -> Case:
    """The handling is over by a word that waits for no meeting: a conference that was called, and a hearing that was
    opened, are called off with it, and nothing is decided or ended on them any more, not after a reopening either."""
    if any(each.open for each in case.leading.conferences):
        case = case._replace(leading=case.leading._replace(conferences=left_open(case.leading.conferences, at)))
    if case.redress.open_hearing is not None:
        heard = tuple(each._replace(called_off_at=at) if each.open else each for each in case.redress.hearings)
        case = case._replace(redress=case.redress._replace(hearings=heard))
    return case


def accepted(case: Case, category: str, urgency: str, tier: str | None, owner: str, at: str) -> Case:
    """The county takes the matter on (受理)."""
    status = after(Status(case.status), Step.ACCEPT)
    case.redress.not_final()
    return case._replace(
        status=status, category=category, urgency=urgency, tier=tier or case.tier, owner=owner, decided_at=at
    )


def declined(case: Case, reason: str, at: str) -> Case:
    """The county does not take the matter on (不予受理); what repeats a final matter for that reason alone (Art. 36).

    A matter may have become final before the hub was there: whoever declines it for that reason tells the citizen.
    Raises Refusal `step_not_allowed` or `already_final`.
    """
    status = after(Status(case.status), Step.DECLINE)
    if reason != DeclineReason.FINAL:
        case.redress.not_final()
    return nothing_left_open(case, at)._replace(status=status, reason=reason, decided_at=at, over_at=at)


def referred(case: Case, reason: str, to: str, at: str) -> Case:
    """The matter is passed on (转送)."""
    status = after(Status(case.status), Step.REFER)
    case.redress.not_final()
    return nothing_left_open(case, at)._replace(status=status, reason=reason, to=to, decided_at=at, over_at=at)


def answered(case: Case, unit: str, outcome: str, at: str) -> Case:
    """The matter is answered on the spot and so concluded (即办即走)."""
    status = after(Status(case.status), Step.ANSWER)
    none_open(case.leading.conferences)
    if case.status == Status.REGISTERED:
        case.redress.not_final()
    case.redress.opinion_due(case.round)
    decided = case.decided_at or at
    return case._replace(status=status, responsible=unit, outcome=outcome, decided_at=decided, over_at=at)


def whistled(
    county: County,
    case: Case,
    kind: str,
    lead: str,
    assists: Sequence[str],
    at: str,
    epoch: int = 1,
    sent_from: str | None = None,
    further: bool = False,
) -> tuple[Case, Whistle]:
    """Blow a whistle for an accepted matter; its id is `<number>-w<n>`. A `further` one is blown for a matter that is
    whistled for already: who is called by it comes beside the others, and the first one's lead leads on.

    After a restore `e<epoch>` follows, because the same `n` may have been given and lost, and departments know it.
    """
    status = after(Status(case.status), Step.CALL_FURTHER if further else Step.WHISTLE)
    if case.urgency is None:
        raise Refusal("urgency_missing", "The matter has no urgency: accept it with one first.")
    case.redress.not_stepped_back("lead", lead)
    for place, assist in enumerate(assists):
        case.redress.not_stepped_back(f"assists.{place}", assist)
    whistle_id = f"{case.number}-w{len(case.whistles) + 1}{'' if epoch == 1 else f'e{epoch}'}"
    made = whistles.blow(county, whistle_id, kind, lead, assists, case.urgency, case.round, at, sent_from)
    return case._replace(status=status, whistles=(*case.whistles, made)), made


def checked_in(case: Case, whistle_id: str, department: str, at: str) -> Case:
    """A called department reports for duty (报到)."""
    changed = _running(case, whistle_id).with_call(department, lambda call: call.checked_in(at))
    return with_whistle(case, changed, Step.CHECK_IN)


def objected(county: County, case: Case, whistle_id: str, department: str, reason: str, at: str) -> Case:
    """A called department says that the matter is not its own (异议)."""
    running = _running(case, whistle_id)
    earlier = [whistle for whistle in case.whistles if whistle.id != whistle_id]
    settled_on = [dispute.lead for dispute in case.leading.disputes if dispute.lead is not None]
    changed = objections.raise_objection(county, running, department, reason, at, earlier, settled_on)
    return with_whistle(case, changed, Step.OBJECT)


def decided(
    county: County, case: Case, whistle_id: str, n: int, upheld: bool, replacement: str | None, at: str
) -> tuple[Case, Decision]:
    """An objection is decided; where the last one that had not replied is released, the matter counts as replied."""
    if replacement is not None:
        case.redress.not_stepped_back("replacement", replacement)
        not_called_elsewhere(case, whistle_id, replacement)
    running = _running(case, whistle_id)
    decision = objections.decide(county, running, n, upheld, replacement, at)
    decision = decision._replace(whistle=passed_on(county, running, decision.whistle, case.urgency, at))
    return with_whistle(case, decision.whistle, Step.DECIDE), decision


def not_called_elsewhere(case: Case, whistle_id: str, unit: str) -> None:
    """A department answers one running whistle of a matter. Raises Refusal naming the field `replacement`."""
    if any(w.calls_on(unit) for w in case.whistles if not w.ended and w.id != whistle_id):
        raise Refusal.of_field("replacement", "called_twice", f"Allowed: another than {unit}, which is called already.")


def replied(county: County, case: Case, whistle_id: str, department: str, at: str) -> Case:
    """A called department replied (答复); not late while its clock stands still."""
    whistle = waited(county, _running(case, whistle_id), department, case.urgency, at)
    changed = whistle.with_call(department, lambda call: call.replied(at, whistle.end_for(call)))
    return with_whistle(case, changed, Step.REPLY)


def extended(case: Case, whistle_id: str, until: str, at: str) -> Case:
    """The handling may take longer (延期); once a whistle."""
    return with_whistle(case, whistle_extended(_running(case, whistle_id), until, at), Step.EXTEND)


def _running(case: Case, whistle_id: str) -> Whistle:
    whistle = case.whistle(whistle_id)
    if whistle.ended:
        raise Refusal("whistle_ended", f"The whistle {whistle_id} is over: the matter is {case.status}.")
    return whistle


def with_whistle(case: Case, whistle: Whistle, step: Step) -> Case:
    """The case after a step of one of its whistles; once all that any of them calls have replied, so has the matter."""
    status = after(Status(case.status), step)
    whistles = tuple(whistle if w.id == whistle.id else w for w in case.whistles)
    if status is Status.HANDLING and all(w.ended or w.all_replied for w in whistles):
        status = after(status, Step.ALL_REPLIED)
    return case._replace(status=status, whistles=whistles)
