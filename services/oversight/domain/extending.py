"""More time for a clock of the law that may be put off: once, by so much at most, before it is over.

信访工作条例 Art. 34: the opinion's 60 days, by at most 30 more, approved by the organ's head, the reason told.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.contracts.refusals import Refusal
from services.county.calendar import Calendar
from services.county.clocks import ClockRule
from services.county.instants import instant, moment
from services.oversight.domain.clocks import Event, move_end
from services.oversight.domain.docket import Clock
from services.oversight.domain.instants import is_after


def latest_end(clock: Clock, rule: ClockRule, calendar: Calendar) -> str:
    """Until when a clock may be put off at the latest. Raises Refusal `not_extendable`."""
    longest = rule.extension
    if longest is None:
        raise Refusal("not_extendable", f"{rule.name} is not put off by a law. Whistles: POST …/extensions at routing.")
    return instant(calendar.deadline(moment(clock["due"]), longest.amount, longest.unit, rule.roll).due)


def may_extend(clock: Clock, rule: ClockRule, until: str, at: str, calendar: Calendar) -> None:
    """Let a clock be put off until an instant. Raises Refusal with why not, or naming the field `until`."""
    latest = latest_end(clock, rule, calendar)
    if clock["ended"] is not None:
        raise Refusal("clock_ended", f"The clock is {clock['ended']} since {clock['ended_at']}.")
    if "former_due" in clock:
        raise Refusal("already_extended", f"It was put off once, from {clock['former_due']}; not again.")
    if is_after(at, clock["due"]):
        raise Refusal("extension_too_late", f"The clock ran out on {clock['due']}; put it off before that.")
    if not is_after(until, clock["due"]) or is_after(until, latest):
        detail = f"Allowed: an instant after {clock['due']}, at the latest {latest}."
        raise Refusal.of_field("until", "out_of_range", detail)


def extend(clock: Clock, until: str, at: str, rule: ClockRule, calendar: Calendar) -> Event | None:
    """Put a clock off, remembering its former end; a breach that was told too soon is taken back."""
    clock["former_due"] = clock["due"]
    return move_end(clock, until, at, rule, calendar)


def take_over(clock: Clock, former: Iterable[Clock], rule: ClockRule) -> None:
    """Let a clock that starts again from the very instant of a former one go on to that one's end.

    An edit of the matter's branch and back never restarts its clock: the end that was told or approved stands, and the
    one extension stays used up. A clock that counts from a later acceptance has a time of its own.
    """
    if rule.since is None:
        return
    for each in former:
        if each["clock"] == clock["clock"] and each["started_at"] == clock["started_at"]:
            clock["due"] = each["due"]
            if "last" in each:
                clock["last"] = each["last"]
            if "former_due" in each:
                clock["former_due"] = each["former_due"]
