"""The accusation wall (信访工作条例 Art. 30): nobody but the recipient learns that there is anything."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.access import User
from services.contracts import chain
from services.contracts.events import intake, routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight import store as documents
from services.oversight.forms import watching
from services.oversight.service import OversightService
from services.oversight.use_cases import answer_accusation, list_clocks, read_audit, seal_blocks
from services.oversight.use_cases.anchor_heads import path_of, read_anchor
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, fact, staff

ACCUSED = "400000000007"
TEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T04:00:00Z"
DISCIPLINE = staff(Role.DISCIPLINE, department="ns-discipline")
UPPER = staff(Role.DISCIPLINE, department="ns-discipline-upper")
OPEN_COLLECTIONS = (documents.DOCKET, documents.ORDER, documents.ENTRY, documents.BLOCK)


def accuse(oversight: Oversight, recipient: str = "ns-discipline", number: str = ACCUSED) -> str:
    told = intake.AccusationRegistered(
        number=number, place="ns-t01-v04", channel="web", received_at=MONDAY, recipient=recipient
    )
    return oversight.hear(told, MONDAY)


def listed(oversight: Oversight, user: User) -> list[dict[str, Any]]:
    page = oversight.read(answer_accusation.list_accusations, watching.AccusationsQuery, user)
    rows: list[dict[str, Any]] = page["accusations"]
    return rows


def receive(oversight: Oversight, user: User = DISCIPLINE, number: str = ACCUSED) -> dict[str, Any]:
    return oversight.ask(answer_accusation.receive, watching.PageQuery, {}, user, number=number)


def answer(oversight: Oversight, user: User = DISCIPLINE) -> dict[str, Any]:
    body = {"text": "查无此事的暗号"}
    return oversight.ask(answer_accusation.answer, watching.AnswerForm, body, user, number=ACCUSED)


def test_only_the_recipient_is_told_of_an_accusation(oversight: Oversight) -> None:
    accuse(oversight)
    assert [row["number"] for row in listed(oversight, DISCIPLINE)] == [ACCUSED]
    assert listed(oversight, UPPER) == []
    with pytest.raises(Refusal) as refused:
        listed(oversight, staff(Role.DISCIPLINE))
    assert refused.value.status == 404


def test_an_accusation_against_discipline_is_not_seen_by_discipline(oversight: Oversight) -> None:
    accuse(oversight, "ns-discipline-upper")
    assert listed(oversight, DISCIPLINE) == []
    with pytest.raises(Refusal) as refused:
        receive(oversight, DISCIPLINE)
    assert refused.value.code == "not_found"
    assert receive(oversight, UPPER)["state"] == "received"


def test_it_is_received_then_answered_on_its_own_exchange_and_the_words_stay_sealed(oversight: Oversight) -> None:
    accuse(oversight)
    with pytest.raises(Refusal) as refused:
        answer(oversight)
    assert refused.value.code == "not_received"
    assert receive(oversight)["state"] == "received"
    assert answer(oversight)["state"] == "answered"
    rows = oversight.store.journal()
    assert {row.exchange for row in rows} == {"countynet.oversight.accusations"}
    assert [row.type.split(".")[2] for row in rows] == ["accusation_received", "accusation_answered"]
    on_disk = b"".join(path.read_bytes() for path in oversight.path.parent.glob("oversight.db*"))
    assert "暗号".encode() not in on_disk


def read(oversight: Oversight, user: User, number: str = ACCUSED) -> dict[str, Any]:
    return oversight.ask(answer_accusation.read_answer, watching.PageQuery, {}, user, number=number)


def test_who_accused_reads_the_answer_with_the_token_of_that_number(oversight: Oversight) -> None:
    accuse(oversight)
    accuser = User(id="citizen", matter=ACCUSED)
    receive(oversight)
    assert read(oversight, accuser) == {"number": ACCUSED, "state": "received", "text": None}
    answer(oversight)
    told = {"number": ACCUSED, "state": "answered", "text": "查无此事的暗号"}
    assert read(oversight, accuser) == told
    assert read(oversight, DISCIPLINE) == told


def test_the_answer_is_not_there_for_another_unit_and_for_a_matter_that_is_no_accusation(oversight: Oversight) -> None:
    accuse(oversight)
    oversight.registered()
    for user, number in ((UPPER, ACCUSED), (DISCIPLINE, NUMBER), (User(id="citizen", matter=NUMBER), NUMBER)):
        with pytest.raises(Refusal) as refused:
            read(oversight, user, number)
        assert refused.value.code == "not_found"


def test_the_route_of_the_answer_is_counted_by_no_metric_and_admits_the_follow_token() -> None:
    (entry,) = OversightService.read_answer.nameko_entrypoints  # type: ignore[attr-defined]
    assert entry.route.counted is False
    path = {"number": ACCUSED}
    assert entry.route.may.admits(User(id="citizen", matter=ACCUSED), path)
    assert not entry.route.may.admits(User(id="citizen", matter=NUMBER), path)
    assert not entry.route.may.admits(staff(Role.SUPERVISOR), path)


def test_it_moves_no_counter_and_leaves_no_code_in_the_open_collections(oversight: Oversight) -> None:
    accuse(oversight)
    receive(oversight)
    seal_blocks.seal_all(oversight)  # type: ignore[arg-type]
    assert oversight.store.counters("") == {}
    kept = [d.body for c in OPEN_COLLECTIONS for d in oversight.store.find(c.name).documents]
    assert kept == []
    assert oversight.clocks(number=ACCUSED) == []


def test_each_recipient_has_a_chain_of_its_own_and_the_countys_chain_knows_of_neither(oversight: Oversight) -> None:
    oversight.registered()
    mine = accuse(oversight)
    other = accuse(oversight, "ns-discipline-upper", "400000000008")
    receive(oversight)
    seen = oversight.read(read_audit.read_walled_audit, watching.AuditQuery, DISCIPLINE)
    facts = [entry["fact"] for block in seen["blocks"] for entry in block["entries"]]
    assert mine in facts
    assert len(facts) == 2
    assert other not in facts
    county = oversight.read(read_audit.read_audit, watching.AuditQuery)
    streams = {entry["stream"] for block in county["blocks"] for entry in block["entries"]}
    assert streams == {f"matter/{NUMBER}"}
    anchors = read_anchor(path_of(oversight, seen["chain"]))  # type: ignore[arg-type]
    keys = {oversight.signer.kid: oversight.signer.public}
    assert chain.verify(seen["blocks"], anchors, keys, seen["chain"]) == []


def test_a_matter_walled_later_is_hidden_its_counters_taken_back_its_clocks_and_orders_gone(
    oversight: Oversight,
) -> None:
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.sweep_until("2026-11-24T02:00:00Z")
    assert any(oversight.store.counters("rate/").values())
    oversight.hear(fact(routing.MatterWalled), "2026-11-24T02:00:01Z")
    assert not any(oversight.store.counters("").values())
    assert oversight.clocks() == []
    assert oversight.orders() == {}
    with pytest.raises(Refusal) as refused:
        oversight.read(list_clocks.show_docket, watching.PageQuery, number_=NUMBER)
    assert refused.value.code == "not_found"
    assert [row["number"] for row in listed(oversight, DISCIPLINE)] == [NUMBER]


def test_facts_that_come_after_the_wall_go_behind_it_whatever_their_order(oversight: Oversight) -> None:
    walled = oversight.hear(fact(routing.MatterWalled), TEN)
    registered = oversight.registered()
    told = intake.AccusationRegistered(
        number=NUMBER, place="ns-t01-v04", channel="web", received_at=MONDAY, recipient="ns-discipline"
    )
    moved = oversight.hear(told, "2026-11-23T02:00:02Z")
    seal_blocks.seal_all(oversight)  # type: ignore[arg-type]
    assert [d.id for c in OPEN_COLLECTIONS for d in oversight.store.find(c.name).documents] == []
    [block] = oversight.store.find(documents.WALLED_BLOCK.name).documents
    assert {entry["fact"] for entry in block.body["entries"]} == {walled, registered, moved}
    [row] = listed(oversight, DISCIPLINE)
    assert (row["state"], row["received_at"]) == ("registered", MONDAY)
    assert oversight.store.counters("") == {}


def test_supplements_and_readings_stand_in_the_record_behind_the_wall(oversight: Oversight) -> None:
    accuse(oversight)
    about = {"number": ACCUSED, "recipient": "ns-discipline"}
    oversight.hear(intake.AccusationSupplemented(**about, supplement=1), TEN)
    oversight.hear(intake.AccusationRead(**about, reader="u-1", fields=("text",)), TEN)
    assert listed(oversight, DISCIPLINE)[0]["supplements"] == 1
    assert seal_blocks.seal_all(oversight) == 3  # type: ignore[arg-type]
