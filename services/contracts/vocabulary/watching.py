"""The words of oversight."""

from __future__ import annotations

from enum import StrEnum


class OrderKind(StrEnum):
    """Steps of the ladder of supervision (督办)."""

    REMINDER = "reminder"
    SUPERVISION = "supervision"
    LISTED = "listed"


class Ground(StrEnum):
    """Grounds of supervision (信访工作条例, Art. 40)."""

    RULES_BROKEN = "rules_broken"
    SHIRKING = "shirking"
    PERFUNCTORY = "perfunctory"
    DELAY = "delay"
    FRAUD = "fraud"
    OPINION_REFUSED = "opinion_refused"
