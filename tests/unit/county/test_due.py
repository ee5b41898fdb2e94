"""When is this due, and why: what is told beside the date, and what is said of a question that has no answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Urgency
from services.county.calendar import COUNTY_TIME, TimeUnit
from services.county.county import County
from services.county.due import Asked, DueError, Why, ground_of, variants, when_due
from services.county.due_rows import DueErrors, numbered_rows, read_row, read_start
from services.county.due_told import as_row
from services.county.statutory import STATUTORY

NATION = ground_of(None)


@pytest.mark.parametrize(
    ("clock", "start", "due", "why"),
    [
        # Spring Festival 2025 (28 January to 4 February; Sunday 26 January and Saturday 8 February are worked).
        ("transfer", "2025-01-13", "2025-02-05", "rolled to the next working day over 2025-01-28..2025-02-04 (春节)"),
        ("objection", "2025-01-24", "2025-02-07", "worked although a weekend: 2025-01-26 (春节)"),
        ("simplified", "2025-01-24", "2025-02-13", "2025-01-26 (春节), 2025-02-08 (春节)"),
        # Spring Festival 2026 (15 to 23 February; Saturdays 14 and 28 February are worked).
        ("objection", "2026-02-12", "2026-02-26", "not counted: 2026-02-15..2026-02-23 (春节)"),
        ("notice", "2026-02-01", "2026-02-24", "the last day 2026-02-16 is off"),
        ("transfer", "2026-01-30", "2026-02-14", "15 calendar days by 信访工作条例 Art. 22"),
        ("opinion", "2025-12-20", "2026-02-24", "the last day 2026-02-18 is off"),
        # National Day 2025 with Mid-Autumn (1 to 8 October; 28 September and 11 October are worked) and 2026.
        ("transfer", "2025-09-19", "2025-10-09", "2025-10-04..2025-10-05 (国庆节), 2025-10-06 (中秋节)"),
        ("objection", "2025-09-26", "2025-10-10", "2025-09-28 (国庆节)"),
        ("review", "2025-09-03", "2025-10-09", "the last day 2025-10-03 is off"),
        ("objection", "2026-09-28", "2026-10-10", "worked although a weekend: 2026-10-10 (国庆节)"),
        ("second_review", "2026-09-10", "2026-10-10", "30 calendar days by 信访工作条例 Art. 36"),
        # A worked Saturday or Sunday is a last day like any other.
        ("transfer", "2026-04-24", "2026-05-09", "15 calendar days"),
        ("judicial_confirmation", "2026-01-29", "2026-02-28", "人民调解法 Art. 33"),
        ("ask_review", "2025-12-05", "2026-01-04", "2025 is official; 2026 is official"),
        # 2027 has no list yet: 春节 5 to 8 February, 6 and 7 February (a weekend) made up on 9 and 10.
        ("transfer", "2027-01-21", "2027-02-11", "2027-02-05..2027-02-10 (春节)"),
        ("objection", "2027-09-29", "2027-10-11", "2027 is provisional"),
        ("opinion", "2026-12-04", "2027-02-02", "2026 is official; 2027 is provisional"),
    ],
)
def test_worked_dates_around_festivals(clock: str, start: str, due: str, why: str) -> None:
    told = as_row(when_due(NATION, Asked(clock, read_start(start))))
    assert told["due_date"] == due
    assert why in told["why"]


def test_the_days_skipped_are_named_with_their_reason() -> None:
    answer = when_due(NATION, Asked("objection", read_start("2026-09-22T10:00")))
    assert [(each.day.day, each.why, each.name) for each in answer.skipped] == [
        (25, Why.HOLIDAY, "中秋节"),
        (26, Why.HOLIDAY, "中秋节"),
        (27, Why.HOLIDAY, "中秋节"),
    ]


def test_a_county_clock_by_urgency_is_answered_for_each_urgency_or_for_the_one_that_is_said(ningshan: County) -> None:
    ground, start = ground_of(ningshan), read_start("2026-03-02T09:00")
    each = {answer.of: answer.length.amount for answer in variants(ground, Asked("handling", start))}
    assert each == {"urgent": 1, "livelihood": 3, "hard": 7}
    one = variants(ground, Asked("handling", start, urgency=Urgency.URGENT))
    assert [answer.length.amount for answer in one] == [1]
    assert when_due(ground, Asked("handling", start)).of == "hard"


def test_a_check_in_by_kind_of_whistle_is_answered_for_each_kind(ningshan: County) -> None:
    answers = variants(ground_of(ningshan), Asked("check_in", read_start("2026-03-02T09:00")))
    assert [answer.of for answer in answers] == list(ningshan.whistle_kinds)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (["nothing_known", "2026-01-01"], "clock"),
        (["transfer", "2026-02-30"], "start"),
        (["transfer", "2026-01-01", "0"], "length"),
        (["transfer", "2026-01-01", "1.5"], "length"),
        (["transfer", "2026-01-01", "3", "weeks"], "unit"),
        (["transfer", "2026-01-01", "", "minutes"], "length"),
        (["own", "2026-01-01", "3"], "unit"),
        (["transfer", "2026-01-01", "", "", "perhaps"], "roll"),
        (["transfer", "1800-01-01"], "start"),
        (["transfer", "2026-01-01", "", "", "", "more"], "row"),
        (["", "2026-01-01"], "clock"),
    ],
)
def test_a_row_that_cannot_be_answered_names_its_field(row: list[str], field: str) -> None:
    with pytest.raises((DueError, DueErrors)) as caught:
        when_due(NATION, read_row(row))
    errors = caught.value.errors if isinstance(caught.value, DueErrors) else [caught.value]
    assert [each.field for each in errors] == [field]
    assert "Allowed" in errors[0].detail


def test_all_mistakes_of_a_row_are_told_at_once() -> None:
    with pytest.raises(DueErrors) as caught:
        read_row(["x", "soon", "many", "moons", "?"])
    assert [each.field for each in caught.value.errors] == ["start", "length", "unit", "roll"]


def test_a_head_and_empty_lines_are_passed_over_and_rows_keep_their_line_numbers() -> None:
    lines = [
        "\ufeffclock,start,length,unit,roll\n",
        "\n",
        "transfer,2026-01-01,,,\n",
        "x,2026-01-01,2,working days,yes\n",
    ]
    rows = list(numbered_rows(lines))
    assert [line for line, _ in rows] == [3, 4]
    assert read_row(rows[1][1]) == Asked("x", read_start("2026-01-01"), 2, TimeUnit.WORKING_DAYS, True)


def test_a_quote_that_is_not_closed_is_told_and_spoils_no_other_row() -> None:
    lines = [
        "opinion,2026-01-01\n",
        '"opinion,2026-01-02\n',
        '"notice",2026-01-03\n',
        'x,"2026-01-04,2\r\n',
        "transfer,2026-01-05\n",
    ]
    rows = dict(numbered_rows(lines))
    assert sorted(rows) == [1, 2, 3, 4, 5]
    for number in (2, 4):
        wrong = rows[number]
        assert isinstance(wrong, DueError)
        assert (wrong.field, "not closed" in str(wrong)) == ("row", True)
    assert (rows[3], rows[5]) == (["notice", "2026-01-03"], ["transfer", "2026-01-05"])


def test_a_start_without_offset_is_the_countys_time() -> None:
    assert read_start("2026-01-01T07:30") == datetime(2026, 1, 1, 7, 30, tzinfo=COUNTY_TIME)
    assert read_start("2025-12-31T23:30:00Z") == read_start("2026-01-01T07:30")


@given(
    st.sampled_from(sorted(STATUTORY)),
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=st.just(COUNTY_TIME)),
)
def test_rolling_only_ever_moves_a_due_date_later_over_days_off_that_are_all_named(clock: str, start: datetime) -> None:
    stays, rolls = (when_due(NATION, Asked(clock, start, roll=roll)) for roll in (False, True))
    assert stays.due <= rolls.due
    if rolls.rolled:
        passed = (rolls.due - stays.due).days
        assert [each.day for each in rolls.skipped] == [rolls.nominal + timedelta(days=n) for n in range(passed)]
    assert all(start < warning < rolls.due for warning in rolls.warnings)
