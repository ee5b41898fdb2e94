"""A sponsor is reached in a unit, and units that are bound answer together until one steps back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.county.leading import Leader, Sponsors
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"


@pytest.fixture
def accepted(house: Any) -> Any:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": "complex"})
    return house


def test_a_sponsor_is_told_with_the_unit_in_which_the_leader_is_reached(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/sponsor", {"leader": "l1"})
    assert accepted.facts()[-1].data["unit"] == "gov"
    named = Sponsors({"l1": Leader("l1", "某甲", "书记"), "l3": Leader("l3", "某丙", "局长", unit="water")})
    accepted.service.county = replace(accepted.service.county, sponsors=named)
    accepted.does("dispatcher", f"{CASE}/sponsor", {"leader": "l3", "reason": "分工调整"})
    assert accepted.facts()[-1].data["unit"] == "water"


def test_without_a_government_a_leader_is_reached_in_the_petition_office(accepted: Any) -> None:
    accepted.service.county = replace(accepted.service.county, government=None)
    accepted.does("dispatcher", f"{CASE}/sponsor", {"leader": "l1"})
    assert accepted.facts()[-1].data["unit"] == "petition"


def test_a_bound_unit_that_steps_back_answers_with_the_others_no_more(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/bindings", {"units": ["water", "roads", "housing"]})
    whistle = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "三天没有水了"}
    accepted.does("dispatcher", f"{CASE}/whistles", whistle)
    back = accepted.does("dispatcher", f"{CASE}/interests", {"unit": "roads", "reason": "亲属"})
    assert back["leading"]["bound"] == ["water", "housing"]
