"""Objections (异议): in 5 working days from the call (信访工作条例 Art. 23), once, decided by who blew the whistle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.county import clock_rules
from services.county.calendar import TimeUnit
from services.county.clocks import Length
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.county.statutory import STATUTORY
from services.routing.domain.call import CallRole, CallState, DepartmentCall
from services.routing.domain.whistle import Objection, Whistle, known_unit

RULE = STATUTORY["objection"]
LENGTH = RULE.length if isinstance(RULE.length, Length) else Length(5, TimeUnit.WORKING_DAYS)


class Decision(NamedTuple):
    """What a decision did: `called` is the department called anew, None where nobody was."""

    whistle: Whistle
    objection: Objection
    called: DepartmentCall | None


def object_by(county: County, called_at: str) -> str:
    """Until when a department called at an instant may object."""
    return instant(county.calendar.deadline(moment(called_at), LENGTH.amount, LENGTH.unit, RULE.roll).due)


def raise_objection(
    county: County,
    whistle: Whistle,
    department: str,
    reason: str,
    at: str,
    earlier: Sequence[Whistle] = (),
    settled_on: Collection[str] = (),
) -> Whistle:
    """Record an objection. What was decided stands for the matter's `earlier` whistles too, and a unit that a superior
    or a conference has `settled_on` objects no more. Raises Refusal `objection_too_late`, `objection_was_rejected`,
    `competence_decided`, or the call's own code."""
    call = whistle.call(department)
    changed = whistle.with_call(department, DepartmentCall.objected)
    if department in settled_on:
        raise Refusal("competence_decided", f"It was decided that the matter is {department}'s own; that stands.")
    decided = (o for each in (*earlier, whistle) for o in each.objections)
    if any(o.department == department and o.upheld is False for o in decided):
        raise Refusal("objection_was_rejected", f"An objection of {department} was decided already; it stands.")
    by = object_by(county, call.called_at)
    if is_after(at, by):
        raise Refusal("objection_too_late", f"{department} was called at {call.called_at}; allowed until {by}.")
    objection = Objection(len(whistle.objections) + 1, department, reason, at)
    return changed._replace(objections=(*whistle.objections, objection))


def decide(county: County, whistle: Whistle, n: int, upheld: bool, replacement: str | None, at: str) -> Decision:
    """Decide objection `n`; a lead that is released must be replaced, an assist may be.

    A replacement that assists already becomes the lead where it stands, and nobody is called anew.
    Raises Refusal `not_found`, `objection_decided`, or naming the field `replacement`.
    """
    objection = next((o for o in whistle.objections if o.n == n), None)
    if objection is None:
        raise Refusal.not_found("objection")
    if objection.upheld is not None:
        raise Refusal("objection_decided", f"Objection {n} was decided at {objection.decided_at}.")
    department = objection.department
    role = whistle.call(department).role
    check_replacement(county, whistle, role, upheld, replacement)
    decided = objection._replace(upheld=upheld, decided_at=at, replacement=replacement)
    rule = DepartmentCall.upheld if upheld else DepartmentCall.rejected
    changed = whistle.with_call(department, rule)
    changed = changed._replace(objections=tuple(decided if o.n == n else o for o in whistle.objections))
    after, called = replaced(county, changed, role, replacement, at)
    return Decision(after, decided, called)


def replaced(
    county: County, whistle: Whistle, role: str, replacement: str | None, at: str
) -> tuple[Whistle, DepartmentCall | None]:
    """The whistle after one department was released and another took its part, and the call anew, if there is one."""
    if replacement is None:
        return whistle, None
    if role == CallRole.LEAD:
        whistle = whistle._replace(lead=replacement)
    if whistle.calls_on(replacement):
        return whistle.with_call(replacement, lambda call: call._replace(role=CallRole.LEAD)), None
    by = instant(clock_rules.check_in_by(county, whistle.kind, moment(at)).due)
    called = DepartmentCall(replacement, role, CallState.CALLED, at, by)
    return whistle._replace(calls=(*whistle.calls, called)), called


def check_replacement(county: County, whistle: Whistle, role: str, upheld: bool, replacement: str | None) -> None:
    """Who leads must be replaced, who assists may be. Raises Refusal naming the field `replacement`."""
    if replacement is None:
        if upheld and role == CallRole.LEAD:
            raise Refusal.of_field("replacement", "required", "Required: the lead is released, name who leads instead.")
        return
    if not upheld:
        raise Refusal.of_field("replacement", "not_allowed", "Allowed only where the objection is upheld.")
    known_unit(county, "replacement", replacement)
    before = next((c for c in whistle.calls if c.department == replacement), None)
    if before is None or (role == CallRole.LEAD and before.role == CallRole.ASSIST and before.active):
        return
    detail = "Allowed: a department that this whistle has not called yet, or, for the lead, one that assists."
    raise Refusal.of_field("replacement", "called_twice", detail)
