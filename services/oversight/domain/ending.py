"""How a clock ends: by which step of its matter, in time or late, whatever the order in which steps come in."""

from __future__ import annotations

from collections.abc import Iterable

from services.county.clocks import Anchor, ClockRule
from services.oversight.domain.clocks import Event, Light
from services.oversight.domain.docket import Clock, Step
from services.oversight.domain.instants import is_after
from services.oversight.domain.rules import AFTER_THE_END, LEFT_UNDONE, MATTER_ENDS, RuleBook
from services.oversight.domain.standing import resume, stood_at

DATED = frozenset({"opinion_served", "review_decided", "judicial_confirmation_applied"})
"""What these do is done on the date that they name: an opinion counts from its service, not from its entry."""


def settle(clock: Clock, steps: Iterable[Step], rules: RuleBook) -> Event | None:
    """End a clock by steps of its matter, whatever the order in which they come in; what is to be told of it.

    A clock that has ended already moves its end only to an earlier step.
    """
    rule = rules.rule_of(clock)
    end = _end_of(clock, steps, rule)
    if end is None:
        return None
    at, how = end
    if clock.get("paused"):
        resume(clock, at, rule, rules.county.calendar)
    if clock["ended_at"] is not None and not is_after(clock["ended_at"], at):
        return None
    late = is_after(at, clock["due"]) and not stood_at(clock, at)
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
        if how is None or not follows(step, clock):
            continue
        at = _day_of(step, clock)
        if found is None or is_after(found[0], at):
            found = (at, how)
    return found


def _day_of(step: Step, clock: Clock) -> str:
    """When a step happened: the date that it names for itself (an opinion's service), if that follows the start."""
    dated = step.get("dated", step["at"]) if step["fact"] in DATED else step["at"]
    return step["at"] if is_after(clock["started_at"], dated) else dated


def _ends(step: Step, clock: Clock, rule: ClockRule) -> str | None:
    """Whether a step does what the clock waits for (`stopped`), or leaves nothing to wait for (`cancelled`)."""
    fact, whistle, stops = step["fact"], step.get("whistle"), rule.stops_by(step["fact"], step.get("said", {}))
    if fact == "request_refused" and clock.get("request") != step.get("said", {}).get("request"):
        return None
    if whistle is not None and clock["whistle"] is not None:
        if whistle != clock["whistle"] or step.get("unit") != clock["unit"]:
            return None
        if step.get("upheld"):
            return "cancelled"
        return "stopped" if stops else None
    if stops:
        undone = fact in LEFT_UNDONE or (clock["whistle"] is not None and not _concludes(fact, rule))
        undone = undone or _taken_by_another(step, clock)
        return "cancelled" if undone else "stopped"
    return "cancelled" if fact in MATTER_ENDS and rule.starts.isdisjoint(AFTER_THE_END) else None


def _taken_by_another(step: Step, clock: Clock) -> bool:
    """A citizen's order that one department took is nobody else's any more; who did not take it has not done it."""
    return step["fact"] == "order_taken" and step.get("unit", clock["unit"]) != clock["unit"]


def _concludes(fact: str, rule: ClockRule) -> bool:
    """A conclusion is what a clock on the matter waits for; a called department that never came has not come by it."""
    return fact == "matter_concluded" and rule.anchor is Anchor.MATTER


def follows(step: Step, clock: Clock) -> bool:
    """Whether a step comes after the clock's start: by its place in the same stream, else by time.

    What routing does always follows the registration, even where two machines' clocks disagree by a moment.
    """
    if step["service"] == clock["service"]:
        return (step["epoch"], step["seq"]) > (clock["epoch"], clock["seq"])
    if clock["service"] == "intake" and clock["seq"] == 1:
        return True
    return not is_after(clock["started_at"], step["at"])
