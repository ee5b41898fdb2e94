"""What oversight tells: clocks that warn or are breached, orders, and its answers on accusations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import MatterFact
from services.contracts.fact import Fact, fact
from services.contracts.kinds import Code, Flag, Identifier, Instant, one_of
from services.contracts.vocabulary import ExtensionReason, Ground, OrderKind, PauseReason

ACCUSATIONS = "countynet.oversight.accusations"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact(MatterFact):
    """A fact of one clock: which rule of the county file, on which whistle and unit, and when it is due."""

    clock: Code
    clock_id: Identifier
    due: Instant
    unit: Code | None = None
    whistle: Identifier | None = None


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWarned(ClockFact):
    """A clock has reached its warning (yellow)."""


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreached(ClockFact):
    """A clock has run out (red)."""


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBreachWithdrawn(ClockFact):
    """What stops the clock turned out to be dated in time; the breach, its counters and proposals are taken back."""


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPaused(ClockFact):
    """A clock stands still: a county's by a person's decision, a second review's while it is heard (Art. 36)."""

    reason: Annotated[str, one_of(PauseReason)]


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(ClockFact):
    """A clock goes on, `due` later by the time that it stood still for `reason`."""

    reason: Annotated[str, one_of(PauseReason)]


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended(ClockFact):
    """A clock of the law was put off once from `former` to `due`, with approval and for a reason (Art. 34)."""

    former: Instant
    reason: Annotated[str, one_of(ExtensionReason)]


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderIssued(MatterFact):
    """A unit is ordered to act by `due`: the machine's reminder, or an order that a person signed."""

    order: Identifier
    kind: Annotated[str, one_of(OrderKind)]
    ground: Annotated[str, one_of(Ground)]
    unit: Code
    due: Instant
    clock_id: Identifier | None = None


@fact("oversight", "docket")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswered(MatterFact):
    """A unit gave its written answer to an order; the text stays, sealed, with oversight."""

    order: Identifier
    unit: Code


@fact("oversight", "accusation", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccusationReceived(Fact):
    """The recipient has taken the accusation on."""

    recipient: Code


@fact("oversight", "accusation", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccusationAnswered(Fact):
    """The recipient has dealt with the accusation; the accuser sees that it is answered."""

    recipient: Code


@fact("oversight", "clue", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClueFiled(Fact):
    """Suspected inaction or slowness went to discipline (问题线索), signed by a person; never told to `unit`."""

    clue: Identifier
    recipient: Code
    unit: Code
    ground: Annotated[str, one_of(Ground)]


@fact("oversight", "clue", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDecided(Fact):
    """Discipline has looked into a clue: it is founded or not; what was found stays, sealed, with oversight."""

    clue: Identifier
    recipient: Code
    founded: Flag
