"""A county file shown: readable in 80 columns, with what follows from it, for people and for programs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from services.county.page import COLUMNS, width, wrapped
from services.county.reader import OPTIONAL, SECTIONS
from services.county.show import show_json, show_text

FOLDER = Path(__file__).parents[3] / "deploy" / "counties"
A_FIFTH = date(2026, 11, 5)


@pytest.mark.parametrize("name", ["shagedu", "baiguan", "ningshan", "zhongxindian", "kelan"])
def test_no_line_is_wider_than_a_terminal(name: str) -> None:
    lines = show_text(FOLDER / f"{name}.yaml", A_FIFTH).splitlines()
    assert max(width(line) for line in lines) <= COLUMNS
    assert all(line == line.rstrip() for line in lines)


def test_a_text_is_broken_between_words_and_a_long_one_inside() -> None:
    lines = list(wrapped("信访 " * 30 + "办" * 100, indent=2))
    assert max(width(line) for line in lines) <= COLUMNS
    assert "".join(lines).replace(" ", "") == "信访" * 30 + "办" * 100
    assert lines[0].startswith("  信访")
    assert all(line.startswith("      ") for line in lines[1:])


def test_it_tells_who_is_on_duty_the_ladder_the_tiers_the_steps_and_the_bodies() -> None:
    shown = " ".join(show_text(FOLDER / "zhongxindian.yaml", A_FIFTH).split())
    for told in (
        "On duty on 2026-11-05",
        "come-and-hear 民意5来听 [village], monthly on 5, 15, 25, 09:00-17:00 at 31 places; at zx-t01-v01:",
        "Ladder village → office → town → county",
        "from village: small after 3 working days",
        "major 大事: town_committee decides, as leader",
        "handling 办理, by matter: 15 calendar days",
        "Mediation 33 bodies: 31 village, 1 town, 1 police",
        "Joint conference called by zx-petition, with minutes",
    ):
        assert told in shown


def test_a_roster_that_does_not_sit_on_the_day_says_so() -> None:
    shown = show_text(FOLDER / "zhongxindian.yaml", date(2026, 11, 6)).split("come-and-hear")[1]
    assert shown.splitlines()[1].strip() == "does not sit on this day"


def test_a_program_gets_the_same() -> None:
    shown = json.loads(json.dumps(show_json(FOLDER / "shagedu.yaml", A_FIFTH)))
    assert shown["counts"]["places"]["grid"] == 485
    assert shown["counts"]["settlements"] == 33
    assert shown["on"] == "2026-11-05"
    rosters = {roster["code"]: roster for roster in shown["rosters"]}
    assert rosters["village-secretaries"]["on_duty"]["places"] == 33
    assert rosters["village-secretaries"]["on_duty"]["people"][0]["post"] == "secretary"
    assert [rung["level"] for rung in shown["ladder"]] == ["village", "town", "county"]
    assert shown["grid_duties"]["visits_per_week"] == 4
    assert shown["tiers"]["small"]["decides"] == ["town", "village"]
    assert shown["kinds"] == {"group_at": 3, "within_days": 90}


def test_the_paper_on_county_files_names_every_section_of_them() -> None:
    paper = (Path(__file__).parents[3] / "docs" / "county-file.md").read_text(encoding="utf-8")
    assert [section for section in (*SECTIONS, *OPTIONAL) if f"`{section}`" not in paper.replace("` `", "`\n`")] == []
