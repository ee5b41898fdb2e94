"""Rows of questions `clock,start,length,unit,roll`, read into questions for `due`; every mistake names its field."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from services.contracts.vocabulary import Urgency
from services.county.calendar import COUNTY_TIME, TimeUnit
from services.county.due import LONGEST, Asked, DueError

FIELDS = ("clock", "start", "length", "unit", "roll")
ROLLS = {
    "": None,
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
START = "a day such as 2026-02-14, or an instant such as 2026-02-14T09:30 (+08:00 where no offset is told)"
T = TypeVar("T")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_start(text: str) -> datetime:
    """A day, from its midnight, or an instant; the county's time where no offset is told. Raises DueError."""
    try:
        start = datetime.fromisoformat(text.strip())
    except ValueError:
        raise DueError("start", f"is {text[:40]!r}. Allowed: {START}") from None
    return start if start.tzinfo is not None else start.replace(tzinfo=COUNTY_TIME)


def read_length(text: str) -> int | None:
    """A whole number, or nothing. Raises DueError."""
    if not text.strip():
        return None
    if not text.strip().isascii() or not text.strip().isdigit() or not 1 <= int(text.strip()[:9]) <= LONGEST:
        raise DueError("length", f"is {text[:40]!r}. Allowed: a whole number from 1 to {LONGEST}, or nothing")
    return int(text.strip())


def read_unit(text: str) -> TimeUnit | None:
    """A unit, spaces and hyphens read as underscores, or nothing. Raises DueError."""
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    if not word:
        return None
    try:
        return TimeUnit(word)
    except ValueError:
        raise DueError("unit", f"is {text[:40]!r}. Allowed: {', '.join(TimeUnit)}, or nothing") from None


def read_roll(text: str) -> bool | None:
    """Whether a last calendar day on a day off rolls forward; nothing: the rule's own way. Raises DueError."""
    word = text.strip().lower()
    if word not in ROLLS:
        raise DueError("roll", f"is {text[:40]!r}. Allowed: true or false (yes no on off 1 0), or nothing")
    return ROLLS[word]


def read_row(cells: Sequence[str], urgency: Urgency | None = None, whistle: str | None = None) -> Asked:
    """One row as a question; `length unit roll` may be empty or left out. Raises DueErrors with every mistake."""
    row = dict(zip(FIELDS, [*cells, *[""] * len(FIELDS)], strict=False))
    wrong: list[DueError] = []
    if len(cells) > len(FIELDS):
        wrong.append(DueError("row", f"has {len(cells)} cells. Allowed: {','.join(FIELDS)}"))
    if not row["clock"].strip():
        wrong.append(DueError("clock", "is empty. Allowed: the name of a clock"))
    start = _told(wrong, read_start, row["start"])
    length = _told(wrong, read_length, row["length"])
    unit = _told(wrong, read_unit, row["unit"])
    roll = _told(wrong, read_roll, row["roll"])
    if wrong or start is None:
        raise DueErrors(wrong)
    return Asked(row["clock"].strip(), start, length, unit, roll, urgency, whistle)


def _told(wrong: list[DueError], read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text)
    except DueError as error:
        wrong.append(error)
        return None


class DueErrors(ValueError):
    """Every mistake of one row."""

    def __init__(self, errors: list[DueError]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = errors


def numbered_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | DueError]]:
    """The rows with their line numbers, or what is wrong with one that is no row; a head and empty lines are passed
    over. A line may end in LF, CR LF or CR; each is a row of its own, so a quote that is not closed spoils no other.
    """
    each = (line for told in lines for line in _LINE_END.split(told.rstrip("\r\n")))
    for number, line in enumerate(each, 1):
        cells = _cells(line)
        if isinstance(cells, DueError):
            yield number, cells
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if number == 1:
            cells[0] = cells[0].removeprefix("\ufeff")
            if tuple(cell.strip().lower() for cell in cells) == FIELDS[: len(cells)]:
                continue
        yield number, cells


def _cells(line: str) -> list[str] | DueError:
    try:
        cells = next(csv.reader([f"{line}\n"]), [])
    except csv.Error:
        allowed = f"{','.join(FIELDS)}, a cell of at most {csv.field_size_limit()} characters"
        return DueError("row", f"cannot be read. Allowed: {allowed}")
    if cells and cells[-1].endswith("\n"):
        return DueError("row", f"has a quote that is not closed: {line[:40]!r}. Allowed: {','.join(FIELDS)}")
    return cells
