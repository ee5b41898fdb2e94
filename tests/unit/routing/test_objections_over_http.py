"""An objection from being raised to being decided, as commands and facts."""

from __future__ import annotations

from typing import Any

import pytest

N = "123456789012"
WORDS = "井盖坏了已三月"
OBJECTION = {"reason": "not_competent", "text": WORDS}


@pytest.fixture
def whistled(house: Any) -> Any:
    """`water` leads, `roads` assists."""
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    body = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": WORDS}
    house.does("dispatcher", f"/cases/{N}/whistles", body)
    return house


def test_a_rejected_objection_leaves_the_department_called(whistled: Any) -> None:
    raised = whistled.does("roads", f"/whistles/{N}-w1/objections", OBJECTION)
    assert raised["whistles"][0]["objections"][0]["upheld"] is None
    told = whistled.facts()[-1].data
    assert (told["department"], told["objection"], told["reason"]) == ("roads", 1, "not_competent")
    blocked = whistled.ask("roads", "POST", f"/whistles/{N}-w1/check-ins", {})
    assert (blocked.status, blocked.code) == (409, "objection_open")
    whistled.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", {"upheld": False, "text": WORDS})
    decided = whistled.facts()[-1].data
    assert (decided["upheld"], decided["lead"], decided["replacement"], decided["check_in_by"]) == (
        False,
        "water",
        None,
        None,
    )
    whistled.does("roads", f"/whistles/{N}-w1/check-ins", {})
    again = whistled.ask("roads", "POST", f"/whistles/{N}-w1/objections", OBJECTION)
    assert (again.status, again.code) == (409, "objection_was_rejected")


def test_a_replaced_lead_and_its_new_check_in_time_are_told(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{N}-w1/objections", OBJECTION)
    whistled.service.clock.set("2026-06-02T01:00:00Z")
    path = f"/whistles/{N}-w1/objections/1/decision"
    missing = whistled.ask("dispatcher", "POST", path, {"upheld": True, "text": WORDS})
    assert (missing.status, missing.body["errors"][0]["field"]) == (422, "replacement")
    decided = whistled.does("dispatcher", path, {"upheld": True, "text": WORDS, "replacement": "housing"})
    assert decided["whistles"][0]["lead"] == "housing"
    told = whistled.facts()[-1].data
    assert (told["department"], told["lead"], told["replacement"]) == ("water", "housing", "housing")
    assert told["check_in_by"] == "2026-06-02T01:30:00Z"
    whistled.does("housing", f"/whistles/{N}-w1/check-ins", {})
    whistled.does("housing", f"/whistles/{N}-w1/replies", {"text": WORDS})
    done = whistled.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "solved"})
    assert done["responsible"] == "housing"


def test_an_assist_that_takes_the_lead_is_not_told_as_called_anew(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{N}-w1/objections", OBJECTION)
    body = {"upheld": True, "text": WORDS, "replacement": "roads"}
    whistled.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", body)
    told = whistled.facts()[-1].data
    assert (told["lead"], told["replacement"]) == ("roads", None)


def test_a_conclusion_waits_for_the_decision(whistled: Any) -> None:
    whistled.does("roads", f"/whistles/{N}-w1/objections", OBJECTION)
    whistled.does("water", f"/whistles/{N}-w1/check-ins", {})
    whistled.does("water", f"/whistles/{N}-w1/replies", {"text": WORDS})
    said = whistled.ask("dispatcher", "POST", f"/cases/{N}/conclusion", {"outcome": "solved"})
    assert (said.status, said.code) == (409, "objection_open")


@pytest.mark.parametrize("n", ["2", "0", "x", "1000000000"])
def test_an_objection_that_was_never_raised_cannot_be_decided(whistled: Any, n: str) -> None:
    path = f"/whistles/{N}-w1/objections/{n}/decision"
    said = whistled.ask("dispatcher", "POST", path, {"upheld": False, "text": WORDS})
    assert (said.status, said.code) == (404, "not_found")


@pytest.mark.parametrize("whistle", [f"{N}-w2", "nothing", "999999999999-w1", f"{N}-w"])
def test_a_whistle_that_was_never_blown_is_not_found(whistled: Any, whistle: str) -> None:
    said = whistled.ask("dispatcher", "POST", f"/whistles/{whistle}/check-ins", {"department": "water"})
    assert (said.status, said.code) == (404, "not_found")
