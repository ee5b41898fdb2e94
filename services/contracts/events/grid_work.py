"""What intake tells of work in the grids and at the reception desks: visits, rounds, sessions, calls for help.

Codes and counts only: who was visited, or who came, stands in no fact; accusations are in no count (Art. 30).
"""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.events.keyed import KeyedFact
from services.contracts.events.matter import MatterFact
from services.contracts.fact import fact
from services.contracts.kinds import Code, Codes, Count, Day, Flag, Identifier, Instant, Ordinal


@fact("intake", "grid")
@dataclass(frozen=True, slots=True, kw_only=True)
class PatrolRecorded(KeyedFact):
    """A grid worker walked the grid at `at` and did these duties; `matters` were found."""

    patrol: Identifier
    grid: Code
    town: Code | None = None
    at: Instant
    duties: Codes
    matters: Count = 0


@fact("intake", "grid")
@dataclass(frozen=True, slots=True, kw_only=True)
class HomeVisitRecorded(KeyedFact):
    """Contact households of a place were visited, by the leader or unit `contact` where the county pairs one.

    `done` are the promises and doors of the county's file that the visit kept.
    """

    visit: Identifier
    place: Code
    town: Code | None = None
    at: Instant
    households: Count
    contact: Code | None = None
    done: Codes | None = None
    matters: Count = 0


@fact("intake", "roster")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundHeld(KeyedFact):
    """Those on a roster's round listened to `listened` people in a place on one of its days."""

    round: Identifier
    roster: Code
    place: Code
    town: Code | None = None
    day: Day
    listened: Count
    matters: Count = 0


@fact("intake", "roster")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionHeld(KeyedFact):
    """A session of a reception roster has ended: how many came, and how many matters were taken in it."""

    reception: Identifier
    roster: Code
    place: Code
    town: Code | None = None
    day: Day
    opened_at: Instant
    ended_at: Instant
    visitors: Count
    matters: Count


@fact("intake", "matter")
@dataclass(frozen=True, slots=True, kw_only=True)
class SosCalled(MatterFact):
    """A consenting person's bracelet called, for the `call`-th time in this matter; `unit` answers for its grid.

    Where the bracelet is worn is told by the grid alone; whether a guardian is to be told, by `guardian`.
    """

    call: Ordinal
    unit: Code
    guardian: Flag = False
