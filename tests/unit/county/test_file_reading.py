"""Reading a county file: all mistakes at once, each at its line, and none hidden by another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.county.problem import CountyFileError, Problem
from services.county.reader import load, read

Plant = Callable[..., list[Problem]]


def test_mistakes_of_every_section_are_told_at_once_in_file_order(mistakes: Plant) -> None:
    problems = mistakes(
        ("otherwise: u-office", "otherwise: u-nobody"),
        ("length: 4", "length: four"),
        ("anchor: matter", "anchor: person"),
        ("Asia/Shanghai", "UTC"),
        ("kind: department", "kind: ministry"),
        ("urgency: livelihood", "urgency: slow"),
        ("parent: c-t1-v1-s1", "parent: nowhere"),
    )
    told = [problem.field for problem in problems]
    for field in (
        "wall.otherwise",
        "whistle_kinds[0].length",
        "clocks[1].anchor",
        "calendar.timezone",
        "units[2].kind",
        "categories[0].urgency",
        "places[4].parent",
    ):
        assert field in told
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_an_unknown_section_is_named_with_the_sections_that_exist(mistakes: Plant) -> None:
    problems = mistakes(("statutory: {tracked: []}", "statutory: {tracked: []}\nextras: {}"))
    assert [(p.field, p.what) for p in problems] == [("extras", "is an unknown key")]
    assert "county, places, units, wall, categories, whistle_kinds, clocks, statutory, calendar" in problems[0].allowed


def test_a_missing_section_is_named(mistakes: Plant) -> None:
    problems = mistakes(("statutory: {tracked: []}\n", ""))
    assert [(p.field, p.what) for p in problems] == [("statutory", "is missing")]


def test_a_key_written_twice_is_told_at_the_second(mistakes: Plant) -> None:
    problems = mistakes(("county: {code: c, name: 小县}", "county: {code: c, name: 小县, name: 大县}"))
    assert [(p.line, p.field, p.what) for p in problems] == [(1, "county.name", "is written twice")]


def test_the_head_must_name_the_county_that_the_tree_starts_with(mistakes: Plant) -> None:
    problems = mistakes(("county: {code: c,", "county: {code: d,"))
    assert [(p.field, p.what) for p in problems] == [("county.code", "is 'd'")]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"", 1, "is empty"),
        (b"- one\n- two\n", 1, "is a list"),
        (b"county: {code: c\nplaces: [\n", 2, "is not YAML"),
        (b"county: ok\nname: \xff\xfe\n", 2, "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_of_sections_is_told_in_one_mistake(content: bytes, line: int, what: str) -> None:
    with pytest.raises(CountyFileError) as caught:
        read(content, "broken.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("broken.yaml", line, "file")
    assert what in problem.what
    assert problem.allowed


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CountyFileError, match=r"nowhere\.yaml:0: file: cannot be read: No such file"):
        load(tmp_path / "nowhere.yaml")


def test_a_mistake_reads_as_file_line_field_what_and_allowed(mistakes: Plant) -> None:
    (problem,) = mistakes(("anchor: matter", "anchor: person"))
    assert str(problem) == "small.yaml:10: clocks[1].anchor: is 'person' (allowed: matter, department)"
    assert problem.as_json()["line"] == 10


def test_the_version_follows_the_content_alone(ningshan_file: Path, tmp_path: Path) -> None:
    copy, changed = tmp_path / "copy.yaml", tmp_path / "changed.yaml"
    copy.write_bytes(ningshan_file.read_bytes())
    changed.write_bytes(ningshan_file.read_bytes() + b"# a note\n")
    assert load(copy).version == load(ningshan_file).version != load(changed).version
    assert len(load(copy).version) == 12
