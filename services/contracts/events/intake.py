"""What intake tells: a matter came in, was added to, rated, or the citizen asked for something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import ChannelCode, MatterFact
from services.contracts.fact import Fact, fact
from services.contracts.kinds import (
    Code,
    Codes,
    Count,
    Flag,
    Identifier,
    Instant,
    Number,
    Ordinal,
    Sealed,
    one_of,
    whole,
)
from services.contracts.vocabulary import Rating

ACCUSATIONS = "countynet.intake.accusations"
CONTACTS = "countynet.intake.contacts"

RatingCode = Annotated[str, one_of(Rating)]


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRegistered(MatterFact):
    """A citizen's matter was taken in; `owner` is the first receiver's unit, `received_at` when the organ got it."""

    received_at: Instant
    owner: Code
    petitioners: Count
    anonymous: Flag
    secret: Flag


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSupplemented(MatterFact):
    """The citizen or the receiver added to the story; the text stays, sealed, with intake."""

    supplement: Ordinal


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRated(MatterFact):
    """The citizen judged the receiving and the responsible unit; a request that routing answers."""

    request: Identifier
    receiving: RatingCode
    responsible: RatingCode


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalRequested(MatterFact):
    """The citizen wants the matter back; a request that routing answers."""

    request: Identifier


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningRequested(MatterFact):
    """Somebody of the staff found that the matter repeats `into`, or asks the same jointly; routing answers."""

    request: Identifier
    into: Number


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatConfirmed(MatterFact):
    """Somebody of the staff confirmed that the matter repeats an earlier one (重复信访); it is handled on its own.

    Where the earlier one is pending, a joining is asked for; this also says it of one that is over.
    """

    repeats: Number


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequested(MatterFact):
    """The citizen asks for a review of an opinion (复查, `instance` 1) or a second one (复核, 2); routing answers."""

    request: Identifier
    instance: Annotated[int, whole(1, 2)]


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class GraveMatterReported(MatterFact):
    """A grave or urgent matter was reported up at once, to the `units` that the county file names (Art. 25)."""

    report: Ordinal
    units: Codes


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class AgentNamed(MatterFact):
    """Somebody of the staff files and follows on the citizen's behalf (代办员); `agent` is an account id."""

    agent: Identifier
    unit: Code | None = None


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDataRead(MatterFact):
    """Somebody of the staff opened sealed fields of a matter; `reader` is an account id, never a name."""

    reader: Identifier
    fields: Codes


@fact("intake", "contact", exchange=CONTACTS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGiven(Fact):
    """How a matter's citizens are reached, sealed to notify's public key `key`; the last one of its stream holds.

    `wanted` is false where the citizen wants no notices (退订); the box then holds no address any more.
    """

    key: Code
    sealed: Sealed
    wanted: Flag


@fact("intake", "accusation", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccusationRegistered(Fact):
    """An accusation was taken in, for the named recipient alone (Art. 30)."""

    place: Code
    channel: ChannelCode
    received_at: Instant
    recipient: Code


@fact("intake", "accusation", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccusationSupplemented(Fact):
    """The accuser added to the story."""

    recipient: Code
    supplement: Ordinal


@fact("intake", "accusation", exchange=ACCUSATIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccusationRead(Fact):
    """The recipient opened sealed fields of an accusation."""

    recipient: Code
    reader: Identifier
    fields: Codes
