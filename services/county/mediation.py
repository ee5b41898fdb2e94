"""Who mediates in the county (调解): its bodies, the pool of mediators, and the county's own limits and rewards.

The Act (人民调解法) knows no limit for a mediation; the one here is the county's. Mediation is free of charge (Art. 4):
there is no fee to set, only what the county pays a mediator (Art. 16).
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.contracts.vocabulary import AgreementForm
from services.county.calendar import COUNTY_TIME, Calendar, TimeUnit
from services.county.problem import UnknownCode


class BodyKind(StrEnum):
    """Where a mediation body belongs."""

    VILLAGE = "village"
    TOWN = "town"
    POLICE = "police"
    TRADE = "trade"
    COUNTY = "county"


class MediatorKind(StrEnum):
    """From which walk of life a mediator comes."""

    FULL_TIME = "full_time"
    CADRE = "cadre"
    ELDER = "elder"
    DEPUTY = "deputy"
    EXPERT = "expert"
    LAWYER = "lawyer"
    LAW_WISE = "law_wise"
    FIRST_SECRETARY = "first_secretary"
    RETIRED_CADRE = "retired_cadre"
    JUDGE = "judge"
    POLICE = "police"


class SpanUnit(StrEnum):
    """In what the county's limit for a mediation is counted."""

    MONTHS = "months"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, such as one month; it ends with its last day."""

    amount: int
    unit: SpanUnit

    def end(self, calendar: Calendar, start: datetime) -> datetime:
        """When a span that starts at an aware time is over (UTC); a month ends on the same day of the month, or its
        last one where that month is shorter (民法典 Art. 202)."""
        if self.unit is not SpanUnit.MONTHS:
            return calendar.deadline(start, self.amount, TimeUnit(self.unit)).due
        first = start.astimezone(COUNTY_TIME).date()
        year, month = divmod(first.year * 12 + first.month - 1 + self.amount, 12)
        last = first.replace(year=year, month=month + 1, day=min(first.day, months.monthrange(year, month + 1)[1]))
        return calendar.deadline(start, max(1, (last - first) // timedelta(days=1)), TimeUnit.CALENDAR_DAYS).due


@dataclass(frozen=True, slots=True)
class Body:
    """One mediation body: it takes disputes of its place's subtree on; `unit` answers for what it concludes.

    `committee`: whether it is a people's mediation committee, whose seal makes an agreement one of the Act's (Art. 29).
    """

    code: str
    name: str
    kind: BodyKind
    place: str
    unit: str
    committee: bool


@dataclass(frozen=True, slots=True)
class Mediator:
    """One person of the pool; `specialties` are categories, `places` where he or she is at home.

    `household` is the name under which the household is known, so that one of its own is told apart from strangers;
    `background` is where an elder comes from (老党员、老教师 …), for the parties to choose by.
    """

    code: str
    name: str
    body: str
    kind: MediatorKind
    specialties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    household: str | None = None
    background: str | None = None


@dataclass(frozen=True, slots=True)
class Mediation:
    """Everything the county decided about mediation; `reward` in fen for each form of agreement."""

    bodies: Mapping[str, Body] = field(default_factory=dict)
    mediators: Mapping[str, Mediator] = field(default_factory=dict)
    limit: Span = Span(1, SpanUnit.MONTHS)
    extensions: int = 1
    follow_up: Span = Span(30, SpanUnit.CALENDAR_DAYS)
    reward: Mapping[AgreementForm, int] = field(default_factory=dict)

    def body(self, code: str) -> Body:
        """The body of this code. Raises UnknownCode."""
        try:
            return self.bodies[code]
        except KeyError:
            raise UnknownCode("body", code) from None

    def mediator(self, code: str) -> Mediator:
        """The mediator of this code. Raises UnknownCode."""
        try:
            return self.mediators[code]
        except KeyError:
            raise UnknownCode("mediator", code) from None

    def bodies_of(self, unit: str) -> frozenset[str]:
        """The codes of the bodies that a unit answers for."""
        return frozenset(body.code for body in self.bodies.values() if body.unit == unit)

    def at(self, line: Iterable[str]) -> tuple[Body, ...]:
        """The bodies that take disputes of a place on, given the line of places above it (`Places.line`)."""
        above = frozenset(line)
        return tuple(body for body in self.bodies.values() if body.place in above)
