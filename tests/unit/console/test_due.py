"""`countynet due`, as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from services.console.main import main

NINGSHAN = str(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")


def asked(*words: str, rows: str | None = None) -> Result:
    return CliRunner().invoke(main, ["due", *words], input=rows, env={"COUNTY_FILE": ""})


def test_a_statutory_clock_is_answered_with_its_article_without_any_county() -> None:
    told = json.loads(asked("transfer", "--from", "2026-02-04", "--json").stdout)
    assert told["due"] == "2026-02-24T23:59:59+08:00"
    assert told["article"] == "信访工作条例 Art. 22"
    assert (told["rolled"], told["official"]) == (True, True)


def test_a_countys_own_clock_is_answered_by_its_file() -> None:
    told = json.loads(asked("handling", "--from", "2026-02-13", "--county", NINGSHAN, "--json").stdout)
    assert {each["of"]: each["due_date"] for each in told["variants"]} == {
        "urgent": "2026-02-14",
        "livelihood": "2026-02-25",
        "hard": "2026-03-02",
    }
    page = asked("handling", "--from", "2026-02-13", "--county", NINGSHAN, "--urgency", "urgent").stdout
    assert "2026-02-14T23:59:59+08:00, Saturday" in page
    assert "worked although a weekend: 2026-02-14 (春节)" in page


def test_rows_are_answered_row_by_row_and_a_bad_one_is_named_with_its_field() -> None:
    rows = (
        "clock,start,length,unit,roll\ntransfer,2026-02-04,15,calendar_days,false\nnotice,soon,,,\nreview,2026-02-04\n"
    )
    result = asked("-", "--json", rows=rows)
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [each["row"] for each in told] == [2, 3, 4]
    assert told[0]["due_date"] == "2026-02-19"
    assert told[1]["errors"][0]["field"] == "start"
    assert "row 3: start: is 'soon'" in result.stderr
    as_csv = asked("-", rows=rows).stdout.splitlines()
    assert as_csv[0] == "row,clock,start,due,warnings,official,rolled,why"
    assert [line.split(",")[0] for line in as_csv[1:]] == ["2", "4"]


def test_what_cannot_be_asked_is_refused_with_what_is_allowed(tmp_path: Path) -> None:
    unknown = asked("handling", "--from", "2026-02-13")
    assert unknown.exit_code == 2
    assert "transfer, notice, objection" in unknown.stderr
    assert "--from" in asked("transfer").stderr
    assert "--from" in asked("transfer", "--from", "yesterday").stderr
    broken = tmp_path / "broken.yaml"
    broken.write_text("county: {code: x}\n", encoding="utf-8")
    result = asked("transfer", "--from", "2026-02-13", "--county", str(broken))
    assert result.exit_code == 1
    assert "county.name" in result.stderr


def test_rows_may_end_in_carriage_returns_and_a_cell_that_is_too_long_holds_up_no_other() -> None:
    told = json.loads(asked("-", "--json", rows="transfer,2026-02-04\rnotice,2026-02-04\rreview,2026-02-04\r").stdout)
    assert [(each["row"], each["clock"]) for each in told] == [(1, "transfer"), (2, "notice"), (3, "review")]
    result = asked("-", "--json", rows=f"{'x' * 131_073},2026-02-04\ntransfer,2026-02-04\n")
    assert "row 1: row: cannot be read" in result.stderr
    assert [each.get("clock") for each in json.loads(result.stdout)] == [None, "transfer"]


def test_a_length_beyond_the_calendars_years_is_blamed_on_the_length() -> None:
    result = asked("-", "--json", rows="own,2026-02-04,525600,working_days,\nown,2150-12-30,1,working_days,\n")
    assert [each["errors"][0]["field"] for each in json.loads(result.stdout)] == ["length", "start"]


def test_a_row_says_which_urgency_or_whistle_kind_was_assumed() -> None:
    rows = "handling,2026-02-13\ncheck_in,2026-02-13\n"
    handling, check_in = json.loads(asked("-", "--json", "--county", NINGSHAN, rows=rows).stdout)
    assert "the length of hard, which is assumed: none was told" in handling["why"]
    assert f"the length of {check_in['of']}, which is assumed" in check_in["why"]
    (told,) = json.loads(asked("-", "--json", "--county", NINGSHAN, "--urgency", "urgent", rows=rows[:20]).stdout)
    assert "the length of urgent" in told["why"]
    assert "assumed" not in told["why"]


def test_a_last_day_on_a_worked_sunday_is_told_as_one() -> None:
    told = json.loads(asked("transfer", "--from", "2026-02-13", "--json").stdout)
    assert told["due_date"] == "2026-02-28"
    assert "the last day 2026-02-28 is a Saturday that is worked" in told["why"]
