"""What a day is made of: matters, and steps that somebody takes at a minute of the day. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CITIZEN = "citizen"
"""Acts without an account, by the matter's number and query code."""
EVENING = 18 * 60 + 30
"""Minutes from midnight: offices have closed at 18:00, and what was gathered during the day has been told."""


class Act(StrEnum):
    """What somebody may do to a matter during the day."""

    REGISTER = "register"
    SUPPLEMENT = "supplement"
    RATE = "rate"
    WITHDRAW = "withdraw"
    READ = "read"
    ACCEPT = "accept"
    DECLINE = "decline"
    REFER = "refer"
    WALL = "wall"
    ON_THE_SPOT = "on_the_spot"
    WHISTLE = "whistle"
    CHECK_IN = "check_in"
    OBJECT = "object"
    DECIDE = "decide"
    REPLY = "reply"
    EXTEND = "extend"
    CONCLUDE = "conclude"
    MEDIATE = "mediate"
    NAME_PARTIES = "name_parties"
    CONSENT = "consent"
    ASSIGN = "assign"
    SESSION = "session"
    AGREE = "agree"
    FOLLOW_UP = "follow_up"
    ISSUE_ORDER = "issue_order"
    ANSWER_ORDER = "answer_order"
    RECEIVE = "receive"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Step:
    """One act at `at` (minutes from midnight, county time) by a unit's handler, a role of the staff or the citizen."""

    at: int
    act: Act
    by: str
    body: Mapping[str, Any] = field(default_factory=dict)
    """What is sent, beside what only the matter itself can tell (number, query code, whistle)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of the day; the first step registers it."""

    key: str
    steps: tuple[Step, ...]
    walled: bool = False
    """An accusation, or one that is recognised as such before the day is over: no ledger may count it (Art. 30)."""

    @property
    def petition(self) -> Mapping[str, Any]:
        """What the citizen brings."""
        return self.steps[0].body


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of matter as citizens tell it; in texts `{v}` is a village, `{g}` a group, `{s}` a time, `{n}` a count."""

    category: str
    title: str
    text: str
    reply: str
    outcome: str = "solved"
    purpose: str = "appeal"


def minute(clock: str) -> int:
    """Minutes from midnight of a time such as `09:40`."""
    hours, _, minutes = clock.partition(":")
    return 60 * int(hours) + int(minutes)
