"""The county's clocks (时限): what starts and stops one, how long it runs, when it warns, what a breach leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.vocabulary import Urgency
from services.county.calendar import TimeUnit, Warn

FACTS = frozenset(
    {
        *("matter_registered", "matter_supplemented", "matter_rated", "withdrawal_requested", "review_requested"),
        *("sos_called", "matter_joined", "owner_changed", "matter_walled", "matter_closed", "matter_accepted"),
        *("matter_declined", "matter_referred", "whistle_blown", "department_checked_in", "objection_raised"),
        *("objection_decided", "department_replied", "extension_granted", "whistle_escalated", "sponsor_named"),
        *("conference_held", "hearing_held", "mediation_ordered", "matter_answered", "opinion_served"),
        *("matter_concluded", "matter_withdrawn", "matter_reopened", "review_decided", "matter_final"),
        *("mediation_opened", "agreement_reached", "mediation_failed", "judicial_confirmation_applied"),
        *("mediation_returned", "session_held", "performance_followed_up", "limit_extended"),
        *("order_issued", "order_answered", "advice_given", "advice_answered"),
        *(
            "request_refused",
            "agent_named",
            "branch_decided",
            "call_opened",
            "call_answered",
            "case_planned",
            "competence_disputed",
        ),
        *(
            "conference_called",
            "execution_reported",
            "grave_matter_reported",
            "handling_simplified",
            "handover_offered",
        ),
        *("handover_refused", "hearing_opened", "interest_declared", "joining_requested", "order_claimed"),
        *("repeat_confirmed", "conference_called_off"),
        *("order_dispatched", "order_taken", "responsibility_bound", "review_opened", "settlement_reached"),
        *("suggestion_answered", "task_force_formed"),
    }
)
"""The facts of the bus that a clock may hang on, by their names without version."""


_TRIAGE = frozenset({"matter_accepted", "matter_declined"})
_BEFORE_TRIAGE = frozenset(
    {
        *("matter_registered", "matter_supplemented", "agent_named", "sos_called", "grave_matter_reported"),
        *("joining_requested", "repeat_confirmed", "withdrawal_requested", "request_refused", "call_opened"),
        *("competence_disputed", "conference_called", "conference_held", "conference_called_off"),
        *("handover_offered", "handover_refused", "owner_changed"),
        *("whistle_escalated", "order_issued", "order_answered", "advice_given", "advice_answered", "mediation_opened"),
        "branch_decided",
    }
)
"""What may still be followed by the answer to "is it ours?", which is given once."""


def can_follow(fact: str, former: str) -> bool:
    """Whether a fact may happen to a matter after another one: its registration comes before all others, once, and so
    does its acceptance or refusal before all that is done for it."""
    if fact == "matter_registered":
        return False
    return fact not in _TRIAGE or former in _BEFORE_TRIAGE


class Anchor(StrEnum):
    """What a clock runs on: the matter as a whole, or each department called by a whistle."""

    MATTER = "matter"
    DEPARTMENT = "department"


class LadderStep(StrEnum):
    """What a breach leads to: the machine reminds; everything else is proposed and signed by a person."""

    REMINDER = "reminder"
    SUPERVISION = "supervision"
    LISTED = "listed"
    CLUE = "clue"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a clock runs; a length in days or hours of work is told in its unit."""

    amount: int
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class Breach:
    """One step of the ladder; taken at the breach, or `after` so much more time."""

    step: LadderStep
    after: Length | None = None

    @property
    def proposed(self) -> bool:
        """Whether a person must decide and sign it."""
        return self.step is not LadderStep.REMINDER


@dataclass(frozen=True, slots=True)
class WhistleKind:
    """A kind of whistle (吹哨) and how soon each called department must report for duty (报到)."""

    code: str
    name: str
    check_in: Length


@dataclass(frozen=True, slots=True)
class Says:
    """What a fact must say beside its name to be heard by a rule: one of `values` under `field`."""

    fact: str
    field: str
    values: frozenset[str | int | bool]

    def said(self, fact: str, told: Mapping[str, object]) -> bool:
        """Whether a fact says it; one of another name is not asked."""
        return fact != self.fact or told.get(self.field) in self.values


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One kind of clock. Its length is one for all, one by urgency, or that of the whistle's kind (`length` None).

    `pausable` clocks may wait for the citizen or an appraisal, with the reason; `roll` is the county's rule if None.
    `article` names the law of a statutory clock; such a clock is not the county's to set.

    `start_says` and `stop_says`: what the facts must say. `dated`: counted from the date that the starting fact names
    (when a letter was received, an opinion served), else from when it happened; `since`: from the last fact of that
    name instead. `extension`: by how much it may be put off, once. `stands_still`: the facts between which its time
    is taken out by law, and what they say.
    """

    name: str
    title: str
    anchor: Anchor
    starts: frozenset[str]
    stops: frozenset[str]
    length: Length | Mapping[Urgency, Length] | None
    warn: tuple[Warn, ...] = ()
    pausable: bool = False
    breach: tuple[Breach, ...] = ()
    article: str | None = None
    roll: bool | None = None
    start_says: tuple[Says, ...] = ()
    stop_says: tuple[Says, ...] = ()
    dated: bool = False
    since: str | None = None
    extension: Length | None = None
    stands_still: tuple[Says, Says] | None = None

    def starts_by(self, fact: str, told: Mapping[str, object]) -> bool:
        """Whether a fact that says this starts the clock."""
        return fact in self.starts and all(each.said(fact, told) for each in self.start_says)

    def stops_by(self, fact: str, told: Mapping[str, object]) -> bool:
        """Whether a fact that says this stops the clock."""
        return fact in self.stops and all(each.said(fact, told) for each in self.stop_says)

    @property
    def unit(self) -> TimeUnit | None:
        """What it counts in; None where that is the whistle's kind to say."""
        if self.length is None or isinstance(self.length, Length):
            return None if self.length is None else self.length.unit
        return next(length.unit for length in self.length.values())

    def length_for(self, urgency: Urgency, whistle: WhistleKind | None) -> Length | None:
        """The length of an instance; None when it is the whistle's and no whistle is at hand."""
        if self.length is None:
            return whistle.check_in if whistle is not None else None
        return self.length if isinstance(self.length, Length) else self.length[urgency]
