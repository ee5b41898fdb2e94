"""What routing tells: every step of a matter after its registration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Codes, Flag, Identifier, Instant, Ordinal, one_of
from services.contracts.vocabulary import (
    CloseReason,
    DeclineReason,
    ExtensionReason,
    FailureReason,
    ObjectionReason,
    Outcome,
    ReferralReason,
    RefusalReason,
    RequestKind,
)


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChanged(MatterFact):
    """Another unit has accepted the matter as its own; the former owner answers for it no longer."""

    owner: Code
    former: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAccepted(MatterFact):
    """The county takes the matter on (受理); category and urgency are decided from here on."""

    owner: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterDeclined(MatterFact):
    """The county does not take the matter on (不予受理), and the citizen is told why."""

    reason: Annotated[str, one_of(DeclineReason)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReferred(MatterFact):
    """The matter is passed on (转送); `to` is a unit of the county file, or `outside`."""

    to: Code
    reason: Annotated[str, one_of(ReferralReason)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAnswered(MatterFact):
    """The matter was answered on the spot (即办即走)."""

    reply: Ordinal
    unit: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleBlown(MatterFact):
    """The centre calls a lead and assisting departments to one matter; each reports for duty by `check_in_by`."""

    whistle: Identifier
    kind: Code
    lead: Code
    assists: Codes
    check_in_by: Instant
    finish_by: Instant
    county_version: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentCheckedIn(MatterFact):
    """A called department reported for duty; late ones count, marked late."""

    whistle: Identifier
    kind: Code
    department: Code
    check_in_by: Instant
    late: Flag


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRaised(MatterFact):
    """A called department says that the matter is not its own (异议, within 5 working days, Art. 23)."""

    whistle: Identifier
    department: Code
    objection: Ordinal
    reason: Annotated[str, one_of(ObjectionReason)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided(MatterFact):
    """Who blew the whistle decided an objection; where upheld, `replacement` is called in the department's stead."""

    whistle: Identifier
    department: Code
    objection: Ordinal
    upheld: Flag
    lead: Code
    replacement: Code | None = None
    check_in_by: Instant | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentReplied(MatterFact):
    """A called department replied; the text stays, sealed, with routing."""

    whistle: Identifier
    department: Code
    reply: Ordinal
    finish_by: Instant
    late: Flag


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionGranted(MatterFact):
    """The handling of one whistle may take until `finish_by`; granted once, with the reason told (延期)."""

    whistle: Identifier
    finish_by: Instant
    former: Instant
    reason: Annotated[str, one_of(ExtensionReason)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediationOrdered(MatterFact):
    """The matter goes to a mediation body of the county file; `order` is `<number>-m<n>`, the mediation case's id.

    `leads` are the units that have led whistles of the matter: who mediates must not be one of theirs.
    """

    order: Identifier
    body: Code
    leads: Codes = ()


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediationReturned(MatterFact):
    """The mediation ended without an agreement; the matter is handled on by other ways."""

    order: Identifier
    reason: Annotated[str, one_of(FailureReason)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterConcluded(MatterFact):
    """The handling is over (办结); `outcome` is the 3-in-place record, `lead` the responsible unit."""

    outcome: Annotated[str, one_of(Outcome)]
    lead: Code
    round: Ordinal


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReopened(MatterFact):
    """The citizen was dissatisfied; the matter is handled once more (二次办理)."""

    request: Identifier
    round: Ordinal


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterClosed(MatterFact):
    """The matter's life is over; `lead` is the responsible unit and `request` the citizen's rating, if any."""

    reason: Annotated[str, one_of(CloseReason)]
    lead: Code | None = None
    request: Identifier | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterWithdrawn(MatterFact):
    """The citizen's request to withdraw was granted."""

    request: Identifier


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused(MatterFact):
    """What the citizen asked for at intake cannot be granted, and why."""

    request: Identifier
    kind: Annotated[str, one_of(RequestKind)]
    reason: Annotated[str, one_of(RefusalReason)]


@fact("routing", "case", walled=True)
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterWalled(MatterFact):
    """The matter was recognised as an accusation; everybody but its recipient forgets it at once (Art. 30)."""


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDataRead(MatterFact):
    """Somebody of the staff read sealed replies or remarks of a matter; `reader` is an account id, never a name."""

    reader: Identifier
    fields: Codes
