"""Words are sealed and their reading is recorded; behind the wall nothing is left to be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.contracts.events.intake import MatterRated, WithdrawalRequested

N = "123456789012"
WORDS = "井盖坏了已三月"
CODES = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}


@pytest.fixture
def replied(house: Any) -> Any:
    """A matter with a whistle's reason, an objection's grounds, a decision's and a reply."""
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    body = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": WORDS}
    house.does("dispatcher", f"/cases/{N}/whistles", body)
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    house.does("roads", f"/whistles/{N}-w1/objections", {"reason": "duplicate", "text": WORDS})
    house.does("dispatcher", f"/whistles/{N}-w1/objections/1/decision", {"upheld": True, "text": WORDS})
    house.does("water", f"/whistles/{N}-w1/replies", {"text": WORDS})
    return house


def bytes_of(house: Any) -> bytes:
    """Everything in the database's files."""
    folder: Path = house.file.parent
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_the_staff_reads_replies_and_remarks_and_every_reading_is_a_fact(replied: Any) -> None:
    said = replied.ask("water", "GET", f"/cases/{N}/replies").body
    assert [(r["kind"], r["unit"], r["about"], r["text"]) for r in said["replies"]] == [
        ("reply", "water", f"{N}-w1", WORDS)
    ]
    assert [(r["kind"], r["unit"]) for r in said["remarks"]] == [
        ("whistle", None),
        ("objection", "roads"),
        ("decision", None),
    ]
    told = replied.facts()[-1]
    assert told.type == "countynet.routing.sealed_data_read.v1"
    assert (told.data["reader"], told.data["fields"], told.actor) == (
        "u-00000000000000a1",
        ["replies", "remarks"],
        "u-00000000000000a1",
    )


def test_the_citizen_reads_the_replies_alone_and_that_is_no_reading_by_the_staff(replied: Any) -> None:
    before = len(replied.facts())
    said = replied.ask(N, "GET", f"/cases/{N}/replies").body
    assert ([r["text"] for r in said["replies"]], said["remarks"]) == ([WORDS], [])
    assert len(replied.facts()) == before


def test_reading_a_case_without_words_is_no_reading(house: Any) -> None:
    house.registers()
    assert house.ask("dispatcher", "GET", f"/cases/{N}/replies").body["replies"] == []
    assert house.facts() == []


def test_no_word_is_found_in_the_database_or_in_a_view_of_codes(replied: Any) -> None:
    assert WORDS.encode() not in bytes_of(replied)
    for path in (f"/cases/{N}", "/cases", "/whistles"):
        assert WORDS not in str(replied.ask("dispatcher", "GET", path).body)
    assert "key" not in replied.ask("dispatcher", "GET", f"/cases/{N}").body


def test_the_words_of_one_case_share_a_key_of_their_own(replied: Any) -> None:
    store = replied.service.store
    keys = {store.get("reply", f"{N}-r1").body["key"], store.get("remark", f"{N}-m1").body["key"]}
    assert keys == {store.get("case", N).body["key"]}
    opener = replied.service.opener_of("reply", store.get("reply", f"{N}-r1"))
    assert opener.open("reply", f"{N}-r1", "text", store.get("reply", f"{N}-r1").body["text"]) == WORDS


def test_an_accusation_recognised_late_vanishes_from_every_view(replied: Any) -> None:
    walled = replied.does("dispatcher of t1", f"/cases/{N}/referral", {"reason": "accusation", "text": WORDS})
    assert walled == {"number": N, "status": "referred"}
    assert replied.names()[-1] == "matter_walled"
    assert "matter_referred" not in replied.names()
    for who in ("dispatcher", "leader", "water", "roads"):
        assert replied.ask(who, "GET", "/cases").body["cases"] == []
        assert replied.ask(who, "GET", "/whistles").body["whistles"] == []
        for path in (f"/cases/{N}", f"/cases/{N}/replies"):
            assert replied.ask(who, "GET", path).status == 404
    assert replied.ask(N, "GET", f"/cases/{N}/replies").status == 404
    act = replied.ask("water", "POST", f"/whistles/{N}-w1/check-ins", {})
    assert (act.status, act.code) == (404, "not_found")


def test_behind_the_wall_one_sealed_bundle_stays_under_a_blinded_id(replied: Any) -> None:
    replied.does("dispatcher", f"/cases/{N}/referral", {"reason": "accusation"})
    store = replied.service.store
    for collection in ("case", "desk", "reply", "remark"):
        assert store.find(collection).documents == []
    [walled] = store.find("walled").documents
    assert N not in walled.id
    assert N not in str(walled.body)
    bundle = replied.service.opener_of("walled", walled).open("walled", walled.id, "bundle", walled.body["bundle"])
    assert f'"{N}-r1"' in bundle
    assert WORDS not in bundle


def test_what_the_citizen_asks_of_a_walled_matter_is_met_with_silence(replied: Any) -> None:
    replied.does("dispatcher", f"/cases/{N}/referral", {"reason": "accusation"})
    before = len(replied.facts())
    replied.hears(WithdrawalRequested(**CODES, request="r-1"), "2026-06-02T01:00:00Z")
    replied.hears(
        MatterRated(**CODES, request="r-2", receiving="satisfied", responsible="satisfied"), "2026-06-02T01:00:00Z"
    )
    replied.registers()
    assert len(replied.facts()) == before
    assert replied.ask("dispatcher", "GET", f"/cases/{N}").status == 404


@pytest.mark.parametrize("steps", [[], ["acceptance"], ["on-the-spot"], ["decline"]])
def test_the_wall_can_be_drawn_from_every_status(house: Any, steps: list[str]) -> None:
    house.registers()
    bodies = {"acceptance": {}, "on-the-spot": {"text": WORDS}, "decline": {"reason": "not_ours", "text": WORDS}}
    for step in steps:
        house.does("dispatcher", f"/cases/{N}/{step}", bodies[step])
    house.does("dispatcher", f"/cases/{N}/referral", {"reason": "accusation"})
    assert house.ask("dispatcher", "GET", f"/cases/{N}").status == 404


def test_nobody_chooses_who_receives_an_accusation(house: Any) -> None:
    house.registers()
    said = house.ask("dispatcher", "POST", f"/cases/{N}/referral", {"reason": "accusation", "to": "water"})
    assert [(e["field"], e["code"]) for e in said.body["errors"]] == [("to", "not_allowed")]
