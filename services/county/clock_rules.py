"""Which clocks a fact starts and stops, and when each runs out. Pure: asks the county, keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.contracts.vocabulary import Urgency
from services.county.calendar import Deadline
from services.county.clocks import Anchor, Breach, ClockRule, Length
from services.county.county import County


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """One clock as it starts: its end and its yellow times (UTC). What a breach leads to: `ladder`."""

    clock: str
    anchor: Anchor
    length: Length
    started_at: datetime
    deadline: Deadline
    warnings: tuple[datetime, ...]
    pausable: bool


def plan(county: County, rule: ClockRule, length: Length, start: datetime) -> ClockPlan:
    """Lay out one clock from its own fact's time (aware); days and hours by the county's calendar."""
    calendar = county.calendar
    deadline = calendar.deadline(start, length.amount, length.unit, rule.roll)
    warnings = calendar.warnings(start, deadline.due, rule.warn)
    return ClockPlan(rule.name, rule.anchor, length, start, deadline, warnings, rule.pausable)


def ladder(county: County, clock: str, due: datetime) -> tuple[tuple[Breach, datetime], ...]:
    """The steps that a breach of this clock leads to, each with its time (UTC); the first falls on the due time.

    Only the reminder is the machine's; the others are proposed, decided and signed by a person.
    Raises UnknownCode for a clock that neither the county nor the law has.
    """
    return tuple((step, _later(county, due, step.after)) for step in county.clocks.get(clock).breach)


def _later(county: County, due: datetime, after: Length | None) -> datetime:
    return due if after is None else county.calendar.deadline(due, after.amount, after.unit).due


def started_by(
    county: County, fact: str, at: datetime, urgency: Urgency, whistle_kind: str | None = None
) -> tuple[ClockPlan, ...]:
    """The clocks that a fact (its name without version) starts, at the fact's own time.

    A clock anchored to a department starts once for each department that the whistle calls.
    Raises UnknownCode for a whistle kind that the county lacks.
    """
    whistle = county.whistle_kind(whistle_kind) if whistle_kind is not None else None
    plans = []
    for rule in county.clocks.running():
        if fact in rule.starts:
            length = rule.length_for(urgency, whistle)
            if length is not None:
                plans.append(plan(county, rule, length, at))
    return tuple(plans)


def stopped_by(county: County, fact: str) -> tuple[str, ...]:
    """The names of the clocks that a fact stops, on the matter or department that it tells of."""
    return tuple(rule.name for rule in county.clocks.running() if fact in rule.stops)


def check_in_by(county: County, whistle_kind: str, at: datetime) -> Deadline:
    """When departments called by a whistle of this kind must have reported for duty. Raises UnknownCode."""
    length = county.whistle_kind(whistle_kind).check_in
    return county.calendar.deadline(at, length.amount, length.unit)


def finish_by(county: County, urgency: Urgency, at: datetime) -> Deadline:
    """When a matter of this urgency, whistled at this time, must be done (the county's clock `handling`)."""
    rule = county.clocks.get("handling")
    length = rule.length_for(urgency, None)
    if length is None:
        raise ValueError("clock handling: needs a length of its own, not the whistle's")
    return county.calendar.deadline(at, length.amount, length.unit, rule.roll)
