"""What mediation tells: every step of a mediation case, from its opening to the follow-up of its agreement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Codes, Count, Flag, Identifier, Instant, Ordinal, one_of
from services.contracts.vocabulary import AgreementForm, FailureReason, MediatorBy, Performance


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationFact(MatterFact):
    """A fact of one mediation case at one body.

    `case` is `<number>-m<n>`. A `direct` case was opened at the body itself: its number is no matter of intake's.
    """

    case: Identifier
    body: Code
    direct: Flag


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediationOpened(MediationFact):
    """A body has taken a dispute on; every party is asked for consent (人民调解法 Art. 17)."""

    parties: Count


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesNamed(MediationFact):
    """The body knows who the parties are, `parties` of them in all; their names stay, sealed, with mediation."""

    parties: Ordinal


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(MediationFact):
    """One party wants to mediate; `complete` with the last one."""

    party: Ordinal
    complete: Flag


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRefused(MediationFact):
    """One party does not want to mediate, which ends the case (Art. 17, 26)."""

    party: Ordinal


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorAssigned(MediationFact):
    """A mediator of the pool sits in the case, chosen by the parties or assigned (Art. 19)."""

    mediator: Code
    by: Annotated[str, one_of(MediatorBy)]


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(MediationFact):
    """A mediator has an interest in the case and steps back from it; `sat` where he or she sat in it already."""

    mediator: Code
    sat: Flag


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class LimitExtended(MediationFact):
    """All parties asked for more time together, and the county's limit (`former`) was put off to `until`."""

    until: Instant
    former: Instant


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionHeld(MediationFact):
    """The parties sat together; the minutes stay, sealed, with mediation."""

    session: Ordinal
    held_at: Instant
    open: Flag


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementReached(MediationFact):
    """The parties agreed (Art. 28, 29); what they agreed on stays, sealed, with mediation."""

    form: Annotated[str, one_of(AgreementForm)]
    effective_at: Instant
    perform_by: Instant | None = None


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class MediationFailed(MediationFact):
    """The mediation ended without an agreement; the parties were told where else to turn (Art. 26)."""

    reason: Annotated[str, one_of(FailureReason)]
    routes: Codes


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class JudicialConfirmationApplied(MediationFact):
    """The parties asked the court together to confirm the agreement, within 30 days of its effect (Art. 33)."""

    applied_at: Instant


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceFollowedUp(MediationFact):
    """The body looked whether the agreement is kept (Art. 31)."""

    follow_up: Ordinal
    performance: Annotated[str, one_of(Performance)]


@fact("mediation", "mediation")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDataRead(MediationFact):
    """Somebody of the staff read sealed words of a case; `reader` is an account id, never a name."""

    reader: Identifier
    fields: Codes
