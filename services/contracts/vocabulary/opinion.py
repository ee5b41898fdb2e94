"""The words of opinions, suggestions and reviews (信访工作条例 Art. 29, 31 to 36)."""

from __future__ import annotations

from enum import StrEnum


class Branch(StrEnum):
    """The six ways of an appeal (Art. 31), in the order of the article's items.

    The first four lead into another procedure, the fifth is a duty to perform or answer, the sixth ends in an opinion.
    """

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY_APPEAL = "party_appeal"
    ADMINISTRATIVE = "administrative"
    STATUTORY_DUTY = "statutory_duty"
    OPINION = "opinion"


class OpinionOutcome(StrEnum):
    """What an opinion says of the demand (Art. 32)."""

    SUPPORT = "support"
    EXPLAIN = "explain"
    NOT_SUPPORT = "not_support"


class ExecutionState(StrEnum):
    """How far a supporting opinion has been carried out (Art. 32: its execution is supervised)."""

    UNDER_WAY = "under_way"
    DONE = "done"
    REFUSED = "refused"


class ReviewOutcome(StrEnum):
    """What a review or second review did to the opinion before it (复查、复核, Art. 35, 36)."""

    UPHELD = "upheld"
    CHANGED = "changed"
