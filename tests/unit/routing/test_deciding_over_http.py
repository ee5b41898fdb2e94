"""Who decides a matter of each tier, and whose word on an objection stands."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.access import User
from services.contracts.events.intake import MatterRated
from services.contracts.vocabulary import Role, Tier
from services.county.leading import Decider, Measure, TierRule
from tests.unit.routing import conftest
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
WHISTLE = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "三天没有水了"}


@pytest.fixture
def accepted(house: Any) -> Any:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})
    return house


def test_a_complex_matter_of_the_county_is_not_a_towns_to_decide(accepted: Any) -> None:
    accepted.registers("223456789012")
    accepted.does("dispatcher", "/cases/223456789012/acceptance", {"tier": "complex"})
    town = accepted.ask("dispatcher of t1", "POST", "/cases/223456789012/on-the-spot", {"text": "x"})
    assert (town.status, town.code) == (403, "not_yours_to_decide")
    assert accepted.does("dispatcher", "/cases/223456789012/on-the-spot", {"text": "x"})["status"] == "concluded"


def test_a_major_matter_is_decided_by_the_committee_and_its_minutes_show_it(accepted: Any) -> None:
    accepted.registers("223456789012")
    room = "/cases/223456789012"
    accepted.does("dispatcher", f"{room}/acceptance", {"tier": "major"})
    early = accepted.ask("dispatcher", "POST", f"{room}/on-the-spot", {"text": "x"})
    leader = accepted.ask("leader", "POST", f"{room}/on-the-spot", {"text": "x"})
    assert (early.status, early.code, leader.code) == (409, "conference_missing", "not_yours_to_decide")
    accepted.does("dispatcher", f"{room}/conferences", {"question": "plan"})
    accepted.does("dispatcher", f"{room}/conferences/1/minutes", {"minutes": "党委会研究"})
    assert accepted.does("dispatcher", f"{room}/on-the-spot", {"text": "x"})["status"] == "concluded"


def test_what_was_decided_is_not_returned_again_in_a_later_whistle_either(accepted: Any) -> None:
    objection = {"reason": "not_competent", "text": "不归我们"}
    accepted.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    accepted.does("roads", f"/whistles/{N}-w1/objections", objection)
    accepted.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", {"upheld": False, "text": "归你们"})
    accepted.does("water", f"/whistles/{N}-w1/check-ins", {})
    accepted.does("water", f"/whistles/{N}-w1/replies", {"text": "已办"})
    accepted.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})
    rated = {"request": "r-1", "receiving": "satisfied", "responsible": "dissatisfied"}
    codes = {"place": "xx-t1-v1", "channel": "web", "purpose": "appeal", "category": "water", "urgency": "livelihood"}
    accepted.hears(MatterRated(number=N, **codes, **rated), "2026-06-02T01:00:00Z")
    accepted.does("dispatcher", f"{CASE}/whistles", {**WHISTLE, "lead": "roads", "assists": []})
    again = accepted.ask("roads", "POST", f"/whistles/{N}-w2/objections", objection)
    assert (again.status, again.code) == (409, "objection_was_rejected")


def test_an_objection_is_decided_by_who_sent_the_whistle_or_above(accepted: Any) -> None:
    decision = {"upheld": False, "text": "归你们"}
    accepted.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    accepted.does("roads", f"/whistles/{N}-w1/objections", {"reason": "not_competent", "text": "不归我们"})
    town = accepted.ask("dispatcher of t1", "POST", f"/whistles/{N}-w1/objections/1/decision", decision)
    assert (town.status, town.code) == (403, "not_the_sender")
    accepted.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", decision)


def test_what_a_town_has_sent_it_decides_itself_and_the_county_may(accepted: Any) -> None:
    decision = {"upheld": False, "text": "归你们"}
    blown = accepted.does("dispatcher of t1", f"{CASE}/whistles", WHISTLE)
    assert blown["sent_from"] == "xx-t1"
    for department, n, who in (("roads", 1, "dispatcher of t1"), ("water", 2, "dispatcher")):
        accepted.does(department, f"/whistles/{N}-w1/objections", {"reason": "not_competent", "text": "不归我们"})
        accepted.does(who, f"/whistles/{N}-w1/objections/{n}/decision", decision)


def test_whom_a_dispute_was_decided_on_objects_no_more(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/disputes", {"units": ["water", "roads"], "reason": "互相推"})
    accepted.does("leader", f"{CASE}/disputes/1/decision", {"lead": "water", "text": "归水利局"})
    accepted.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    body = {"reason": "not_competent", "text": "不归我们"}
    said = accepted.ask("water", "POST", f"/whistles/{N}-w1/objections", body)
    assert (said.status, said.code) == (409, "competence_decided")


@pytest.fixture
def town_leader(monkeypatch: pytest.MonkeyPatch) -> str:
    """A leader of the first town."""
    user = User("u-00000000000000e2", frozenset({Role.LEADER}), place="xx-t1")
    monkeypatch.setitem(conftest.USERS, "leader of t1", user)
    return "leader of t1"


def test_a_leader_answers_settles_and_serves_where_the_tier_names_leaders(house: Any, town_leader: str) -> None:
    rule = TierRule(Tier.MAJOR, "大事", frozenset({Decider.COUNTY_COMMITTEE}), frozenset({Role.LEADER}))
    house.service.county = well_led(house.service.county, tiers={Tier.MAJOR: rule})
    paper = {"demand": "修好", "facts": "已坏", "opinion": "修好", "basis": "第二十三条", "outcome": "explain"}
    steps = {
        "opinion": paper,
        "settlement": {"terms": "分期付清"},
        "suggestion-answer": {"adopted": True, "text": "是"},
    }
    for n, (step, body) in enumerate(steps.items()):
        number = f"22345678901{n}"
        house.registers(number, purpose="suggestion" if step == "suggestion-answer" else "appeal")
        house.does("dispatcher", f"/cases/{number}/acceptance", {"tier": "major"})
        for who, status, code in (("dispatcher", 403, "not_yours_to_decide"), (town_leader, 409, "conference_missing")):
            said = house.ask(who, "POST", f"/cases/{number}/{step}", body)
            assert (said.status, said.code) == (status, code), step
        house.does("leader", f"/cases/{number}/{step}", body)


def test_where_the_tier_names_a_conference_no_leader_decides_it_without_its_minutes(
    house: Any, town_leader: str
) -> None:
    committee = frozenset({Decider.TOWN_COMMITTEE})
    conference = frozenset({Measure.CONFERENCE})
    rule = TierRule(Tier.MAJOR, "大事难事", committee, frozenset({Role.LEADER}), conference)
    house.service.county = well_led(house.service.county, tiers={Tier.MAJOR: rule})
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": "major"})
    for who in (town_leader, "leader"):
        alone = house.ask(who, "POST", f"{CASE}/on-the-spot", {"text": "当场办结"})
        assert (alone.status, alone.code) == (409, "conference_missing")
    house.does(town_leader, f"{CASE}/conferences", {"question": "hard_matter"})
    house.does(town_leader, f"{CASE}/conferences/1/minutes", {"minutes": "镇党委会议研究"})
    assert house.does(town_leader, f"{CASE}/on-the-spot", {"text": "已办"})["status"] == "concluded"
