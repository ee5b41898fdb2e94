"""Which clocks a step starts, on whom, and when they run out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.contracts.vocabulary import Urgency
from services.county.calendar import COUNTY_TIME, Calendar, TimeUnit
from services.county.clocks import Anchor, ClockRule, Length
from services.county.instants import instant, moment
from services.oversight.domain.clocks import Light, first_look
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.extending import take_over
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE, RuleBook

LONGEST_ID = 60
"""A clock's id leaves room for `-<n>` and for the orders named after it, inside the 80 characters of an identifier."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Departments called by a whistle at one moment, who leads, and the two ends that routing fixed."""

    whistle: str
    lead: str
    departments: tuple[str, ...]
    check_in_by: str | None
    finish_by: str


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a clock runs, and its length where that is its own; its last day where that is a whistle's."""

    since: str
    due: str
    length: Length | None
    last: str | None = None


def start_on_matter(
    docket: Docket, step: Step, told: Mapping[str, object], unit: str | None, rules: RuleBook
) -> list[Clock]:
    """Start the clocks that run on the matter as a whole, if the fact says what they ask; `unit` answers for them."""
    started = []
    urgency = _urgency(docket)
    for rule in rules.started_on_matter(step["fact"]):
        length = rule.length_for(urgency, None)
        if length is not None and rule.starts_by(step["fact"], told) and not (rule.since and _runs(docket, rule)):
            since = _since(docket, step, rule)
            deadline = rules.county.calendar.deadline(moment(since), length.amount, length.unit, rule.roll)
            name, due = f"{docket['number']}-{rule.name}", instant(deadline.due)
            started.append(_start(docket, step, rule, name, unit, None, Span(since, due, length), rules))
    return started


def _since(docket: Docket, step: Step, rule: ClockRule) -> str:
    """From when a clock counts: the fact's own date, an earlier fact, or when the fact happened."""
    if rule.since is not None:
        return next((each["at"] for each in reversed(docket["steps"]) if each["fact"] == rule.since), step["at"])
    return step.get("dated", step["at"]) if rule.dated else step["at"]


def _runs(docket: Docket, rule: ClockRule) -> bool:
    return any(clock["clock"] == rule.name and clock["ended"] is None for clock in docket["clocks"].values())


def start_on_departments(docket: Docket, step: Step, calls: Calls, rules: RuleBook) -> None:
    """Start the clocks that a whistle starts on each department that it calls.

    The ends of check-in and handling are copied from the whistle: routing told them to the departments. Where the
    county lets handling run on the matter, it is the lead's.
    """
    for rule in rules.started_by("whistle_blown"):
        for unit in _whose(rule, calls, docket):
            span = _span(docket, step, rule, calls, rules)
            if span is not None:
                _start(docket, step, rule, f"{calls.whistle}-{rule.name}-{unit}", unit, calls.whistle, span, rules)


def _whose(rule: ClockRule, calls: Calls, docket: Docket) -> tuple[str, ...]:
    if rule.anchor is Anchor.DEPARTMENT:
        return calls.departments
    if rule.name != FINISHES_WITH_WHISTLE:
        return ()
    has_one = any(
        clock["clock"] == rule.name and clock["whistle"] == calls.whistle and clock["unit"] == calls.lead
        for clock in docket["clocks"].values()
    )
    return () if has_one else (calls.lead,)


def _span(docket: Docket, step: Step, rule: ClockRule, calls: Calls, rules: RuleBook) -> Span | None:
    length = rule.length_for(_urgency(docket), None)
    if rule.name == FINISHES_WITH_WHISTLE:
        last = last_day(docket, calls.whistle, calls.finish_by, rule, rules.county.calendar)
        return Span(step["at"], calls.finish_by, length, last)
    if rule.length is None:
        return None if calls.check_in_by is None else Span(step["at"], calls.check_in_by, None)
    if length is None:
        return None
    deadline = rules.county.calendar.deadline(moment(step["at"]), length.amount, length.unit, rule.roll)
    return Span(step["at"], instant(deadline.due), length)


def last_day(docket: Docket, whistle: str, due: str, rule: ClockRule, calendar: Calendar) -> str:
    """The last day of a whistle's time before it rolled over days off; of an end that was moved, the day it falls on.

    It counts from the whistle, also for who leads later; routing counts the same days by itself.
    """
    length, blown_at = rule.length_for(_urgency(docket), None), docket["whistles"][whistle].get("blown_at")
    if blown_at is not None and length is not None and length.unit is TimeUnit.CALENDAR_DAYS:
        begun = moment(blown_at)
        if instant(calendar.deadline(begun, length.amount, length.unit, rule.roll).due) == due:
            return (begun.astimezone(COUNTY_TIME).date() + timedelta(days=length.amount)).isoformat()
    return moment(due).astimezone(COUNTY_TIME).date().isoformat()


def _urgency(docket: Docket) -> Urgency:
    """The urgency that decides a length; the longest while nobody has decided it."""
    return Urgency(docket["urgency"]) if docket["urgency"] is not None else Urgency.HARD


def _start(
    docket: Docket,
    step: Step,
    rule: ClockRule,
    name: str,
    unit: str | None,
    whistle: str | None,
    span: Span,
    rules: RuleBook,
) -> Clock:
    clock = Clock(
        clock=rule.name,
        unit=unit,
        whistle=whistle,
        service=step["service"],
        epoch=step["epoch"],
        seq=step["seq"],
        started_at=span.since,
        due=span.due,
        light=Light.GREEN,
        ended=None,
        ended_at=None,
        next_at=None,
        rule=rules.ids[rule.name],
    )
    if span.length is not None:
        clock["unit_of_length"] = span.length.unit
        if span.length.unit is TimeUnit.CALENDAR_DAYS:
            day = moment(span.since).astimezone(COUNTY_TIME).date() + timedelta(days=span.length.amount)
            clock["last"] = span.last or day.isoformat()
    if "request" in step.get("said", {}):
        clock["request"] = step["said"]["request"]
    take_over(clock, docket["clocks"].values(), rule)
    clock["next_at"] = first_look(clock, rule, rules.county.calendar)
    docket["clocks"][_free_id(docket, name)] = clock
    return clock


def _free_id(docket: Docket, name: str) -> str:
    """The clock's id: `<matter or whistle>-<clock>[-<unit>]`, numbered when it starts again."""
    if len(name) > LONGEST_ID:
        name = f"{name[: LONGEST_ID - 17]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    n, free = 1, name
    while free in docket["clocks"]:
        n += 1
        free = f"{name}-{n}"
    return free
