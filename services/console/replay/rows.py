"""The file of real messages: JSON lines `id user topic submitted_at text reply replied_at`, times are local."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from services.console.exits import ConsoleError

FIELDS = ("id", "user", "topic", "submitted_at", "text", "reply", "replied_at")
LONGEST = {"id": 40, "user": 100, "topic": 200, "text": 20_000, "reply": 20_000}
TIMES = ("submitted_at", "replied_at")


@dataclass(frozen=True, slots=True)
class Row:
    """One message; `submitted` and `replied` are instants in UTC."""

    line: int
    id: str
    user: str
    topic: str
    text: str
    reply: str
    submitted: datetime
    replied: datetime


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that cannot be played: its number, its id if it has one, and every reason; never its text."""

    line: int
    id: str | None
    reasons: tuple[str, ...]


def read_rows(path: Path, zone: str, limit: int | None = None) -> tuple[list[Row], list[Reject]]:
    """Good rows by the time of their submission (the first `limit` of them) and the bad ones with reasons."""
    rows: list[Row] = []
    rejects: list[Reject] = []
    seen: dict[str, int] = {}
    try:
        with path.open("rb") as file:
            for line, content in enumerate(file, start=1):
                if content.strip():
                    read = read_row(line, content, ZoneInfo(zone), seen)
                    (rows if isinstance(read, Row) else rejects).append(read)  # type: ignore[arg-type]
    except OSError as error:
        raise ConsoleError(f"{path}: cannot be read ({error.strerror})") from error
    rows.sort(key=lambda row: (row.submitted, row.line))
    return rows[:limit], rejects


def read_row(line: int, content: bytes, zone: ZoneInfo, seen: dict[str, int]) -> Row | Reject:
    """One line checked; all that is wrong with it is told at once."""
    try:
        told = json.loads(content)
    except ValueError:
        return Reject(line, None, ("not JSON; allowed is one JSON object a line",))
    if not isinstance(told, dict):
        return Reject(line, None, ("no JSON object; allowed is one JSON object a line",))
    reasons: list[str] = [
        f"{name}: unknown field; allowed are {' '.join(FIELDS)}" for name in told if name not in FIELDS
    ]
    texts = {name: _text(told, name, reasons.append) for name in LONGEST}
    times = {name: _time(told, name, zone, reasons.append) for name in TIMES}
    submitted, replied = times["submitted_at"], times["replied_at"]
    if submitted and replied and replied < submitted:
        reasons.append("replied_at: before submitted_at; allowed is the same time or later")
    first = seen.setdefault(texts["id"], line) if texts["id"] else line
    if first != line:
        reasons.append(f"id: stands in line {first} already; allowed is each id once")
    if reasons or submitted is None or replied is None:
        return Reject(line, texts["id"] or None, tuple(reasons))
    return Row(line, texts["id"], texts["user"], texts["topic"], texts["text"], texts["reply"], submitted, replied)


def _text(told: dict[str, Any], name: str, wrong: Callable[[str], None]) -> str:
    value = told.get(name)
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST[name]:
        what = "too long" if text else "missing or empty"
        wrong(f"{name}: {what}; allowed is text of 1 to {LONGEST[name]} characters")
    return text


def _time(told: dict[str, Any], name: str, zone: ZoneInfo, wrong: Callable[[str], None]) -> datetime | None:
    value = told.get(name)
    try:
        at = datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        wrong(f"{name}: allowed is a local time such as 2026-11-22T08:00:00")
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)
