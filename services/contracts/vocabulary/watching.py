"""The words of oversight."""

from __future__ import annotations

from enum import StrEnum


class OrderKind(StrEnum):
    """Steps of the ladder of supervision (督办)."""

    REMINDER = "reminder"
    SUPERVISION = "supervision"
    LISTED = "listed"


class Ground(StrEnum):
    """Grounds of supervision (信访工作条例, Art. 40); `key_matter`, by decision alone, is the matter's own weight."""

    RULES_BROKEN = "rules_broken"
    SHIRKING = "shirking"
    PERFUNCTORY = "perfunctory"
    DELAY = "delay"
    FRAUD = "fraud"
    OPINION_REFUSED = "opinion_refused"
    KEY_MATTER = "key_matter"


class PauseReason(StrEnum):
    """Why a county's clock stands still; `hearing` is the law's alone (信访工作条例 Art. 36)."""

    WAITING_FOR_CITIZEN = "waiting_for_citizen"
    APPRAISAL = "appraisal"
    OTHER_PROCEDURE = "other_procedure"
    FORCE_MAJEURE = "force_majeure"
    HEARING = "hearing"
