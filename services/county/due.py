"""When a clock is due, and why: the days that it jumped, weekends that were worked, years official or provisional.

Answers staff and checks; the services ask `calendar.deadline` itself, which is what is asked here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.contracts.vocabulary import Urgency
from services.contracts.years import FIRST_YEAR, LAST_YEAR
from services.county.calendar import COUNTY_TIME, Calendar, OfficeHours, TimeUnit
from services.county.clocks import ClockRule, Length, WhistleKind
from services.county.county import Clocks, County
from services.county.seed import name_of_day
from services.county.statutory import STATUTORY

OFFICE = OfficeHours(((8 * 3600, 12 * 3600), (14 * 3600, 18 * 3600)))
"""Where no county says when its offices are open."""


LONGEST = 525_600
"""The longest length asked for: a year's minutes."""


class Why(StrEnum):
    """Why a day is none that offices work, or is one although it is a Saturday or Sunday."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    WORKED_WEEKEND = "worked_weekend"


@dataclass(frozen=True, slots=True)
class Ground:
    """Upon what a date is worked out: a county's calendar and clocks, or the nation's calendar and the law alone."""

    named: str
    calendar: Calendar
    clocks: Clocks
    whistle_kinds: Mapping[str, WhistleKind]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. What is None is the rule's own to say; `start` is aware."""

    clock: str
    start: datetime
    length: int | None = None
    unit: TimeUnit | None = None
    roll: bool | None = None
    urgency: Urgency | None = None
    whistle: str | None = None


@dataclass(frozen=True, slots=True)
class NotedDay:
    """A day that is told of, why, and the festival where one has to do with it."""

    day: date
    why: Why
    name: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """When a clock is due. `nominal` is the last day before rolling; years stand with `official` or `provisional`.

    `skipped` are the days off not counted (working days and hours) or rolled over (calendar days); `worked` the
    weekend days that were counted as working days, of calendar days the last alone.
    """

    asked: Asked
    title: str
    article: str | None
    length: Length
    of: str | None
    roll: bool
    due: datetime
    nominal: date
    warnings: tuple[datetime, ...]
    skipped: tuple[NotedDay, ...]
    worked: tuple[NotedDay, ...]
    years: tuple[tuple[int, str], ...]

    @property
    def rolled(self) -> bool:
        """Whether a last day on a day off was moved to the next working day."""
        return self.length.unit is TimeUnit.CALENDAR_DAYS and self.due.astimezone(COUNTY_TIME).date() != self.nominal

    @property
    def official(self) -> bool:
        """Whether the State Council has fixed every year that the clock touches."""
        return all(status == "official" for _, status in self.years)


class DueError(ValueError):
    """A question that has no answer: the `field` that is wrong, and what is allowed."""

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field, self.detail = field, detail


def ground_of(county: County | None) -> Ground:
    """A county's own ground; None: the State Council's calendar, rolling forward, and the statutory clocks."""
    if county is None:
        return Ground("national calendar", Calendar({}, OFFICE), Clocks({}), {})
    named = f"{county.name} ({county.code}, version {county.version})"
    return Ground(named, county.calendar, county.clocks, county.whistle_kinds)


def when_due(ground: Ground, asked: Asked) -> Answer:
    """Answer one question. Raises DueError for a clock, length, unit, urgency or whistle kind that cannot be."""
    rule = ground.clocks.rules.get(asked.clock) or STATUTORY.get(asked.clock)
    if not FIRST_YEAR <= asked.start.year <= LAST_YEAR:
        raise DueError("start", f"is in {asked.start.year}. Allowed: a day in {FIRST_YEAR} to {LAST_YEAR}")
    if rule is None and asked.length is None:
        allowed = f"{', '.join(ground.clocks.names())}, or a name of your own with length and unit"
        raise DueError("clock", f"{asked.clock[:40]!r} is not known to the {ground.named}. Allowed: {allowed}")
    length, of = _length(ground, rule, asked)
    rolls = asked.roll if asked.roll is not None else (rule.roll if rule is not None else None)
    calendar = ground.calendar
    if not 1 <= length.amount <= LONGEST:
        raise DueError("length", f"is {length.amount}. Allowed: a whole number from 1 to {LONGEST}")
    try:
        deadline = calendar.deadline(asked.start, length.amount, length.unit, rolls)
    except ValueError as error:
        raise _too_far(calendar, asked.start, length) from error
    first, last = (at.astimezone(COUNTY_TIME).date() for at in (asked.start, deadline.due))
    in_days = length.unit is TimeUnit.CALENDAR_DAYS
    counted = length.unit in (TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS)
    return Answer(
        asked=asked,
        title=rule.title if rule is not None else asked.clock,
        article=rule.article if rule is not None else None,
        length=length,
        of=of,
        roll=calendar.roll if rolls is None else rolls,
        due=deadline.due,
        nominal=first + timedelta(days=length.amount) if in_days else last,
        warnings=calendar.warnings(asked.start, deadline.due, rule.warn, length.unit) if rule is not None else (),
        skipped=tuple(_day_off(day) for day in deadline.skipped),
        worked=tuple(_worked(calendar, first if counted else last - timedelta(days=1), last))
        if counted or in_days
        else (),
        years=tuple((year, calendar.year(year).status) for year in range(first.year, last.year + 1)),
    )


def _too_far(calendar: Calendar, start: datetime, length: Length) -> DueError:
    """Which is to blame where the calendar's years do not reach: the length, or a start at their very edge."""
    try:
        calendar.deadline(start, 1, length.unit)
    except ValueError:
        local = start.astimezone(COUNTY_TIME).date()
        return DueError("start", f"is {local}. Allowed: a day that lies some months within {FIRST_YEAR} to {LAST_YEAR}")
    allowed = f"a length that ends some months before the end of {LAST_YEAR}"
    return DueError("length", f"is {length.amount} {length.unit}, which ends too late. Allowed: {allowed}")


def variants(ground: Ground, asked: Asked) -> tuple[Answer, ...]:
    """An answer for each urgency or whistle kind where the clock's length depends on one that was not said; else one.

    Raises DueError.
    """
    rule = ground.clocks.rules.get(asked.clock)
    if rule is None or asked.length is not None or isinstance(rule.length, Length):
        return (when_due(ground, asked),)
    if rule.length is None and asked.whistle is None:
        return tuple(when_due(ground, _of(asked, whistle=code)) for code in ground.whistle_kinds)
    if rule.length is not None and asked.urgency is None:
        return tuple(when_due(ground, _of(asked, urgency=urgency)) for urgency in rule.length)
    return (when_due(ground, asked),)


def _of(asked: Asked, *, urgency: Urgency | None = None, whistle: str | None = None) -> Asked:
    return Asked(asked.clock, asked.start, None, None, asked.roll, urgency or asked.urgency, whistle or asked.whistle)


def _length(ground: Ground, rule: ClockRule | None, asked: Asked) -> tuple[Length, str | None]:
    """The length, and of which urgency or whistle kind it is; where none is said, the latest that the clock can be."""
    own, of = (None, None) if rule is None else _own_length(ground, rule, asked)
    if asked.length is None:
        if own is None or asked.unit not in (None, own.unit):
            raise DueError("length", "is missing. Allowed: a length with this unit, or neither of them")
        return own, of
    unit = asked.unit or (own.unit if own is not None else None)
    if unit is None:
        raise DueError("unit", f"is missing. Allowed: {', '.join(TimeUnit)}")
    return Length(asked.length, unit), None


def _own_length(ground: Ground, rule: ClockRule, asked: Asked) -> tuple[Length, str | None]:
    if isinstance(rule.length, Length):
        return rule.length, None
    if rule.length is not None:
        urgency = asked.urgency or Urgency.HARD
        return rule.length[urgency], urgency
    kinds = ground.whistle_kinds
    if asked.whistle is not None and asked.whistle not in kinds:
        raise DueError("whistle", f"{asked.whistle[:40]!r} is no kind of whistle. Allowed: {', '.join(kinds)}")
    kind = kinds[asked.whistle] if asked.whistle is not None else _slowest(ground, asked.start)
    return kind.check_in, kind.code


def _slowest(ground: Ground, start: datetime) -> WhistleKind:
    def end(kind: WhistleKind) -> datetime:
        return ground.calendar.deadline(start, kind.check_in.amount, kind.check_in.unit).due

    return max(ground.whistle_kinds.values(), key=end)


def _day_off(day: date) -> NotedDay:
    """A day off: a festival's where the State Council's list or the law says so, else a weekend or the county's own."""
    name = name_of_day(day)
    return NotedDay(day, Why.WEEKEND if day.weekday() >= 5 and name is None else Why.HOLIDAY, name)


def _worked(calendar: Calendar, first: date, last: date) -> Iterator[NotedDay]:
    for n in range(1, (last - first).days + 1):
        day = first + timedelta(days=n)
        if day.weekday() >= 5 and calendar.is_working_day(day):
            yield NotedDay(day, Why.WORKED_WEEKEND, name_of_day(day))
