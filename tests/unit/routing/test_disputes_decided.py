"""A dispute over competence is decided from above, once, and its decision is neither dodged nor doubled (Art. 24)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.routing.domain.conference import superior_of
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
ON_WATER = {"lead": "water", "text": "归水利局"}


@pytest.fixture
def disputed(house: Any) -> Any:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})
    house.does("dispatcher", f"{CASE}/disputes", {"units": ["water", "roads"], "reason": "互相推"})
    return house


def test_a_town_below_the_superior_decides_nothing(disputed: Any) -> None:
    town = disputed.ask("dispatcher of t1", "POST", f"{CASE}/disputes/1/decision", ON_WATER)
    party = disputed.ask("water", "POST", f"{CASE}/disputes/1/decision", ON_WATER)
    office = disputed.ask("dispatcher", "POST", f"{CASE}/disputes/1/decision", ON_WATER)
    assert (town.status, town.code, party.code) == (403, "not_the_superior", "not_the_superior")
    assert office.code == "not_the_superior", "the petition office is not above the county's departments"
    assert disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)["leading"]["disputes"][0]["lead"]


def test_a_town_that_is_the_superior_decides_and_so_does_the_county_above_it(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    for n, who, other in ((1, "dispatcher of t1", "roads"), (2, "leader", "housing")):
        body = {"units": ["water", other], "superior": "t1-gov", "reason": "互相推"}
        house.does("dispatcher", f"{CASE}/disputes", body)
        led = house.does(who, f"{CASE}/disputes/{n}/decision", ON_WATER)["leading"]
        assert led["disputes"][n - 1]["lead"] == "water"


def test_whom_it_was_decided_on_does_not_refuse_the_matter(disputed: Any) -> None:
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    refused = disputed.ask("water", "POST", f"{CASE}/handovers/1/refusal", {"reason": "不属本局"})
    assert (refused.status, refused.code) == (409, "competence_decided")
    assert disputed.does("water", f"{CASE}/handovers/1/acceptance", {})["owner"] == "water"


def test_minutes_do_not_undo_what_was_decided_by_hand_meanwhile(disputed: Any) -> None:
    disputed.does("dispatcher", f"{CASE}/conferences", {"members": ["petition", "water", "roads"]})
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    minutes = {"minutes": "各方陈述", "lead": "roads"}
    other = disputed.ask("dispatcher", "POST", f"{CASE}/conferences/1/minutes", minutes)
    assert (other.status, other.code) == (409, "already_decided")
    held = disputed.does("dispatcher", f"{CASE}/conferences/1/minutes", {**minutes, "lead": "water"})
    assert [each["to"] for each in held["leading"]["handovers"]] == ["water"]


def test_a_second_sponsor_needs_a_reason(disputed: Any) -> None:
    disputed.does("dispatcher", f"{CASE}/sponsor", {"leader": "l1"})
    silent = disputed.ask("dispatcher", "POST", f"{CASE}/sponsor", {"leader": "l2"})
    assert (silent.status, silent.code) == (409, "already_sponsored")
    named = disputed.does("dispatcher", f"{CASE}/sponsor", {"leader": "l2", "reason": "分工调整"})
    assert named["leading"]["sponsor"]["leader"] == "l2"
    words = disputed.ask("dispatcher", "GET", f"{CASE}/replies").body["remarks"]
    assert "sponsor" in [said["kind"] for said in words]


@pytest.mark.parametrize("units", [["court", "water"], ["grid-company", "water"], ["gov", "water"]])
def test_units_without_a_common_superior_are_decided_on_by_the_conference_alone(house: Any, units: list[str]) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    named = house.ask("leader", "POST", f"{CASE}/disputes", {"units": units, "superior": "petition", "reason": "推"})
    assert (named.status, named.body["errors"][0]["code"]) == (422, "no_common_superior")
    raised = house.does("leader", f"{CASE}/disputes", {"units": units, "reason": "互相推"})
    assert raised["leading"]["disputes"][0]["superior"] is None
    told = house.facts()[-1].data
    assert (told["superior"], told["by_conference"]) == ("petition", True)
    for who in ("dispatcher", "leader"):
        alone = house.ask(who, "POST", f"{CASE}/disputes/1/decision", ON_WATER)
        assert (alone.status, alone.code) == (409, "conference_decides")
    house.does("leader", f"{CASE}/conferences", {})
    held = house.does("leader", f"{CASE}/conferences/1/minutes", {"minutes": "各方陈述", "lead": "water"})
    assert (held["leading"]["disputes"][0]["lead"], held["leading"]["handovers"][0]["to"]) == ("water", "water")


def test_units_of_one_town_share_its_government_its_police_station_and_others_the_countys(house: Any) -> None:
    county = well_led(house.service.county)
    assert superior_of(county, ["station", "school"]) == "t1-gov"
    assert superior_of(county, ["station", "t1-police"]) == "gov"
    assert superior_of(county, ["station", "t1-gov"]) == "gov"
    assert superior_of(county, ["petition", "water"]) == "gov"
    assert superior_of(replace(county, government=None), ["petition", "water"]) is None


def test_a_dispute_decided_on_a_court_offers_it_nothing_for_it_is_referred_to(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/disputes", {"units": ["court", "water"], "reason": "互相推"})
    house.does("dispatcher", f"{CASE}/conferences", {})
    held = house.does("dispatcher", f"{CASE}/conferences/1/minutes", {"minutes": "属涉诉", "lead": "court"})
    assert (held["owner"], held["leading"]["handovers"]) == ("petition", [])


def test_a_decision_takes_an_open_offer_to_another_unit_back(disputed: Any) -> None:
    disputed.does("dispatcher", f"{CASE}/handovers", {"to": "roads", "reason": "请接办"})
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    assert disputed.names()[-2:] == ["handover_refused", "handover_offered"]
    assert disputed.does("water", f"{CASE}/handovers/2/acceptance", {})["owner"] == "water"


def test_the_same_units_do_not_dispute_a_decided_matter_again(disputed: Any) -> None:
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    again = {"units": ["roads", "water"], "reason": "还是不归我局"}
    for who in ("leader", "dispatcher"):
        refused = disputed.ask(who, "POST", f"{CASE}/disputes", again)
        assert (refused.status, refused.code) == (409, "competence_decided")
    disputed.does("water", f"{CASE}/handovers/1/acceptance", {})
    assert disputed.ask("water", "POST", f"{CASE}/disputes", again).code == "competence_decided"
    other = disputed.does("leader", f"{CASE}/disputes", again | {"units": ["water", "housing"]})
    assert len(other["leading"]["disputes"]) == 2, "a unit that was no party may still be in question"


def test_nor_is_the_matter_handed_back_to_the_other_party(disputed: Any) -> None:
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    disputed.does("water", f"{CASE}/handovers/1/acceptance", {})
    back = disputed.ask("dispatcher", "POST", f"{CASE}/handovers", {"to": "roads", "reason": "请接办"})
    assert (back.status, back.code) == (409, "competence_decided")
    assert disputed.does("dispatcher", f"{CASE}/handovers", {"to": "housing", "reason": "请接办"})


def test_a_later_decision_is_the_one_that_stands(disputed: Any) -> None:
    disputed.does("leader", f"{CASE}/disputes/1/decision", ON_WATER)
    disputed.does("water", f"{CASE}/handovers/1/acceptance", {})
    disputed.does("leader", f"{CASE}/disputes", {"units": ["water", "roads", "housing"], "reason": "互相推"})
    disputed.does("leader", f"{CASE}/disputes/2/decision", {"lead": "roads", "text": "归交通局"})
    assert disputed.does("roads", f"{CASE}/handovers/2/acceptance", {})["owner"] == "roads"
    back = disputed.ask("dispatcher", "POST", f"{CASE}/handovers", {"to": "water", "reason": "请接办"})
    assert (back.status, back.code) == (409, "competence_decided")
