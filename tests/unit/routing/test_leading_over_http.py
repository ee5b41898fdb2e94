"""Hard matters go up the ladder, are conferred on, sponsored, called for and ordered; each no has its code."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import MatterRated
from services.county.leading import Ladder
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


def test_a_matter_goes_up_by_hand_from_village_to_town_to_county(accepted: Any) -> None:
    first = accepted.does("dispatcher", f"{CASE}/escalations", {"reason": "村里办不了"})["leading"]
    assert (first["level"], first["escalations"][0]["to"], first["escalations"][0]["by"]) == ("town", "t1-gov", "hand")
    second = accepted.does("dispatcher", f"{CASE}/escalations", {"to": "county", "reason": "镇里办不了"})["leading"]
    assert (second["level"], second["escalations"][1]["to"], second["goes_up_at"]) == ("county", "petition", None)
    top = accepted.ask("dispatcher", "POST", f"{CASE}/escalations", {"reason": "x"})
    assert (top.status, top.code) == (409, "top_of_ladder")
    assert accepted.names() == ["matter_accepted", "whistle_escalated", "whistle_escalated"]


def test_a_level_that_does_not_lie_above_is_refused_by_field(accepted: Any) -> None:
    said = accepted.ask("dispatcher", "POST", f"{CASE}/escalations", {"to": "village", "reason": "x"})
    assert (said.status, said.body["errors"][0]["code"]) == (422, "not_above")


def test_a_whistle_is_sent_up_with_its_id_told(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    up = accepted.does("dispatcher", f"/whistles/{N}-w1/escalations", {"reason": "部门不到"})
    assert up["leading"]["escalations"][0]["whistle"] == f"{N}-w1"
    assert accepted.facts()[-1].data["whistle"] == f"{N}-w1"
    unknown = accepted.ask("dispatcher", "POST", f"/whistles/{N}-w9/escalations", {"reason": "x"})
    assert (unknown.status, unknown.code) == (404, "not_found")


def test_the_ladder_sends_up_what_its_rung_has_held_too_long_and_nothing_sooner(accepted: Any) -> None:
    assert accepted.ask("dispatcher", "GET", CASE).body["leading"]["goes_up_at"] == "2026-06-04T15:59:59Z"
    assert accepted.service.next_due() == "2026-06-04T15:59:59Z"
    accepted.service.on_clock("2026-06-04T15:59:58Z")
    assert accepted.names() == ["matter_accepted"]
    accepted.service.on_clock("2026-06-04T15:59:59Z")
    led = accepted.ask("dispatcher", "GET", CASE).body["leading"]
    assert (led["level"], led["escalations"][0]["by"]) == ("town", "ladder")
    accepted.service.on_clock("2026-07-01T00:00:00Z")
    assert accepted.ask("dispatcher", "GET", CASE).body["leading"]["level"] == "county"
    assert accepted.service.next_due() is None
    assert accepted.names() == ["matter_accepted", "whistle_escalated", "whistle_escalated"]


def test_the_ladders_time_runs_from_the_registration_though_nobody_accepts(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.service.on_clock("2026-06-04T15:59:58Z")
    assert house.names() == []
    house.service.on_clock("2026-06-04T15:59:59Z")
    led = house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})["leading"]
    assert (led["level"], led["since"], led["escalations"][0]["by"]) == ("town", "2026-06-04T15:59:59Z", "ladder")


def test_an_acceptance_gives_the_rung_no_new_time(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.service.clock.set("2026-06-03T01:00:00Z")
    led = house.does("dispatcher", f"{CASE}/acceptance", {"tier": "small"})["leading"]
    assert led["goes_up_at"] == "2026-06-04T15:59:59Z"


def test_a_concluded_matter_stays_where_it_is(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/on-the-spot", {"text": "已解决", "outcome": "solved"})
    accepted.service.on_clock("2026-07-01T00:00:00Z")
    assert "whistle_escalated" not in accepted.names()
    assert accepted.service.next_due() is None


def test_a_county_without_ladder_says_so(accepted: Any) -> None:
    accepted.service.county = well_led(accepted.service.county, ladder=Ladder())
    said = accepted.ask("dispatcher", "POST", f"{CASE}/escalations", {"reason": "x"})
    assert (said.status, said.code) == (409, "not_in_this_county")


def test_disputed_competence_goes_to_a_conference_whose_lead_takes_over(accepted: Any) -> None:
    raised = accepted.does("dispatcher", f"{CASE}/disputes", {"units": ["water", "roads"], "reason": "互相推"})
    assert raised["leading"]["disputes"][0]["superior"] == "gov"
    called = accepted.does("dispatcher", f"{CASE}/conferences", {"members": ["petition", "water", "roads"]})
    assert called["leading"]["conferences"][0]["question"] == "competence"
    held = accepted.does(
        "dispatcher",
        f"{CASE}/conferences/1/minutes",
        {"minutes": "各方陈述", "decision": "水利主办", "lead": "water"},
    )
    led = held["leading"]
    assert (led["disputes"][0]["lead"], led["conferences"][0]["attended"]) == ("water", ["petition", "water", "roads"])
    assert (held["owner"], led["handovers"][0]["to"]) == ("petition", "water")
    assert accepted.does("water", f"{CASE}/handovers/1/acceptance", {})["owner"] == "water"
    wanted = ["competence_disputed", "conference_called", "conference_held", "handover_offered", "owner_changed"]
    assert accepted.names()[1:] == wanted
    words = accepted.ask("dispatcher", "GET", f"{CASE}/replies").body["remarks"]
    assert [said["kind"] for said in words] == ["dispute", "minutes", "decision"]


def test_minutes_stay_sealed_and_in_no_fact(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/conferences", {"question": "hard_matter"})
    accepted.does("dispatcher", f"{CASE}/conferences/1/minutes", {"minutes": "机密纪要"})
    assert "机密纪要" not in accepted.file.read_bytes().decode("utf-8", "ignore")
    assert all("机密纪要" not in str(fact.data) for fact in accepted.facts())


def test_the_superior_may_decide_a_dispute_alone(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/disputes", {"units": ["water", "roads"], "reason": "互相推"})
    decided = accepted.does("leader", f"{CASE}/disputes/1/decision", {"lead": "roads", "text": "归交通局"})
    assert decided["leading"]["disputes"][0]["lead"] == "roads"
    again = accepted.ask("leader", "POST", f"{CASE}/disputes/1/decision", {"lead": "water", "text": "x"})
    assert (again.status, again.code) == (409, "dispute_decided")


def test_a_sponsor_of_the_file_owns_the_matter_five_to_one(accepted: Any) -> None:
    named = accepted.does("dispatcher", f"{CASE}/sponsor", {"leader": "l1"})["leading"]["sponsor"]
    assert (named["leader"], named["posts"]) == ("l1", 4)
    assert accepted.facts()[-1].data["sponsor"] == "l1"
    again = accepted.ask("leader", "POST", f"{CASE}/sponsor", {"leader": "l1"})
    unknown = accepted.ask("leader", "POST", f"{CASE}/sponsor", {"leader": "nobody"})
    assert (again.code, unknown.body["errors"][0]["code"]) == ("already_sponsored", "unknown_leader")


def test_a_task_force_has_a_lead_and_draws_on_the_files_units(accepted: Any) -> None:
    body = {"name": "小水电专班", "lead": "water", "members": ["housing"]}
    formed = accepted.does("dispatcher", f"{CASE}/task-force", body)["leading"]["task_forces"][0]
    assert (formed["lead"], formed["members"]) == ("water", ["water", "housing", "roads"])
    assert "小水电" not in str(accepted.facts()[-1].data)


def test_several_units_answer_together_and_the_case_has_one_plan(accepted: Any) -> None:
    bound = accepted.does("dispatcher", f"{CASE}/bindings", {"units": ["water", "roads"]})
    planned = accepted.does("dispatcher", f"{CASE}/plans", {"text": "先修管，再补偿"})
    assert (bound["leading"]["bound"], planned["leading"]["plans"]) == (["water", "roads"], 1)
    again = accepted.ask("dispatcher", "POST", f"{CASE}/bindings", {"units": ["roads", "water"]})
    assert (again.status, again.code) == (409, "already_bound")


def test_the_first_receiver_calls_and_the_petition_office_answers_with_departments(accepted: Any) -> None:
    accepted.does("clerk of t1-v1", f"{CASE}/calls", {"reason": "一时解决不了"})
    twice = accepted.ask("clerk of t1-v1", "POST", f"{CASE}/calls", {"reason": "x"})
    clerk = accepted.ask("clerk of t1-v1", "POST", f"{CASE}/calls/1/answer", {"departments": ["water"]})
    answered = accepted.does("dispatcher", f"{CASE}/calls/1/answer", {"departments": ["water", "roads"]})
    assert answered["leading"]["calls"][0]["departments"] == ["water", "roads"]
    assert (twice.code, clerk.status) == ("call_open", 403)
    assert accepted.names()[1:] == ["call_opened", "call_answered", "whistle_blown"]


def test_an_order_is_dispatched_taken_and_claimed(accepted: Any) -> None:
    accepted.does("clerk of t1-v1", f"{CASE}/orders", {"departments": ["water", "roads"]})
    early = accepted.ask("water", "POST", f"{CASE}/orders/1/claim", {})
    taken = accepted.does("water", f"{CASE}/orders/1/taking", {})
    late = accepted.ask("roads", "POST", f"{CASE}/orders/1/taking", {})
    other = accepted.ask("roads", "POST", f"{CASE}/orders/1/claim", {})
    assert (other.status, other.code) == (403, "not_offered")
    claimed = accepted.does("water", f"{CASE}/orders/1/claim", {"member": "post-7"})
    assert taken["leading"]["orders"][0]["department"] == "water"
    assert claimed["leading"]["orders"][0]["member"] == "post-7"
    assert (early.code, late.status, late.code) == ("order_not_taken", 409, "order_taken")
    never = accepted.ask("housing", "POST", f"{CASE}/orders/1/taking", {})
    assert never.status == 404, "what it was not asked for it does not see"
    handled = ["order_taken", "whistle_blown", "department_checked_in", "order_claimed"]
    assert accepted.names()[1:] == ["order_dispatched", *handled]
    assert taken["status"] == "handling"
    accepted.does("water", f"/whistles/{N}-w1/replies", {"text": "楼顶已补"})
    assert accepted.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})["status"] == "concluded"


def test_an_answer_names_the_lead_or_calls_a_conference(accepted: Any) -> None:
    answer = {"departments": ["water", "roads"], "lead": "roads"}
    accepted.does("clerk of t1-v1", f"{CASE}/calls", {"reason": "一时解决不了"})
    unknown = accepted.ask("dispatcher", "POST", f"{CASE}/calls/1/answer", {**answer, "lead": "housing"})
    assert (unknown.status, unknown.body["errors"][0]["field"]) == (422, "lead")
    met = accepted.does("dispatcher", f"{CASE}/calls/1/answer", {**answer, "conference": True})
    assert (met["status"], met["leading"]["conferences"][0]["members"]) == ("accepted", ["roads", "water"])
    accepted.does("clerk of t1-v1", f"{CASE}/calls", {"reason": "还是不行"})
    whistle = accepted.does("dispatcher", f"{CASE}/calls/2/answer", answer)["whistles"][0]
    assert (whistle["lead"], whistle["assists"], whistle["state"]) == ("roads", ["water"], "blown")


@pytest.mark.parametrize("path", ["sponsor", "task-force", "bindings", "plans", "conferences", "calls", "orders"])
def test_a_matter_that_is_over_is_led_no_more(accepted: Any, path: str) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "sponsor": {"leader": "l1"},
        "task-force": {"name": "x", "lead": "water", "members": ["roads"]},
        "bindings": {"units": ["water", "roads"]},
        "plans": {"text": "x"},
        "conferences": {},
        "calls": {"reason": "x"},
        "orders": {"departments": ["water"]},
    }
    accepted.does("dispatcher", f"{CASE}/on-the-spot", {"text": "x"})
    said = accepted.ask("dispatcher", "POST", f"{CASE}/{path}", bodies[path])
    assert (said.status, said.code) == (409, "step_not_allowed")


def test_a_reopened_matter_waits_anew_on_the_rung_to_which_it_had_come(accepted: Any) -> None:
    accepted.does("dispatcher", f"{CASE}/escalations", {"reason": "村里办不了"})
    accepted.does("dispatcher", f"{CASE}/on-the-spot", {"text": "已办"})
    accepted.service.on_clock("2026-06-20T00:00:00Z")
    codes = {"place": "xx-t1-v1", "channel": "web", "purpose": "appeal", "category": "water", "urgency": "livelihood"}
    rated = {"request": "r-1", "receiving": "satisfied", "responsible": "dissatisfied"}
    accepted.hears(MatterRated(number=N, **codes, tier="small", **rated), "2026-06-22T01:00:00Z")
    led = accepted.ask("dispatcher", "GET", CASE).body["leading"]
    assert (led["level"], led["goes_up_at"]) == ("town", "2026-07-01T15:59:59Z")


def test_a_ladder_that_the_file_has_lost_sends_nothing_up_and_says_so_once(accepted: Any) -> None:
    accepted.service.county = well_led(accepted.service.county, ladder=Ladder())
    accepted.service.on_clock("2026-07-01T00:00:00Z")
    assert accepted.names() == ["matter_accepted"]
    assert accepted.service.next_due() is None


def test_the_first_receiver_calls_at_once_and_the_petition_office_accepts_and_answers(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    called = house.does("clerk of t1-v1", f"{CASE}/calls", {"reason": "一时难解决"})
    assert (called["status"], called["leading"]["calls"][0]["answered_at"]) == ("registered", None)
    answer = {"departments": ["water"]}
    early = house.ask("dispatcher", "POST", f"{CASE}/calls/1/answer", answer)
    assert (early.status, early.code) == (409, "step_not_allowed")
    house.does("dispatcher", f"{CASE}/acceptance", {})
    done = house.does("dispatcher", f"{CASE}/calls/1/answer", answer)
    assert (done["status"], done["whistles"][0]["lead"]) == ("whistled", "water")
