"""SMS leave by a real local gateway: sent, put off, refused, uncertain; at least once, under one id."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.contracts.refusals import Refusal
from services.notify.use_cases import message_desk, message_health
from services.notify.use_cases.carry_by_http import sms_carrier
from tests.unit.notify.a_notifier import NUMBER, PHONE, Notifier, open_notifier
from tests.unit.notify.due_messages import DISPATCHER, SMS, due_now, names, only, ready
from tests.unit.notify.next_hops import DROP, STALL, Gateway


def test_an_sms_reaches_the_gateway_with_its_id_and_the_county_own_words(sending: Notifier, gateway: Gateway) -> None:
    ready(sending, phone=PHONE)
    assert sending.send() == 1
    [taken] = gateway.taken
    assert (taken["to"], taken["id"]) == (PHONE, f"{NUMBER}-n1")
    assert NUMBER in taken["text"]
    assert "城关镇人民政府" in taken["text"]
    assert gateway.headers[0]["Idempotency-Key"] == f"{NUMBER}-n1"
    assert gateway.headers[0]["Authorization"] == "Basic dXNlcjpwYXNz"
    assert only(sending)["state"] == "sent"
    [(name, data)] = sending.told()
    assert (name, data["message"], data["channel"], data["attempt"]) == ("message_sent", f"{NUMBER}-n1", "sms", 1)
    assert sending.send() == 0, "what is sent is not sent again"


def test_the_countys_own_json_is_filled_in(tmp_path: Path, gateway: Gateway) -> None:
    shape = '{"app": 7, "messages": [{"mobile": "86{phone}", "content": "{text}", "ref": "{id}"}]}'
    made = open_notifier(tmp_path, {SMS: sms_carrier(f"http://127.0.0.1:{gateway.port}/", shape)})
    ready(made, phone=PHONE)
    made.send()
    [message] = gateway.taken[0]["messages"]
    assert (gateway.taken[0]["app"], message["mobile"], message["ref"]) == (7, f"86{PHONE}", f"{NUMBER}-n1")
    made.store.close()


def test_nothing_readable_is_kept_of_what_was_sent(sending: Notifier) -> None:
    ready(sending, phone=PHONE)
    sending.send()
    kept = sending.bytes_on_disk()
    assert PHONE.encode() not in kept
    assert "登记".encode() not in kept


def test_a_gateway_that_answers_500_is_asked_again_later_under_the_same_id(sending: Notifier, gateway: Gateway) -> None:
    gateway.answers = [500, 429]
    ready(sending, phone=PHONE)
    for state in ("retry", "retry", "sent"):
        due_now(sending)
        sending.send()
        assert only(sending)["state"] == state
    assert [taken["id"] for taken in gateway.taken] == [f"{NUMBER}-n1"] * 3
    assert only(sending)["attempt"] == 3
    assert names(sending) == ["message_sent"]


def test_what_the_gateway_refuses_fails_and_a_person_may_have_it_sent_again(
    sending: Notifier, gateway: Gateway
) -> None:
    gateway.answers = [400]
    ready(sending, phone=PHONE)
    sending.send()
    assert (only(sending)["state"], only(sending)["reason"]) == ("failed", "refused")
    assert [row["id"] for row in sending.listed(DISPATCHER, state="failed")] == [f"{NUMBER}-n1"]
    sending.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)
    sending.send()
    assert only(sending)["state"] == "sent"
    assert names(sending) == ["message_failed", "message_sent"]
    with pytest.raises(Refusal, match="not_parked"):
        sending.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)


def waiting(sending: Notifier, state: str) -> float | None:
    message_health.count_waiting(sending.store, sending.metrics)
    said = {"channel": "sms", "state": state}
    return sending.metrics.registry.get_sample_value("countynet_messages_waiting", said)


@pytest.mark.parametrize(("answer", "state"), [(400, "failed"), (DROP, "uncertain")])
def test_monitoring_counts_what_waits_for_a_person_until_it_is_settled(
    sending: Notifier, gateway: Gateway, answer: int | str, state: str
) -> None:
    gateway.answers = [answer]
    ready(sending, phone=PHONE)
    assert waiting(sending, state) == 0
    sending.send()
    assert waiting(sending, state) == 1
    sending.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)
    assert waiting(sending, state) == 0


def test_what_nobody_can_help_does_not_wait_for_a_person(sending: Notifier) -> None:
    sending.registered()
    sending.sweep("2026-11-25T04:00:00Z")
    [message] = sending.messages(state="failed")
    assert message["reason"] == "no_contact"
    assert waiting(sending, "failed") == 0


@pytest.mark.parametrize("answer", [DROP, STALL])
def test_an_answer_lost_after_the_body_was_given_is_uncertain(sending: Notifier, gateway: Gateway, answer: str) -> None:
    gateway.answers = [answer]
    ready(sending, phone=PHONE)
    sending.send()
    assert only(sending)["state"] == "uncertain"
    assert names(sending) == ["message_uncertain"]
    due_now(sending)
    assert sending.send() == 0, "nobody sends it again by himself"
    sending.ask(message_desk.accept, f"{NUMBER}-n1", DISPATCHER)
    assert only(sending)["state"] == "sent"
    assert names(sending) == ["message_uncertain", "message_sent"]
