"""A whistle (吹哨): the centre calls a lead and assisting departments to one matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Urgency
from services.county import clock_rules
from services.county.county import County
from services.county.instants import instant, is_after, moment
from services.routing.domain.call import CallRole, CallState, DepartmentCall


class WhistleState(StrEnum):
    """How far the departments of one whistle have come, taken together."""

    BLOWN = "blown"
    HANDLING = "handling"
    REPLIED = "replied"
    ENDED = "ended"


class Objection(NamedTuple):
    """A department's reasoned "not ours"; `upheld` is None until who blew the whistle has decided."""

    n: int
    department: str
    reason: str
    raised_at: str
    upheld: bool | None = None
    decided_at: str | None = None
    replacement: str | None = None


class Whistle(NamedTuple):
    """One whistle; `lead` is the department that leads now, `finish_by` when the matter is to be done (UTC).

    `former_finish_by` is when it was to be done at first, where more time was granted (延期); `sent_from` is the place
    for which somebody blew it, None for the whole county: objections are decided there or above. `paused` is the unit
    whose handling clock for it stands still, by oversight's word, since `paused_at`.
    """

    id: str
    kind: str
    lead: str
    round: int
    blown_at: str
    check_in_by: str
    finish_by: str
    ended: bool
    former_finish_by: str | None
    sent_from: str | None
    paused: str | None
    paused_at: str | None
    calls: tuple[DepartmentCall, ...]
    objections: tuple[Objection, ...] = ()

    @property
    def assists(self) -> tuple[str, ...]:
        """The departments that assist now, in the order of their calls."""
        return tuple(c.department for c in self.calls if c.active and c.role == CallRole.ASSIST)

    @property
    def state(self) -> WhistleState:
        """How far it has come."""
        if self.ended:
            return WhistleState.ENDED
        if self.all_replied:
            return WhistleState.REPLIED
        begun = any(c.active and c.checked_in_at is not None for c in self.calls)
        return WhistleState.HANDLING if begun else WhistleState.BLOWN

    @property
    def all_replied(self) -> bool:
        """Whether every department that was not released has replied."""
        return all(c.state == CallState.REPLIED for c in self.calls if c.active)

    @property
    def lead_replied(self) -> bool:
        """Whether the department that leads has replied."""
        return self.call(self.lead).state == CallState.REPLIED

    @property
    def objection_open(self) -> bool:
        """Whether an objection waits for its decision."""
        return any(o.upheld is None for o in self.objections)

    @property
    def stands_still(self) -> bool:
        """Whether the clock that runs for it waits for somebody: of who leads now."""
        return not self.ended and self.paused == self.lead

    def end_for(self, call: DepartmentCall) -> str:
        """By when a department is to be done: the whistle's end, or its own later one."""
        own = call.finish_by
        return own if own is not None and is_after(own, self.finish_by) else self.finish_by

    def calls_on(self, department: str) -> bool:
        """Whether the department is called and was not released."""
        return any(c.department == department and c.active for c in self.calls)

    def call(self, department: str) -> DepartmentCall:
        """The call of one department. Raises Refusal `not_called`."""
        for call in self.calls:
            if call.department == department:
                return call
        raise Refusal("not_called", f"{department} is not called by this whistle.")

    def with_call(self, department: str, change: Callable[[DepartmentCall], DepartmentCall]) -> Whistle:
        """The whistle with one department's call changed by a rule of `domain.call`."""
        changed = change(self.call(department))
        return self._replace(calls=tuple(changed if c.department == department else c for c in self.calls))


def blow(
    county: County,
    whistle_id: str,
    kind: str,
    lead: str,
    assists: Sequence[str],
    urgency: str,
    round_: int,
    at: str,
    sent_from: str | None = None,
) -> Whistle:
    """Call a lead and assists at an instant; `check_in_by` by the whistle's kind, `finish_by` by the urgency.

    Raises Refusal naming the field where a kind or a unit is not the county's, or a department is called twice.
    """
    if kind not in county.whistle_kinds:
        raise Refusal.of_field("kind", "unknown_whistle_kind", f"Allowed: {_listed(county.whistle_kinds)}.")
    known_unit(county, "lead", lead)
    for place, assist in enumerate(assists):
        known_unit(county, f"assists.{place}", assist)
        if assist == lead or assist in assists[:place]:
            raise Refusal.of_field(f"assists.{place}", "called_twice", "Allowed: each department once, not the lead.")
    start = moment(at)
    by = instant(clock_rules.check_in_by(county, kind, start).due)
    finish = instant(clock_rules.finish_by(county, Urgency(urgency), start).due)
    calls = [DepartmentCall(lead, CallRole.LEAD, CallState.CALLED, at, by)]
    calls += [DepartmentCall(each, CallRole.ASSIST, CallState.CALLED, at, by) for each in assists]
    return Whistle(whistle_id, kind, lead, round_, at, by, finish, False, None, sent_from, None, None, tuple(calls))


def kind_of(county: County, *wanted: str) -> str:
    """The first of these kinds that the county file has, else the file's first."""
    return next((kind for kind in wanted if kind in county.whistle_kinds), next(iter(county.whistle_kinds)))


def known_unit(county: County, field: str, code: str) -> str:
    """The code, if it is a unit of the county; else Refusal naming the field and every unit."""
    if not county.units.exists(code):
        raise Refusal.of_field(field, "unknown_department", f"Allowed: {_listed(county.units.codes())}.")
    return code


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes)
