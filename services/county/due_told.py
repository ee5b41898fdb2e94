"""An answer of `due` told: as a row for programs, as lines for people, and why in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.county.calendar import COUNTY_TIME, TimeUnit
from services.county.due import Answer, NotedDay, Why

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
IN_DAYS = (TimeUnit.CALENDAR_DAYS, TimeUnit.WORKING_DAYS)


def as_row(answer: Answer) -> dict[str, Any]:
    """An answer for a program: instants in the county's time, days as `2026-02-24`."""
    return {
        "clock": answer.asked.clock,
        "title": answer.title,
        "article": answer.article,
        "of": answer.of,
        "start": _local(answer.asked.start),
        "length": answer.length.amount,
        "unit": str(answer.length.unit),
        "roll": answer.roll,
        "due": _local(answer.due),
        "due_date": answer.due.astimezone(COUNTY_TIME).date().isoformat(),
        "warnings": [_local(each) for each in answer.warnings],
        "rolled": answer.rolled,
        "nominal": answer.nominal.isoformat(),
        "official": answer.official,
        "years": {str(year): status for year, status in answer.years},
        "skipped": [_noted(each) for each in answer.skipped],
        "worked_weekends": [_noted(each) for each in answer.worked],
        "why": "; ".join(reasons(answer)),
    }


def as_pairs(answer: Answer) -> Iterator[tuple[str, str]]:
    """An answer for a person: names and what stands beside them."""
    of = f", {answer.of}" if answer.of else ""
    yield "clock", f"{answer.asked.clock} ({answer.title}{of})"
    yield "start", _local(answer.asked.start)
    yield "due", f"{_local(answer.due)}, {WEEKDAYS[answer.due.astimezone(COUNTY_TIME).weekday()]}"
    for warning in answer.warnings:
        yield "warns", _local(warning)
    for reason in reasons(answer):
        yield "why", reason


def as_line(row: dict[str, Any]) -> str:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False)


def reasons(answer: Answer) -> Iterator[str]:
    """Why it is that day: the length and its law, what was not counted, what was worked, how sure the years are."""
    length = f"{answer.length.amount} {answer.length.unit.replace('_', ' ')}"
    by = f" by {answer.article}" if answer.article else ""
    yield f"{length}{by}" + (", the start day not counted" if answer.length.unit in IN_DAYS else "")
    if answer.of:
        told = answer.asked.urgency is not None or answer.asked.whistle is not None
        yield f"the length of {answer.of}" + ("" if told else ", which is assumed: none was told")
    off = ", ".join(_spans(answer.skipped))
    if answer.length.unit is TimeUnit.CALENDAR_DAYS:
        if answer.rolled:
            yield f"the last day {answer.nominal} is off, rolled to the next working day over {off}"
        elif not answer.roll:
            yield "a last day on a day off does not roll"
    elif off:
        yield f"not counted: {off}"
    if answer.worked and answer.length.unit is TimeUnit.CALENDAR_DAYS:
        last = answer.worked[-1].day
        yield f"the last day {last} is a {WEEKDAYS[last.weekday()]} that is worked"
    elif answer.worked:
        yield "worked although a weekend: " + ", ".join(_spans(answer.worked))
    for year, status in answer.years:
        yield f"{year} is {status}" + (
            "" if status == "official" else ": computed until the State Council's list is out"
        )


def _local(at: datetime) -> str:
    return at.astimezone(COUNTY_TIME).isoformat(timespec="seconds")


def _noted(each: NotedDay) -> dict[str, str | None]:
    weekday = WEEKDAYS[each.day.weekday()]
    return {"day": each.day.isoformat(), "weekday": weekday, "why": str(each.why), "name": each.name}


def _spans(days: Sequence[NotedDay]) -> Iterator[str]:
    """Days that follow each other for the same reason, told as a span."""
    first = 0
    for n in range(1, len(days) + 1):
        last = days[n - 1]
        same = n < len(days) and (days[n].why, days[n].name) == (last.why, last.name)
        if same and days[n].day - last.day == timedelta(days=1):
            continue
        told = last.name or ("weekend" if last.why is Why.WEEKEND else "the county's own")
        yield f"{days[first].day}{f'..{last.day}' if n - 1 > first else ''} ({told})"
        first = n
