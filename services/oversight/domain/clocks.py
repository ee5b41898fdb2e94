"""How a clock ends, which light it shows, and when the machine must look at it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum

from services.county.calendar import Calendar
from services.county.clocks import Anchor, ClockRule, LadderStep
from services.county.instants import instant, moment
from services.oversight.domain.docket import Clock, Docket, Step
from services.oversight.domain.instants import is_after
from services.oversight.domain.rules import AFTER_THE_END, LEFT_UNDONE, MATTER_ENDS, RuleBook


class Light(StrEnum):
    """Green: running; yellow: a warning has passed; red: run out."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)


class Event(StrEnum):
    """What became of a clock and is to be told."""

    WARNED = "warned"
    BREACHED = "breached"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REMINDER = "reminder"
    SUPERVISION = "supervision"
    LISTED = "listed"


_LADDER = {
    LadderStep.REMINDER: Event.REMINDER,
    LadderStep.SUPERVISION: Event.SUPERVISION,
    LadderStep.LISTED: Event.LISTED,
}
"""The steps that are orders to a unit; a clue goes to discipline and is no order."""


def schedule(clock: Clock, rule: ClockRule, calendar: Calendar) -> Iterator[tuple[str, Event]]:
    """Every instant at which something becomes of a running clock, in order.

    The last second of `due` is still in time, so a clock turns red one second after it.
    """
    start, due = moment(clock["started_at"]), moment(clock["due"])
    for at in calendar.warnings(start, due, rule.warn):
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
    if clock["ended"] is not None:
        if was_red and clock["ended_at"] is not None and not is_after(clock["ended_at"], due):
            clock["light"] = Light.GREEN
            return Event.WITHDRAWN
        return None
    clock["light"], clock["next_at"] = Light.GREEN, None
    for when, event in schedule(clock, rule, calendar):
        if is_after(when, at):
            clock["next_at"] = when
            break
        if event is Event.WARNED:
            clock["light"] = Light.YELLOW
    return Event.WITHDRAWN if was_red else None


def settle(clock: Clock, steps: Iterable[Step], rules: RuleBook) -> Event | None:
    """End a clock by steps of its matter, whatever the order in which they come in; what is to be told of it.

    A clock that has ended already moves its end only to an earlier step.
    """
    rule = rules.rule(clock["clock"])
    end = _end_of(clock, steps, rule)
    if end is None:
        return None
    at, how = end
    if clock["ended_at"] is not None and not is_after(clock["ended_at"], at):
        return None
    late = is_after(at, clock["due"])
    if late and not rule.breach:
        clock["ended"], clock["ended_at"], clock["next_at"] = "lapsed", clock["due"], None
        return None
    clock["ended"], clock["ended_at"], clock["next_at"] = how, at, None
    if late and clock["light"] != Light.RED:
        clock["light"] = Light.RED
        return Event.BREACHED
    if not late and clock["light"] == Light.RED:
        clock["light"] = Light.GREEN
        return Event.WITHDRAWN
    return None


def _end_of(clock: Clock, steps: Iterable[Step], rule: ClockRule) -> tuple[str, str] | None:
    """The earliest step that ends the clock: its time, and `stopped` or `cancelled`."""
    found: tuple[str, str] | None = None
    for step in steps:
        how = _ends(step, clock, rule)
        if how is not None and (found is None or is_after(found[0], step["at"])) and _follows(step, clock):
            found = (step["at"], how)
    return found


def _ends(step: Step, clock: Clock, rule: ClockRule) -> str | None:
    """Whether a step does what the clock waits for (`stopped`), or leaves nothing to wait for (`cancelled`)."""
    fact, whistle = step["fact"], step.get("whistle")
    if whistle is not None and clock["whistle"] is not None:
        if whistle != clock["whistle"] or step.get("unit") != clock["unit"]:
            return None
        if step.get("upheld"):
            return "cancelled"
        return "stopped" if fact in rule.stops else None
    if fact in rule.stops:
        undone = fact in LEFT_UNDONE or (clock["whistle"] is not None and not _concludes(fact, rule))
        return "cancelled" if undone else "stopped"
    return "cancelled" if fact in MATTER_ENDS and rule.starts.isdisjoint(AFTER_THE_END) else None


def _concludes(fact: str, rule: ClockRule) -> bool:
    """A conclusion is what a clock on the matter waits for; a called department that never came has not come by it."""
    return fact == "matter_concluded" and rule.anchor is Anchor.MATTER


def _follows(step: Step, clock: Clock) -> bool:
    """Whether a step comes after the clock's start: by its place in the same stream, else by time.

    What routing does always follows the registration, even where two machines' clocks disagree by a moment.
    """
    if step["service"] == clock["service"]:
        return (step["epoch"], step["seq"]) > (clock["epoch"], clock["seq"])
    if clock["service"] == "intake" and clock["seq"] == 1:
        return True
    return not is_after(clock["started_at"], step["at"])


def sum_up(docket: Docket) -> None:
    """Set what the docket is found by: the worst light and first end of its running clocks, and the next look."""
    clocks = docket["clocks"].values()
    running = [clock for clock in clocks if clock["ended"] is None]
    looks = [clock["next_at"] for clock in running if clock["next_at"] is not None]
    docket["next_at"] = min(looks, default=None)
    docket["due"] = min((clock["due"] for clock in running), default=None)
    lights = {clock["light"] for clock in running}
    docket["light"] = next((light for light in WORST_FIRST if light in lights), None)
