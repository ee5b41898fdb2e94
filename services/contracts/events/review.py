"""What routing tells of joinings, hearings and the two reviews of an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Identifier, Instant, Number, Ordinal, one_of, whole
from services.contracts.vocabulary import OpinionOutcome, Outcome, ReviewOutcome, Status

Instance = Annotated[int, whole(1, 2)]
HearingInstance = Annotated[int, whole(0, 2)]


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterJoined(MatterFact):
    """The matter repeats one that is pending, `into`, and is handled there; it keeps its own codes and view."""

    into: Number
    request: Identifier | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedConcluded(MatterFact):
    """What became of the matter that this one was joined to; told on the joined one's stream, for its own citizen.

    `status` is where the other one stands now; `outcome` is told with its conclusion.
    """

    into: Number
    status: Annotated[str, one_of(Status)]
    outcome: Annotated[str, one_of(Outcome)] | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingOpened(MatterFact):
    """A hearing (听证) was opened; `instance` 0 is the handling, 1 the review, 2 the second review."""

    hearing: Ordinal
    instance: HearingInstance


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld(MatterFact):
    """A hearing has ended, with minutes and findings."""

    hearing: Ordinal
    instance: HearingInstance


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOpened(MatterFact):
    """The citizen's request for a review (复查, `instance` 1) or second review (复核, 2) was granted."""

    request: Identifier
    instance: Instance


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDecided(MatterFact):
    """A review opinion was served at `decided_at` by `unit`; after the first, `ask_by` ends the citizen's 30 days."""

    instance: Instance
    outcome: Annotated[str, one_of(ReviewOutcome)]
    decided_at: Instant
    opinion: Ordinal
    opinion_outcome: Annotated[str, one_of(OpinionOutcome)]
    unit: Code
    ask_by: Instant | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFinal(MatterFact):
    """The second review has spoken (三级终结, Art. 36): the same facts are not taken on again."""

    instance: Instance


REVIEW_FACTS: tuple[type[MatterFact], ...] = (
    MatterJoined,
    JoinedConcluded,
    HearingOpened,
    HearingHeld,
    ReviewOpened,
    ReviewDecided,
    MatterFinal,
)
"""Every fact of this page, for those who take them all in."""
