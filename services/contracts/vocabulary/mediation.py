"""The words of mediation."""

from __future__ import annotations

from enum import StrEnum


class MediatorBy(StrEnum):
    """How a mediator came to a case (人民调解法 Art. 19)."""

    CHOSEN = "chosen"
    ASSIGNED = "assigned"


class AgreementForm(StrEnum):
    """Written agreements take effect on signatures and seal, oral ones when agreed and recorded (Art. 28, 29)."""

    WRITTEN = "written"
    ORAL = "oral"


class FailureReason(StrEnum):
    """Why a mediation ended without an agreement (调解终止)."""

    CONSENT_REFUSED = "consent_refused"
    NO_AGREEMENT = "no_agreement"
    PARTY_LEFT = "party_left"
    NOT_MEDIABLE = "not_mediable"
    WITHDRAWN = "withdrawn"


class NextRoute(StrEnum):
    """Where parties may turn after a failed mediation (Art. 26)."""

    ADMINISTRATION = "administration"
    ARBITRATION = "arbitration"
    LITIGATION = "litigation"
    PETITION = "petition"


class Performance(StrEnum):
    """How an agreement is kept when it is followed up (Art. 31)."""

    PERFORMED = "performed"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    REFUSED = "refused"
