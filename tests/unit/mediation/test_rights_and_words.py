"""Who sees which case, who opens its words, and that nothing of them lies readable anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.mediation.conftest import BODY, CASE, NUMBER, SIGNED, TERMS, TWO

DIRECT = {"body": BODY, "place": "ns-t01-v01", "parties": TWO, "subject": "屋檐滴水"}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("mediator", 200), ("dispatcher", 200), ("clerk of t01", 200), ("supervisor", 200)),
        *(("mediator of t02", 404), ("mediator of v02", 404), ("nobody's mediator", 404), ("clerk of t02", 404)),
        *(("handler", 403), (None, 401)),
    ],
)
def test_a_case_is_seen_by_its_body_and_by_those_of_its_place(house: Any, who: str | None, status: int) -> None:
    house.ordered()
    assert house.ask(who, "GET", f"/cases/{CASE}?fields=codes").status == status
    if status in (200, 404):
        listed = house.ask(who, "GET", "/cases").body["cases"]
        assert [case["id"] for case in listed] == ([CASE] if status == 200 else [])


@pytest.mark.parametrize("who", ["dispatcher", "clerk of t01", "supervisor"])
def test_only_mediators_of_the_body_act_on_its_cases(house: Any, who: str) -> None:
    house.ordered()
    said = house.refused("parties", {"parties": TWO}, who=who)
    assert (said.status, said.code) == (403, "not_allowed")
    assert house.refused("parties", {"parties": TWO}, who="mediator of t02").status == 404


def test_opening_words_is_told_with_who_read_what(house: Any) -> None:
    house.agreed()
    said = house.ask("mediator", "GET", f"/cases/{CASE}").body
    assert said["persons"][0]["name"] == "甲某"
    assert said["persons"][0]["phone"] == "13800000000"
    assert said["agreed_on"]["terms"] == TERMS["terms"]
    assert [(word["kind"], word["about"], word["text"]) for word in said["words"]] == [("minutes", 1, "双方各述其理")]
    told = house.last()
    assert told.type == "countynet.mediation.sealed_data_read.v1"
    assert (told.data["reader"], told.data["fields"]) == (
        "u-00000000000000f1",
        ["agreement", "minutes", "parties"],
    )


def test_a_supervisor_reads_what_was_said_and_not_who_the_parties_are(house: Any) -> None:
    house.agreed()
    said = house.ask("supervisor", "GET", f"/cases/{CASE}").body
    assert (said["persons"], said["agreed_on"]["terms"]) == (None, TERMS["terms"])
    assert house.last().data["fields"] == ["agreement", "minutes"]


def test_reading_codes_or_nothing_is_not_told(house: Any) -> None:
    house.ordered()
    house.ask("mediator", "GET", f"/cases/{CASE}")
    house.ask("mediator", "GET", f"/cases/{CASE}?fields=codes")
    assert house.names() == ["mediation_opened"]


def test_nothing_that_was_said_lies_readable_in_the_file(house: Any) -> None:
    house.agreed()
    house.does("follow-ups", {"performance": "partly", "text": "还差一千元"})
    house.service.store.close()
    files = house.file.parent.glob("mediation.db*")
    content = b"".join(path.read_bytes() for path in files)
    for word in ("甲某", "乙某", "13800000000", "一组", "双方各述其理", *TERMS.values(), "还差一千元"):
        assert word.encode() not in content


def test_a_body_opens_a_case_itself_with_a_number_of_its_own(house: Any) -> None:
    said = house.ask("mediator", "POST", "/cases", DIRECT)
    assert (said.status, said.body["direct"], said.body["state"]) == (201, True, "opened")
    number = said.body["number"]
    assert said.body["id"] == f"{number}-m1"
    assert len(number) == 12
    assert house.facts(number)[0].data["parties"] == 2
    for n in (1, 2):
        house.does("consents", {"party": n, "consents": True}, said.body["id"])
    done = house.does("failure", {"reason": "withdrawn"}, said.body["id"])
    assert done["routes"] == ["administration", "arbitration", "litigation"]


def test_a_clerk_opens_a_case_in_the_own_place_alone(house: Any) -> None:
    assert house.ask("clerk of t01", "POST", "/cases", DIRECT).status == 201
    assert house.ask("clerk of t02", "POST", "/cases", DIRECT).code == "not_allowed"
    assert house.ask("mediator of t02", "POST", "/cases", DIRECT).code == "not_allowed"
    assert house.ask("dispatcher", "POST", "/cases", DIRECT).status == 403


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"body": "nobody"}, ("body", "unknown_body")),
        ({"body": "ns-t02-mediation"}, ("body", "body_elsewhere")),
        ({"place": "nowhere"}, ("place", "unknown_place")),
        ({"category": "nothing"}, ("category", "unknown_category")),
        ({"parties": TWO[:1]}, ("parties", "invalid")),
        ({"parties": [{"name": "甲某", "unit": "nobody"}, TWO[1]]}, ("parties.0.unit", "unknown_department")),
        ({"parties": [{"name": "甲某", "phone": "12"}, TWO[1]]}, ("parties.0.phone", "invalid")),
        ({"subject": " "}, ("subject", "invalid")),
        ({"fee": 10}, ("fee", "unknown")),
    ],
)
def test_what_is_wrong_with_a_direct_case_is_named(house: Any, change: Any, fault: tuple[str, str]) -> None:
    said = house.ask("mediator", "POST", "/cases", DIRECT | change)
    assert said.status == 422
    assert said.fault[0] == fault[0]
    if "unknown_" in fault[1] or fault[1] == "body_elsewhere":
        assert said.fault == fault


def test_a_stale_version_is_refused_and_a_repeated_command_is_done_once(house: Any) -> None:
    house.ordered()
    key = {"Idempotency_Key": "k-1", "if_match": 'W/"1"'}
    first = house.ask("mediator", "POST", f"/cases/{CASE}/parties", {"parties": TWO}, **{"idempotency-key": "k-1"})
    again = house.ask("mediator", "POST", f"/cases/{CASE}/parties", {"parties": TWO}, **{"idempotency-key": "k-1"})
    assert (first.body, again.headers["Idempotency-Replayed"]) == (again.body, "true")
    assert len(house.case()["parties"]) == 2
    del key["Idempotency_Key"]
    stale = house.ask("mediator", "POST", f"/cases/{CASE}/consents", {"party": 1, "consents": True}, **key)
    assert (stale.status, stale.code) == (412, "stale_version")


def test_lists_go_by_state_and_body_and_page_on(house: Any) -> None:
    for n in range(1, 4):
        house.ordered(n, at=f"2026-06-01T01:0{n}:00Z")
    first = house.ask("mediator", "GET", f"/cases?state=opened&body={BODY}&limit=2").body
    assert [case["id"] for case in first["cases"]] == [f"{NUMBER}-m3", f"{NUMBER}-m2"]
    rest = house.ask("mediator", "GET", f"/cases?state=opened&body={BODY}&limit=2&after={first['after']}").body
    assert ([case["id"] for case in rest["cases"]], rest["after"]) == ([f"{NUMBER}-m1"], None)
    assert house.ask("mediator", "GET", "/cases?body=nobody").fault == ("body", "unknown_body")
    assert SIGNED["seal"] is True
