"""What a clock of the file does on its way: how long it runs, when it warns, and what its breach leads to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.county.calendar import TimeUnit, Warn
from services.county.clocks import Breach, LadderStep, Length
from services.county.file.sheet import Row

WARN_UNITS = (TimeUnit.MINUTES, TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS)
LONGEST: Mapping[TimeUnit, int] = {
    TimeUnit.MINUTES: 525_600,
    TimeUnit.WORKING_HOURS: 2_000,
    TimeUnit.WORKING_DAYS: 750,
    TimeUnit.CALENDAR_DAYS: 1_100,
}
SPARE_DAYS = 14
"""By how much holidays and weekends can lengthen a clock of a few days."""
DAY = 1_440


def read_length(row: Row, key: str) -> Length | None:
    """A whole number under `key` with the row's `unit`."""
    unit = row.word("unit", TimeUnit)
    amount = row.whole(key, 1, LONGEST[unit] if unit is not None else max(LONGEST.values()))
    return None if unit is None or amount is None else Length(amount, unit)


def read_warnings(row: Row, lengths: Collection[Length]) -> tuple[Warn, ...]:
    """The warnings of a clock that may be as long as any of these; one that could never come is a mistake."""
    rules = []
    for each in row.rows("warn"):
        rule = _warn(each)
        if rule is None:
            continue
        if lengths and all(_never(rule, length) for length in lengths):
            each.wrong("before", f"is {rule.before}: the clock is never that long", "less time than the clock has")
        rules.append(rule)
    return tuple(rules)


def _never(rule: Warn, length: Length) -> bool:
    """Whether a warning so long before the end would always come before the clock's start."""
    if rule.before is None or rule.unit is None:
        return False
    if rule.unit is length.unit:
        return rule.before >= length.amount + (rule.unit is not TimeUnit.MINUTES)
    ahead = rule.before * (1 if rule.unit is TimeUnit.MINUTES else DAY)
    return ahead >= _most_minutes(length)


def _most_minutes(length: Length) -> int:
    """More than a clock can take from start to end, whatever the calendar, where offices open an hour a day."""
    if length.unit is TimeUnit.MINUTES:
        return length.amount
    days = length.amount if length.unit is TimeUnit.CALENDAR_DAYS else 2 * length.amount
    return (days + SPARE_DAYS) * DAY


def _warn(row: Row) -> Warn | None:
    if row.has("percent"):
        row.only(("percent",))
        percent = row.whole("percent", 1, 99)
        return None if percent is None else Warn(percent=percent)
    row.only(("before", "unit"), ("percent",))
    unit = row.word("unit", TimeUnit, WARN_UNITS)
    before = row.whole("before", 1, LONGEST[unit] if unit is not None else max(LONGEST.values()))
    return None if before is None or unit is None else Warn(before=before, unit=unit)


def read_breach(row: Row) -> tuple[Breach, ...]:
    """What a breach leads to, from the mildest step to the hardest, none earlier than the one before it."""
    steps: list[Breach] = []
    for each in row.rows("breach"):
        step = _step(each)
        if step is None:
            continue
        if steps and _RANK[step.step] < _RANK[steps[-1].step]:
            each.wrong("step", f"{step.step} comes after {steps[-1].step}", f"in this order: {', '.join(LadderStep)}")
        elif steps and _earlier(step.after, steps[-1].after):
            each.wrong("after", "is less than that of the step before", "at least the time of the step before")
        elif steps and step.step is steps[-1].step and (step.proposed or step.after == steps[-1].after):
            each.wrong("step", f"{step.step} is written twice", "each step once; reminders at different times")
        steps.append(step)
    return tuple(steps)


_RANK = {step: rank for rank, step in enumerate(LadderStep)}


def _earlier(this: Length | None, former: Length | None) -> bool:
    if former is None:
        return False
    return this is None or (this.unit is former.unit and this.amount < former.amount)


def _step(row: Row) -> Breach | None:
    row.only(("step", "after", "unit") if row.has("after") or row.has("unit") else ("step",), ("after", "unit"))
    step = row.word("step", LadderStep)
    after = read_length(row, "after") if row.has("after") else None
    return None if step is None else Breach(step, after)
