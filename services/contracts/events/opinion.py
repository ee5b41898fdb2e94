"""What routing tells of opinions and of all that leads to one or replaces it: branches, suggestions, settlements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Flag, Identifier, Instant, Ordinal, one_of
from services.contracts.vocabulary import Branch, ExecutionState, OpinionOutcome


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDecided(MatterFact):
    """Which of the six ways of Art. 31 an appeal takes; `to` is where it is led, for the first four."""

    branch: Annotated[str, one_of(Branch)]
    to: Code | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandlingSimplified(MatterFact):
    """A small, clear appeal is handled the short way (简易办理): answered by `reply_by`, ten working days."""

    reply_by: Instant


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(MatterFact):
    """A unit with an interest in the matter stepped back (回避, Art. 28).

    Where a whistle had called it, it is released; `lead` leads now, and `replacement` is called in its stead.
    """

    department: Code
    whistle: Identifier | None = None
    lead: Code | None = None
    replacement: Code | None = None
    check_in_by: Instant | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionServed(MatterFact):
    """An opinion was served on the citizen (处理意见书, Art. 32) at `served_at`; its words stay sealed with routing.

    A review may be asked for until `ask_by`. `opinion` counts the matter's opinions, those of reviews too.
    """

    opinion: Ordinal
    outcome: Annotated[str, one_of(OpinionOutcome)]
    served_at: Instant
    unit: Code
    ask_by: Instant
    round: Ordinal


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionReported(MatterFact):
    """How far a supporting opinion has been carried out; it stays open until `done` (Art. 32)."""

    opinion: Ordinal
    state: Annotated[str, one_of(ExecutionState)]
    unit: Code


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementReached(MatterFact):
    """The parties settled by themselves (和解, Art. 33); `unit` made the 和解协议书, `perform_by` its last day."""

    unit: Code
    reply: Ordinal
    perform_by: Instant | None = None


@fact("routing", "case")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionAnswered(MatterFact):
    """A suggestion was studied and answered (Art. 29): adopted, adopted in part, or not."""

    unit: Code
    adopted: Flag
    reply: Ordinal
    partly: Flag = False


OPINION_FACTS: tuple[type[MatterFact], ...] = (
    BranchDecided,
    HandlingSimplified,
    InterestDeclared,
    OpinionServed,
    ExecutionReported,
    SettlementReached,
    SuggestionAnswered,
)
"""Every fact of this page, for those who take them all in."""
