"""A unit with an interest in a matter steps back, and another takes its place (信访工作条例 Art. 28)."""

from __future__ import annotations

from typing import Any

import pytest

N = "123456789012"
CASE = f"/cases/{N}"
WHISTLE = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "请办"}


def whistled(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    house.does("dispatcher", f"{CASE}/whistles", WHISTLE)


def steps_back(house: Any, unit: str, replacement: str | None = None, who: str = "dispatcher") -> Any:
    body = {"unit": unit, "reason": "与信访人有直接利害关系", "replacement": replacement}
    return house.ask(who, "POST", f"{CASE}/interests", body)


def test_a_lead_that_steps_back_is_replaced_and_the_new_lead_is_called(house: Any) -> None:
    whistled(house)
    said = steps_back(house, "water", "housing")
    assert said.status == 201
    whistle = said.body["whistles"][0]
    assert (whistle["lead"], whistle["assists"]) == ("housing", ["roads"])
    assert {c["department"]: c["state"] for c in whistle["calls"]} == {
        "water": "released",
        "roads": "called",
        "housing": "called",
    }
    told = house.facts()[-1]
    assert told.type.split(".")[2] == "interest_declared"
    assert {name: told.data[name] for name in ("department", "whistle", "lead", "replacement", "check_in_by")} == {
        "department": "water",
        "whistle": f"{N}-w1",
        "lead": "housing",
        "replacement": "housing",
        "check_in_by": "2026-06-01T01:30:00Z",
    }
    assert house.ask("water", "GET", CASE).status == 404


def test_an_assist_may_lead_instead_and_nobody_is_called_anew(house: Any) -> None:
    whistled(house)
    body = steps_back(house, "water", "roads").body
    assert (body["whistles"][0]["lead"], body["whistles"][0]["assists"]) == ("roads", [])
    assert house.facts()[-1].data["replacement"] is None


def test_a_handler_says_it_of_the_own_department_and_of_no_other(house: Any) -> None:
    whistled(house)
    assert steps_back(house, "roads", who="water").status == 403
    assert steps_back(house, "roads", who="roads").status == 201
    assert [i["unit"] for i in house.ask("dispatcher", "GET", CASE).body["interests"]] == ["roads"]


def test_an_owner_that_steps_back_is_no_owner_any_more(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    missing = steps_back(house, "petition")
    assert (missing.status, missing.body["errors"][0]["field"]) == (422, "replacement")
    assert steps_back(house, "petition", "water").body["owner"] == "water", "nobody else could hold it"
    assert house.names()[-2:] == ["interest_declared", "owner_changed"]


def test_the_matter_of_an_owner_that_steps_back_goes_to_its_replacement_by_an_acceptance(house: Any) -> None:
    house.registers(owner="housing")
    house.does("dispatcher", f"{CASE}/acceptance", {})
    held = steps_back(house, "housing", "water").body
    assert (held["owner"], [(h["to"], h["accepted"]) for h in held["leading"]["handovers"]]) == (
        "petition",
        [("water", None)],
    )
    assert house.names()[-3:] == ["interest_declared", "owner_changed", "handover_offered"]
    assert house.does("water", f"{CASE}/handovers/1/acceptance", {})["owner"] == "water"


def test_whose_own_unit_replaces_the_owner_has_accepted_with_it(house: Any) -> None:
    house.registers(owner="housing")
    house.does("dispatcher", f"{CASE}/acceptance", {})
    held = steps_back(house, "housing", "petition").body
    assert (held["owner"], held["leading"]["handovers"]) == ("petition", [])


def test_who_has_stepped_back_is_not_called_again(house: Any) -> None:
    whistled(house)
    steps_back(house, "roads")
    again = steps_back(house, "roads")
    assert (again.status, again.code) == (409, "already_stepped_back")
    lead = steps_back(house, "water", "roads")
    assert (lead.status, lead.body["errors"][0]["code"]) == (422, "has_interest")


@pytest.mark.parametrize(("unit", "field"), [("housing", "unit"), ("nobody", "unit")])
def test_who_has_no_part_in_the_matter_has_nothing_to_step_back_from(house: Any, unit: str, field: str) -> None:
    whistled(house)
    said = steps_back(house, unit)
    assert (said.status, said.body["errors"][0]["field"]) == (422, field)


def test_when_the_last_that_had_not_replied_steps_back_the_matter_counts_as_replied(house: Any) -> None:
    whistled(house)
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    house.does("water", f"/whistles/{N}-w1/replies", {"text": "已修"})
    assert steps_back(house, "roads").body["status"] == "replied"
