"""Which light a clock shows, and when the machine must look at it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from enum import StrEnum

from services.county.calendar import COUNTY_TIME, Calendar, TimeUnit
from services.county.clocks import ClockRule, LadderStep
from services.county.instants import instant, moment
from services.oversight.domain.docket import Clock, Docket
from services.oversight.domain.instants import is_after


class Light(StrEnum):
    """Green: running; yellow: a warning has passed; red: run out; paused: standing still."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.PAUSED)


class Event(StrEnum):
    """What became of a clock and is to be told."""

    WARNED = "warned"
    BREACHED = "breached"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    REMINDER = "reminder"
    SUPERVISION = "supervision"
    LISTED = "listed"
    CLUE = "clue"


_LADDER = {
    LadderStep.REMINDER: Event.REMINDER,
    LadderStep.SUPERVISION: Event.SUPERVISION,
    LadderStep.LISTED: Event.LISTED,
    LadderStep.CLUE: Event.CLUE,
}
"""The steps of the ladder; a clue goes to discipline and is no order to the unit."""


def schedule(clock: Clock, rule: ClockRule, calendar: Calendar) -> Iterator[tuple[str, Event]]:
    """Every instant at which something becomes of a running clock, in order.

    The last second of `due` is still in time, so a clock turns red one second after it. A part of its time is a part of
    that in which it ran: what it stood still counts as not begun.
    """
    start, due = moment(clock["started_at"]), moment(clock["due"])
    for since, until, _ in clock.get("stood", ()):
        start += moment(until) - moment(since)
    unit = TimeUnit(clock["unit_of_length"]) if "unit_of_length" in clock else rule.unit
    for at in calendar.warnings(start, due, rule.warn, unit):
        yield instant(at), Event.WARNED
    red = due.replace(microsecond=0) + timedelta(seconds=1)
    yield instant(red), Event.BREACHED if rule.breach else Event.LAPSED
    ladder = []
    for step in rule.breach:
        if step.step in _LADDER:
            after = step.after
            at = red if after is None else max(red, calendar.deadline(due, after.amount, after.unit).due)
            ladder.append((instant(at), _LADDER[step.step]))
    yield from sorted(ladder, key=lambda each: each[0])


def first_look(clock: Clock, rule: ClockRule, calendar: Calendar) -> str:
    """When a clock that has just started must be looked at for the first time."""
    return next(schedule(clock, rule, calendar))[0]


def look(clock: Clock, now: str, rule: ClockRule, calendar: Calendar) -> list[Event]:
    """Do what has become due on a running clock by `now`, and say when to look again.

    A warning that was missed is not told any more once the clock has run out.
    """
    since = clock["next_at"]
    if clock["ended"] is not None or since is None:
        return []
    clock["next_at"] = None
    events: list[Event] = []
    for at, event in schedule(clock, rule, calendar):
        if is_after(since, at):
            continue
        if is_after(at, now):
            clock["next_at"] = at
            break
        events.append(event)
    if Event.BREACHED in events or Event.LAPSED in events:
        events = [event for event in events if event is not Event.WARNED]
    _shine(clock, events)
    return events


def _shine(clock: Clock, events: list[Event]) -> None:
    if Event.BREACHED in events:
        clock["light"] = Light.RED
    elif Event.LAPSED in events:
        clock["ended"], clock["ended_at"] = "lapsed", clock["due"]
    elif Event.WARNED in events:
        clock["light"] = Light.YELLOW


def move_end(clock: Clock, due: str, at: str, rule: ClockRule, calendar: Calendar) -> Event | None:
    """Give a clock a later end without starting it again: its warnings follow, counted from its own start.

    One that had turned red meanwhile, because the grant was heard late, turns back, which is to be told.
    """
    was_red = clock["light"] == Light.RED
    clock["due"] = due
    clock["last"] = moment(due).astimezone(COUNTY_TIME).date().isoformat()
    if clock["ended"] is not None:
        if was_red and clock["ended_at"] is not None and not is_after(clock["ended_at"], due):
            clock["light"] = Light.GREEN
            return Event.WITHDRAWN
        return None
    lay_out(clock, at, rule, calendar)
    return Event.WITHDRAWN if was_red else None


def lay_out(clock: Clock, at: str, rule: ClockRule, calendar: Calendar) -> None:
    """Lay out a running clock's warnings and breach as they lie ahead at an instant, whatever was told of it so far."""
    clock["light"], clock["next_at"] = Light.GREEN, None
    for when, event in schedule(clock, rule, calendar):
        if is_after(when, at):
            clock["next_at"] = when
            break
        if event is Event.WARNED:
            clock["light"] = Light.YELLOW


def sum_up(docket: Docket) -> None:
    """Set what the docket is found by: the worst light and first end of its running clocks, and the next look."""
    running = [clock for clock in docket["clocks"].values() if clock["ended"] is None]
    docket["next_at"] = min([at for clock in running if (at := clock["next_at"]) is not None], default=None)
    docket["due"] = min([clock["due"] for clock in running], default=None)
    docket["light"] = worst_of([clock["light"] for clock in running])


def worst_of(lights: Collection[str]) -> Light | None:
    """The worst of these lights; None where there are none."""
    for light in WORST_FIRST:
        if light in lights:
            return light
    return None
