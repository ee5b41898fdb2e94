"""A file of messages is read line by line: good rows in the order of their time, bad ones with every reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.console.exits import ConsoleError
from services.console.replay.absence import plan_absence, read_length
from services.console.replay.rows import Reject, Row, read_rows

GOOD = {
    "id": "1",
    "user": "U1",
    "topic": "路灯",
    "submitted_at": "2019-03-01T08:00:00",
    "text": "路灯不亮",
    "reply": "已修好",
    "replied_at": "2019-03-02T09:00:00",
}


def read(tmp_path: Path, *lines: Any) -> tuple[list[Row], list[Reject]]:
    file = tmp_path / "messages.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(texts), encoding="utf-8")
    return read_rows(file, "Asia/Shanghai")


def test_local_times_become_instants_in_utc(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, GOOD)
    assert rejects == []
    assert rows[0].submitted == datetime(2019, 3, 1, 0, 0, tzinfo=UTC)


def test_rows_come_in_the_order_of_their_time(tmp_path: Path) -> None:
    later = GOOD | {"id": "0", "submitted_at": "2019-03-01T08:00:01"}
    assert [row.id for row in read(tmp_path, later, GOOD)[0]] == ["1", "0"]


def test_a_line_that_is_no_json_is_rejected_alone(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, "{broken", GOOD)
    assert (len(rows), [r.line for r in rejects]) == (1, [1])


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("text", "  ", "text: missing or empty"),
        ("text", "长" * 20_001, "text: too long"),
        ("user", 7, "user: missing or empty"),
        ("submitted_at", "yesterday", "submitted_at: allowed is a local time"),
        ("replied_at", None, "replied_at: allowed is a local time"),
        ("replied_at", "2018-03-02T09:00:00", "replied_at: before submitted_at"),
        ("colour", "red", "colour: unknown field"),
    ],
)
def test_a_wrong_field_is_named_with_what_is_allowed(tmp_path: Path, field: str, value: Any, reason: str) -> None:
    rows, rejects = read(tmp_path, GOOD | {field: value})
    assert rows == []
    assert any(told.startswith(reason) for told in rejects[0].reasons)


def test_all_that_is_wrong_with_a_line_is_told_at_once(tmp_path: Path) -> None:
    _, rejects = read(tmp_path, {"id": "9"})
    assert len(rejects[0].reasons) == 6


def test_an_id_that_stands_twice_is_rejected_the_second_time(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, GOOD, GOOD | {"text": "又来"})
    assert (len(rows), rejects[0].line) == (1, 2)


def test_a_reject_never_holds_the_text(tmp_path: Path) -> None:
    _, rejects = read(tmp_path, GOOD | {"replied_at": "never"})
    assert GOOD["text"] not in str(rejects[0])


def test_the_busiest_hour_is_the_one_that_is_left_out(tmp_path: Path) -> None:
    hours = ("01:00:00", "05:00:00", "05:20:00", "05:59:00", "07:00:00")
    lines = [
        GOOD | {"id": str(day), "submitted_at": f"2019-03-01T{hour}", "replied_at": f"2019-03-0{day}T09:00:00"}
        for day, hour in enumerate(hours, start=2)
    ]
    rows, _ = read(tmp_path, *lines)
    absence = plan_absence("routing", rows, timedelta(hours=1))
    assert (absence.begin, absence.end) == (rows[1].submitted, rows[1].submitted + timedelta(hours=1))


@pytest.mark.parametrize(("text", "length"), [("30m", timedelta(minutes=30)), ("2d", timedelta(days=2)), ("all", None)])
def test_a_length_is_minutes_hours_days_or_all(text: str, length: timedelta | None) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize("text", ["", "h", "0h", "1w", "-1h", "1.5h"])
def test_another_length_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ConsoleError, match="allowed is"):
        read_length(text)
