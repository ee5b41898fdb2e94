"""Which forms of branches, opinions and reviews a case's page offers: those that will not be refused."""

from __future__ import annotations

from typing import Any

import pytest

from services.routing.domain.life import Step
from services.routing.pages import forms, redress, stepping

N = "123456789012"
CASE = f"/cases/{N}"
NOW = "2026-06-01T01:00:00Z"
PAPER = {"demand": "修好井盖", "facts": "井盖已坏三月", "opinion": "限期修好", "basis": "条例第二十三条"}
HEARING = {"topic": "由谁修", "at": "2026-06-10T01:00:00Z"}


def offered(house: Any) -> set[str]:
    return set(redress.possible(house.ask("dispatcher", "GET", CASE).body))


def accepted(house: Any, tier: str | None = None, **more: Any) -> None:
    house.registers(**more)
    house.does("dispatcher", f"{CASE}/acceptance", {} if tier is None else {"tier": tier})


def test_an_accepted_appeal_is_offered_what_the_law_has_for_it(house: Any) -> None:
    accepted(house, "small")
    assert offered(house) == {"branch", "serve_opinion", "settle", "simplify", "hear", "step_back"}
    house.does("dispatcher", f"{CASE}/simplification", {})
    assert "simplify" not in offered(house)


def test_a_suggestion_is_answered_and_has_no_branch(house: Any) -> None:
    accepted(house, purpose="suggestion")
    assert offered(house) == {"answer_suggestion", "hear", "step_back"}


def test_while_a_hearing_is_open_nothing_is_decided(house: Any) -> None:
    accepted(house)
    house.does("dispatcher", f"{CASE}/hearings", HEARING)
    assert offered(house) == {"branch", "hear", "step_back"}


def test_the_conclusion_is_offered_once_the_opinion_is_served_and_its_execution_until_done(house: Any) -> None:
    accepted(house)
    before = house.ask("dispatcher", "GET", CASE).body
    assert str(Step.CONCLUDE) not in stepping.possible(before, NOW)
    house.does("dispatcher", f"{CASE}/opinion", PAPER | {"outcome": "support"})
    after = house.ask("dispatcher", "GET", CASE).body
    assert str(Step.CONCLUDE) in stepping.possible(after, NOW)
    assert redress.EXECUTE in offered(house)
    house.does("dispatcher", f"{CASE}/opinions/1/execution", {"state": "done", "text": "已修"})
    assert redress.EXECUTE not in offered(house)


@pytest.mark.parametrize(
    ("route", "step"),
    [
        ("/work/routing/cases/<number>/opinion", "serve_opinion"),
        ("/work/routing/cases/<number>/hearings/<k>/end", "hear"),
        ("/work/routing/cases/<number>/opinions/<k>/execution", "execute"),
        ("/work/routing/cases/<number>", None),
    ],
)
def test_a_form_that_was_wrong_is_opened_again_by_its_address(route: str, step: str | None) -> None:
    assert redress.of_address(route) == step


def test_an_hour_of_a_day_is_the_countys_hour() -> None:
    assert forms.at_hour("2026-06-10", "14:30") == "2026-06-10T06:30:00Z"
