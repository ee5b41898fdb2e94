"""A clock that stands still, and goes on: by whom it may be paused, and where its end lies afterwards.

The county's clocks may wait for the citizen or for an appraisal where the county file lets them; those of the law never
do, but for the hearings of a second review, whose time is not counted (信访工作条例 Art. 36).
"""

from __future__ import annotations

from datetime import date

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PauseReason
from services.county.calendar import COUNTY_TIME, Calendar, TimeUnit
from services.county.clocks import Anchor, ClockRule
from services.county.instants import instant, moment
from services.county.standing import moved_end
from services.oversight.domain.clocks import Event, Light, move_end
from services.oversight.domain.docket import Clock, Docket, Paused, Step
from services.oversight.domain.instants import is_after
from services.oversight.domain.rules import FINISHES_WITH_WHISTLE


def may_pause(clock: Clock, rule: ClockRule) -> None:
    """Let a person pause a clock. Raises Refusal with why not."""
    if rule.article is not None:
        detail = f"{rule.name} is the law's ({rule.article}). Allowed: to pause clocks of the county."
        raise Refusal("never_pauses", detail)
    if not rule.pausable:
        raise Refusal("not_pausable", f"{rule.name} has no `pause` in the county file that it started under.")
    _running(clock)
    if clock.get("paused"):
        raise Refusal("already_paused", "The clock stands still already. Allowed: to let it go on.")
    if clock["light"] == Light.RED:
        raise Refusal("run_out", f"The clock ran out on {clock['due']}. Allowed: to pause one that is in time.")


def may_resume(clock: Clock, rule: ClockRule) -> None:
    """Let a person have a clock go on. Raises Refusal with why not."""
    if rule.article is not None:
        detail = f"{rule.name} is the law's ({rule.article}); it goes on when the hearing is over."
        raise Refusal("never_pauses", detail)
    _running(clock)
    if not clock.get("paused"):
        raise Refusal("not_paused", "The clock does not stand still. Allowed: to pause it.")


def _running(clock: Clock) -> None:
    if clock["ended"] is not None:
        raise Refusal("clock_ended", f"The clock is {clock['ended']} since {clock['ended_at']}.")


def pause(clock: Clock, reason: str, at: str) -> list[Event]:
    """Let a clock stand still from an instant on; a breach that was told too soon is taken back."""
    was_red = clock["light"] == Light.RED
    clock["paused"] = Paused(at=at, reason=reason)
    clock["light"], clock["next_at"] = Light.PAUSED, None
    return [Event.WITHDRAWN, Event.PAUSED] if was_red else [Event.PAUSED]


def resume(clock: Clock, at: str, rule: ClockRule, calendar: Calendar) -> None:
    """Let a clock go on: its end moves by the time that it stood still, its warnings are laid out anew."""
    paused = clock.get("paused")
    if not paused:
        return
    since, due = moment(paused["at"]), moment(clock["due"])
    until = max(since, moment(at))
    last = date.fromisoformat(clock["last"]) if "last" in clock else due.astimezone(COUNTY_TIME).date()
    unit = TimeUnit(clock.get("unit_of_length", TimeUnit.MINUTES))
    roll = calendar.roll if rule.roll is None else rule.roll
    end, last = moved_end(calendar, due, last, unit, (since, until), roll)
    clock["paused"] = None
    clock["stood"] = [*clock.get("stood", []), [paused["at"], instant(until), paused["reason"]]]
    move_end(clock, instant(end), at, rule, calendar)
    clock["last"] = last.isoformat()


def move_later(clock: Clock, due: str, at: str, rule: ClockRule, calendar: Calendar) -> Event | None:
    """Give a clock a later end, never an earlier one; one that stands still goes on doing so, towards the later end."""
    if not is_after(due, clock["due"]):
        return None
    if clock.get("paused"):
        clock["due"], clock["last"] = due, moment(due).astimezone(COUNTY_TIME).date().isoformat()
        return None
    return move_end(clock, due, at, rule, calendar)


def whistle_stood(docket: Docket, clock: Clock, rule: ClockRule) -> None:
    """Let the whistle's end follow the clock that runs on the matter for it: who leads after it has as much time."""
    whistle = docket["whistles"].get(clock["whistle"] or "")
    if whistle is None or clock["clock"] != FINISHES_WITH_WHISTLE or rule.anchor is not Anchor.MATTER:
        return
    if whistle["lead"] == clock["unit"] and is_after(clock["due"], whistle["finish_by"]):
        whistle["finish_by"] = clock["due"]


def stood_at(clock: Clock, at: str) -> bool:
    """Whether a clock that has gone on since stood still at an instant: whoever did something then was not late."""
    return any(not is_after(since, at) and not is_after(at, until) for since, until, _ in clock.get("stood", ()))


def why_it_stood(clock: Clock) -> str:
    """Why a clock stands still, or stood still last."""
    paused = clock.get("paused")
    return paused["reason"] if paused else clock["stood"][-1][2]


def stand_still(clock: Clock, steps: list[Step], rule: ClockRule, calendar: Calendar) -> list[Event]:
    """Take out the time that the law takes out: between the two facts that the rule names; what is to be told."""
    if rule.stands_still is None:
        return []
    opens, closes = rule.stands_still
    events: list[Event] = []
    for step in steps:
        said, at = step.get("said", {}), step["at"]
        if is_after(clock["started_at"], at) or clock["ended"] is not None:
            continue
        if step["fact"] == opens.fact and opens.said(step["fact"], said) and not is_after(at, clock["due"]):
            if not clock.get("paused"):
                events += pause(clock, PauseReason.HEARING, at)
        elif step["fact"] == closes.fact and closes.said(step["fact"], said) and clock.get("paused"):
            resume(clock, at, rule, calendar)
            events.append(Event.RESUMED)
    return events
