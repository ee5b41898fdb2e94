"""A person lets a clock stand still, lets it go on, or puts one of the law off; each with a reason that is told.

A clock's id begins with its matter's number. Allowed to those who dispatch or supervise the matter's place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.refusals import Refusal
from services.county.clocks import ClockRule
from services.oversight import store
from services.oversight.domain import extending, standing
from services.oversight.domain.clocks import Event
from services.oversight.domain.docket import Clock, Docket
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.list_clocks import row_of
from services.oversight.use_cases.sight import sees_place
from services.oversight.use_cases.take_in import put_docket
from services.oversight.use_cases.tell import tell

Decision = Callable[[Clock, ClockRule], list[tuple[Event, dict[str, str]]]]


def pause(work: Work, desk: Desk, call: Call) -> Answer:
    """Let a clock of the county stand still; the reason in words, where given, stays sealed here."""
    reason, now = call.body["reason"], work.context.now

    def decide(clock: Clock, rule: ClockRule) -> list[tuple[Event, dict[str, str]]]:
        standing.may_pause(clock, rule)
        _keep_words(work, desk, call, len(clock.get("stood", ())) + 1)
        return [(event, {}) for event in standing.pause(clock, reason, now)]

    return _decided(work, desk, call, decide)


def resume(work: Work, desk: Desk, call: Call) -> Answer:
    """Let a clock go on: its end moves by the time that it stood still."""

    def decide(clock: Clock, rule: ClockRule) -> list[tuple[Event, dict[str, str]]]:
        standing.may_resume(clock, rule)
        standing.resume(clock, work.context.now, rule, desk.county.calendar)
        return [(Event.RESUMED, {})]

    return _decided(work, desk, call, decide)


def extend(work: Work, desk: Desk, call: Call) -> Answer:
    """Approve more time for a clock of the law that may be put off, once (信访工作条例 Art. 34)."""
    until, reason, now = call.body["until"], call.body["reason"], work.context.now

    def decide(clock: Clock, rule: ClockRule) -> list[tuple[Event, dict[str, str]]]:
        extending.may_extend(clock, rule, until, now, desk.county.calendar)
        former = clock["due"]
        extending.extend(clock, until, now, rule, desk.county.calendar)
        return [(Event.EXTENDED, {"former": former, "reason": reason})]

    return _decided(work, desk, call, decide)


def forget_pauses(work: Work, docket: Docket) -> None:
    """Forget why the clocks of a matter waited: it went behind the wall."""
    for clock_id, clock in docket["clocks"].items():
        for n in range(1, len(clock.get("stood", ())) + 2):
            kept = work.get(store.PAUSE.name, f"{clock_id}.p{n}")
            if kept is not None:
                work.delete(store.PAUSE.name, kept.id, kept.version)


def _decided(work: Work, desk: Desk, call: Call, decide: Decision) -> Answer:
    clock_id = call.path["id"]
    found = work.get(store.DOCKET.name, clock_id.partition("-")[0])
    if found is None or clock_id not in found.body["clocks"] or not sees_place(desk, call.staff(), found.body["place"]):
        raise Refusal.not_found("clock")
    docket = cast("Docket", found.body)
    clock = docket["clocks"][clock_id]
    rule = desk.rules.rule_of(clock)
    for event, said in decide(clock, rule):
        tell(work, desk, docket, clock_id, event, **said)
        if event is Event.RESUMED:
            standing.whistle_stood(docket, clock, rule)
    put_docket(work, desk, docket, found.version)
    return Answer(row_of(cast("dict[str, Any]", docket), clock_id), version=found.version + 1)


def _keep_words(work: Work, desk: Desk, call: Call, n: int) -> None:
    text = call.body["text"]
    if text is None:
        return
    pause_id, key = f"{call.path['id']}.p{n}", desk.seal.new_key()
    words = desk.seal.opener(key).seal(store.PAUSE.name, pause_id, "text", text)
    said = {"number": call.path["id"].partition("-")[0], "at": work.context.now, "by": work.context.actor}
    work.put(store.PAUSE.name, pause_id, {**said, "key": key, "text": words})
