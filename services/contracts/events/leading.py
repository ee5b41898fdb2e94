"""What routing tells of leading a matter: who owns it next, how far up it went, who sponsors, confers and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.keyed import KeyedFact
from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Codes, Count, Flag, Identifier, Instant, Ordinal, one_of
from services.contracts.vocabulary import ConferenceQuestion, EscalatedBy, HandoverEnd, ImprovementStep, Level


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOffered(MatterFact):
    """The owner's place is offered to another unit; until that unit accepts, `owner` answers on (首接负责)."""

    handover: Ordinal
    to: Code
    owner: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRefused(MatterFact):
    """The unit that a matter was offered to did not take it; its owner stays. `ended`: it said no (also where nothing
    is told), the offer was withdrawn, or it lapsed unanswered."""

    handover: Ordinal
    to: Code
    ended: Annotated[str, one_of(HandoverEnd)] | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleEscalated(MatterFact):
    """A matter, or one whistle of it, went up the county's ladder to `level`, where `to` deals with it from now on."""

    level: Annotated[str, one_of(Level)]
    to: Code
    by: Annotated[str, one_of(EscalatedBy)]
    escalation: Ordinal
    whistle: Identifier | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorNamed(MatterFact):
    """A leader of the county file owns the matter to its end (包案); `posts` stand beside, four of them in 五包一.

    `unit` is where the leader is reached.
    """

    sponsor: Code
    posts: Count = 0
    unit: Code | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskForceFormed(MatterFact):
    """People of several units were drawn together for the matter (工作专班); `lead` is the unit that leads them."""

    task_force: Ordinal
    lead: Code
    members: Codes


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityBound(MatterFact):
    """Several units answer for the matter together (责任捆绑)."""

    units: Codes


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlanned(MatterFact):
    """The matter has a plan of its own (一案一对策); the words stay, sealed, with routing."""

    plan: Ordinal


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenceDisputed(MatterFact):
    """Units dispute whose the matter is; `superior`, which they share, decides, or the joint conference (Art. 24).

    Where they share none `by_conference` is true: the conference alone decides, and `superior` is who calls it.
    """

    dispute: Ordinal
    units: Codes
    superior: Code
    by_conference: Flag | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCalled(MatterFact):
    """A joint conference was called over the matter (联席会议); `members` are the units that sit in it."""

    conference: Ordinal
    question: Annotated[str, one_of(ConferenceQuestion)]
    members: Codes
    dispute: Ordinal | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceHeld(MatterFact):
    """A joint conference sat and decided; its minutes stay, sealed, with routing; `lead` is the unit it decided on."""

    conference: Ordinal
    question: Annotated[str, one_of(ConferenceQuestion)]
    held_at: Instant
    attended: Codes
    lead: Code | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCalledOff(MatterFact):
    """A joint conference that was called is not held; `members` need not come. Why, stays sealed with routing."""

    conference: Ordinal
    members: Codes


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class CallOpened(MatterFact):
    """The first receiver cannot solve the matter and calls the petition office (呼叫)."""

    call: Ordinal
    by: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(MatterFact):
    """The petition office answered a call with the departments that deal with the matter (响应), the lead first."""

    call: Ordinal
    departments: Codes


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDispatched(MatterFact):
    """The community passed a citizen's order on to departments that may take it (群众点单、社区派单)."""

    order: Ordinal
    by: Code
    departments: Codes


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTaken(MatterFact):
    """A department took a citizen's order (部门接单)."""

    order: Ordinal
    department: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClaimed(MatterFact):
    """A party member claimed a citizen's order (党员领单); `member` is an account id or a post, never a name."""

    order: Ordinal
    department: Code
    member: Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFact(KeyedFact):
    """A fact of one kind of trouble, not of one matter: its stream is named by the code of the group."""

    category: Code
    place: Code


@fact("routing", "kind")
@dataclass(frozen=True, slots=True, kw_only=True)
class KindGrouped(KindFact):
    """Somebody grouped `matters` of one kind into one improvement (办好一件事，推动解决一类事)."""

    matters: Count


@fact("routing", "kind")
@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementRecorded(KindFact):
    """A measure or the result of an improvement; `before` and `after` count matters of the kind in as many days."""

    step: Annotated[str, one_of(ImprovementStep)]
    n: Ordinal
    before: Count
    after: Count
