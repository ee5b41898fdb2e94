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
