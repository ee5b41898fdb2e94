"""A call that is answered while others are called already: its departments are called by one whistle more."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
WHISTLE = {"kind": "fast", "lead": "water", "assists": [], "reason": "三天没有水了"}
CALL = {"reason": "还要交通局一起"}


@pytest.fixture
def called(house: Any) -> Any:
    """A matter that is whistled for, and a call of its first receiver that waits."""
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": None})
    house.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    house.does("dispatcher", f"{CASE}/calls", CALL)
    return house


def answered(house: Any, *departments: str) -> dict[str, Any]:
    done: dict[str, Any] = house.does("dispatcher", f"{CASE}/calls/1/answer", {"departments": [*departments]})
    return done


def test_the_departments_are_called_and_told_by_a_further_whistle(called: Any) -> None:
    done = answered(called, "roads", "housing")
    assert done["status"] == "whistled"
    assert [(each["lead"], each["assists"]) for each in done["whistles"]] == [("water", []), ("roads", ["housing"])]
    assert called.names()[-2:] == ["call_answered", "whistle_blown"]


def test_who_is_called_already_is_not_called_twice(called: Any) -> None:
    assert len(answered(called, "water")["whistles"]) == 1
    called.does("dispatcher", f"{CASE}/calls", CALL)
    done = called.does("dispatcher", f"{CASE}/calls/2/answer", {"departments": ["water", "roads"]})
    assert [each["lead"] for each in done["whistles"]] == ["water", "roads"]


def test_the_matter_has_replied_once_all_have_and_the_first_lead_answers_for_it(called: Any) -> None:
    called.does("water", f"/whistles/{N}-w1/check-ins", {})
    assert answered(called, "roads")["status"] == "handling"
    called.does("water", f"/whistles/{N}-w1/replies", {"text": "已通水"})
    assert called.ask("dispatcher", "GET", CASE).body["status"] == "handling"
    early = called.ask("dispatcher", "POST", f"{CASE}/conclusion", {"outcome": "solved"})
    assert (early.status, early.code) == (409, "lead_has_not_replied")
    called.does("roads", f"/whistles/{N}-w2/check-ins", {})
    called.does("roads", f"/whistles/{N}-w2/replies", {"text": "已修路"})
    assert called.ask("dispatcher", "GET", CASE).body["status"] == "replied"
    over = called.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})
    assert (over["status"], over["responsible"]) == ("concluded", "water")


def test_one_department_answers_one_running_whistle(called: Any) -> None:
    answered(called, "roads")
    called.does("water", f"/whistles/{N}-w1/objections", {"reason": "not_competent", "text": "不归我们"})
    decision = {"upheld": True, "text": "换人", "replacement": "roads"}
    said = called.ask("dispatcher", "POST", f"/whistles/{N}-w1/objections/1/decision", decision)
    assert (said.status, said.body["errors"][0]["code"]) == (422, "called_twice")
