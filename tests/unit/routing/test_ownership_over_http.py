"""A matter has exactly one owner, and another one only once that unit has accepted it (首接负责)."""

from __future__ import annotations

from typing import Any

import pytest

from services.county.calendar import TimeUnit
from services.county.clocks import Length
from services.county.leading import Ladder
from tests.unit.routing.leading_county import well_led

N = "123456789012"
ROOM = f"/cases/{N}/handovers"


def test_an_offer_leaves_the_owner_until_the_unit_accepts(accepted: Any) -> None:
    offered = accepted.does("dispatcher", ROOM, {"to": "water", "reason": "水渠归水利局"})
    assert (offered["owner"], offered["leading"]["handovers"][0]["accepted"]) == ("petition", None)
    taken = accepted.does("water", f"{ROOM}/1/acceptance", {})
    assert (taken["owner"], taken["leading"]["handovers"][0]["accepted"]) == ("water", True)
    assert accepted.names() == ["matter_accepted", "handover_offered", "owner_changed"]
    told = accepted.facts()[-1].data
    assert (told["owner"], told["former"]) == ("water", "petition")


def test_a_refused_offer_changes_nothing_and_another_unit_may_be_asked(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    refused = accepted.does("water", f"{ROOM}/1/refusal", {"reason": "不属本局"})
    assert refused["owner"] == "petition"
    assert accepted.does("dispatcher", ROOM, {"to": "roads", "reason": "请接办"})["leading"]["handovers"][1]["n"] == 2
    assert accepted.names() == ["matter_accepted", "handover_offered", "handover_refused", "handover_offered"]


def test_only_the_unit_that_was_asked_answers(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    dispatcher = accepted.ask("dispatcher", "POST", f"{ROOM}/1/acceptance", {})
    roads = accepted.ask("roads", "POST", f"{ROOM}/1/acceptance", {})
    assert (dispatcher.status, dispatcher.code, roads.status, roads.code) == (403, "not_allowed", 404, "not_found")


@pytest.mark.parametrize(
    ("path", "body", "who", "status", "code"),
    [
        ("", {"to": "roads", "reason": "x"}, "dispatcher", 409, "handover_open"),
        ("/7/acceptance", {}, "water", 404, "not_found"),
        ("/x/refusal", {}, "water", 404, "not_found"),
        ("", {"to": "nobody", "reason": "x"}, "dispatcher", 422, "invalid_fields"),
        ("", {"to": "roads"}, "dispatcher", 422, "invalid_fields"),
        ("", {"to": "roads", "reason": "x"}, "dispatcher of t2", 404, "not_found"),
    ],
)
def test_every_other_answer_has_a_code(
    accepted: Any, path: str, body: dict[str, Any], who: str, status: int, code: str
) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    said = accepted.ask(who, "POST", ROOM + path, body)
    assert (said.status, said.code) == (status, code)


def test_an_offer_is_answered_once(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    accepted.does("water", f"{ROOM}/1/acceptance", {})
    again = accepted.ask("water", "POST", f"{ROOM}/1/refusal", {})
    assert (again.status, again.code) == (409, "handover_decided")


def test_the_owner_itself_may_hand_on_what_it_has(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    accepted.does("water", f"{ROOM}/1/acceptance", {})
    assert accepted.does("water", ROOM, {"to": "roads", "reason": "路段问题"})["owner"] == "water"
    told = accepted.ask("water", "POST", ROOM, {"to": "water", "reason": "x"})
    assert told.code == "handover_open"


def test_an_acceptance_that_names_another_owner_asks_that_unit(house: Any) -> None:
    house.registers(category=None)
    accepted = house.does("dispatcher", f"/cases/{N}/acceptance", {"category": "housing", "owner": "housing"})
    assert (accepted["owner"], accepted["category"], accepted["urgency"]) == ("petition", "housing", "hard")
    assert house.names() == ["matter_accepted", "handover_offered"]
    assert house.does("housing", f"{ROOM}/1/acceptance", {})["owner"] == "housing"
    assert house.names()[-1] == "owner_changed"


def test_whoever_speaks_for_the_unit_accepts_for_it_at_once(house: Any) -> None:
    house.registers(owner="water")
    accepted = house.does("dispatcher", f"/cases/{N}/acceptance", {"owner": "petition"})
    assert accepted["owner"] == "petition"
    assert house.names() == ["matter_accepted", "owner_changed"]


def test_a_matter_that_is_over_is_handed_to_nobody(accepted: Any) -> None:
    accepted.registers("223456789012")
    accepted.does("dispatcher", "/cases/223456789012/decline", {"reason": "no_demand", "text": "x"})
    said = accepted.ask("dispatcher", "POST", "/cases/223456789012/handovers", {"to": "water", "reason": "x"})
    assert (said.status, said.code) == (409, "step_not_allowed")


def test_what_waits_for_a_unit_is_kept_until_it_has_answered(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    find = accepted.service.store.find
    assert [doc.body["what"] for doc in find("waiting", equals={"unit": "water"}).documents] == ["handover 1"]
    accepted.does("water", f"{ROOM}/1/acceptance", {})
    assert not find("waiting", equals={"unit": "water"}).documents


def test_a_merged_units_matters_go_to_its_successor(accepted: Any) -> None:
    offered = accepted.does("dispatcher", ROOM, {"to": "canals", "reason": "水渠"})
    assert offered["leading"]["handovers"][0]["to"] == "water"


def test_a_villages_clerk_does_not_speak_for_the_town(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "t1-gov", "reason": "请镇里接办"})
    clerk = accepted.ask("clerk of t1-v1", "POST", f"{ROOM}/1/acceptance", {})
    assert (clerk.status, clerk.code) == (403, "not_allowed")
    assert accepted.does("dispatcher of t1", f"{ROOM}/1/acceptance", {})["owner"] == "t1-gov"


LIMIT = "2026-06-08T15:59:59Z"
"""Five working days after Monday, 1 June 2026."""


def test_the_owner_or_who_leads_the_matter_takes_an_offer_back_and_another_unit_may_be_asked(accepted: Any) -> None:
    offered = accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    assert offered["leading"]["handovers"][0]["lapses_at"] == LIMIT
    for who in ("water", "roads", "clerk of t1-v1"):
        assert accepted.ask(who, "POST", f"{ROOM}/1/withdrawal", {}).status in (403, 404)
    back = accepted.does("dispatcher of t1", f"{ROOM}/1/withdrawal", {"reason": "改请交通局"})
    done = back["leading"]["handovers"][0]
    assert (back["owner"], done["accepted"], done["ended"]) == ("petition", False, "withdrawn")
    assert (accepted.names()[-1], accepted.facts()[-1].data["ended"]) == ("handover_refused", "withdrawn")
    assert not accepted.service.store.find("waiting", equals={"unit": "water"}).documents
    late = accepted.ask("water", "POST", f"{ROOM}/1/acceptance", {})
    assert late.code in ("not_found", "handover_decided")
    accepted.does("dispatcher", ROOM, {"to": "roads", "reason": "请接办"})
    again = accepted.ask("dispatcher", "POST", f"{ROOM}/1/withdrawal", {})
    assert (again.status, again.code) == (409, "handover_decided")


def test_an_offer_that_nobody_answers_lapses_and_the_owner_stays(house: Any) -> None:
    house.service.county = well_led(house.service.county, ladder=Ladder())
    house.registers()
    accepted = house
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    service = accepted.service
    service.on_clock("2026-06-08T15:59:58Z")
    assert accepted.names()[-1] == "handover_offered"
    assert service.next_due() == LIMIT
    service.on_clock(LIMIT)
    led = accepted.ask("dispatcher", "GET", f"/cases/{N}").body
    done = led["leading"]["handovers"][0]
    assert (led["owner"], done["accepted"], done["ended"]) == ("petition", False, "lapsed")
    ended = [fact.data["ended"] for fact in accepted.facts() if fact.type.split(".")[2] == "handover_refused"]
    assert ended == ["lapsed"]
    assert not service.store.find("waiting", equals={"unit": "water"}).documents
    accepted.does("dispatcher", ROOM, {"to": "roads", "reason": "请接办"})


def test_an_offer_that_was_answered_does_not_lapse(accepted: Any) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    accepted.does("water", f"{ROOM}/1/acceptance", {})
    accepted.service.on_clock("2026-06-30T00:00:00Z")
    assert "handover_refused" not in accepted.names()


def test_the_county_file_says_how_long_an_offer_waits(accepted: Any) -> None:
    accepted.service.county = well_led(accepted.service.county, handover_limit=Length(4, TimeUnit.WORKING_HOURS))
    offered = accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    assert offered["leading"]["handovers"][0]["lapses_at"] == "2026-06-01T06:00:00Z"


def test_whom_a_dispute_was_decided_on_owns_the_matter_at_the_limit_and_the_offer_stays(accepted: Any) -> None:
    accepted.does("dispatcher", f"/cases/{N}/disputes", {"units": ["water", "roads"], "reason": "互相推"})
    accepted.does("leader", f"/cases/{N}/disputes/1/decision", {"lead": "water", "text": "归水利局"})
    back = accepted.ask("dispatcher", "POST", f"{ROOM}/1/withdrawal", {})
    assert (back.status, back.code) == (409, "competence_decided")
    accepted.service.on_clock(LIMIT)
    told = accepted.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (told["owner"], told["leading"]["handovers"][0]["accepted"]) == ("water", True)
    assert "owner_changed" in accepted.names()


@pytest.mark.parametrize("unit", ["court", "discipline"])
def test_a_court_or_discipline_owns_no_matter_by_any_door(house: Any, unit: str) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    for path, body, field in (
        ("handovers", {"to": unit, "reason": "x"}, "to"),
        ("acceptance", {"owner": unit}, "owner"),
    ):
        said = house.ask("dispatcher", "POST", f"/cases/{N}/{path}", body)
        error = said.body["errors"][0]
        assert (said.status, error["field"], error["code"]) == (422, field, "cannot_own")


def test_an_acceptance_that_names_an_owner_takes_an_open_offer_to_another_back(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", ROOM, {"to": "roads", "reason": "请接办"})
    accepted = house.does("dispatcher", f"/cases/{N}/acceptance", {"owner": "water"})
    offers = [(each["to"], each["accepted"], each["ended"]) for each in accepted["leading"]["handovers"]]
    assert offers == [("roads", False, "withdrawn"), ("water", None, None)]
    assert house.names() == ["handover_offered", "handover_refused", "matter_accepted", "handover_offered"]


@pytest.mark.parametrize("body", [{}, {"owner": "roads"}])
def test_an_acceptance_that_names_nobody_or_that_unit_leaves_the_offer(house: Any, body: dict[str, Any]) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", ROOM, {"to": "roads", "reason": "请接办"})
    accepted = house.does("dispatcher", f"/cases/{N}/acceptance", body)
    assert [each["accepted"] for each in accepted["leading"]["handovers"]] == [None]
    assert house.does("roads", f"{ROOM}/1/acceptance", {})["owner"] == "roads"


@pytest.mark.parametrize("answer", ["acceptance", "refusal"])
def test_whose_offer_lapsed_hears_so_and_nobody_else_hears_anything(accepted: Any, answer: str) -> None:
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    seen = accepted.ask("water", "GET", f"/cases/{N}").headers["ETag"]
    accepted.service.on_clock(LIMIT)
    for headers in ({}, {"if_match": seen}):
        late = accepted.ask("water", "POST", f"{ROOM}/1/{answer}", {}, **headers)
        assert (late.status, late.code) == (409, "handover_lapsed")
    assert accepted.ask("dispatcher", "POST", f"{ROOM}/1/withdrawal", {}).code == "handover_lapsed"
    for who, path in (("roads", f"{ROOM}/1/{answer}"), ("water", f"{ROOM}/2/{answer}"), ("water", ROOM)):
        other = accepted.ask(who, "POST", path, {"to": "water", "reason": "x"} if path == ROOM else {})
        assert (other.status, other.code) == (404, "not_found")
    assert accepted.ask("water", "GET", f"/cases/{N}").status == 404
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "再请接办"})
    assert accepted.ask("water", "POST", f"{ROOM}/1/{answer}", {}).code == "handover_lapsed"
    assert accepted.does("water", f"{ROOM}/2/acceptance", {})["owner"] == "water"


def test_whoever_stepped_back_from_the_matter_hears_nothing_of_a_lapsed_offer_either(accepted: Any) -> None:
    accepted.does(
        "dispatcher", f"/cases/{N}/whistles", {"kind": "fast", "lead": "water", "assists": [], "reason": "办"}
    )
    accepted.does("dispatcher", ROOM, {"to": "water", "reason": "请接办"})
    accepted.service.on_clock(LIMIT)
    stepped = {"unit": "water", "reason": "亲属", "replacement": "housing"}
    accepted.does("dispatcher", f"/cases/{N}/interests", stepped)
    said = accepted.ask("water", "POST", f"{ROOM}/1/acceptance", {})
    assert (said.status, said.code) == (404, "not_found")
