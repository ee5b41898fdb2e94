"""Messages leave by real local servers: sent, put off, refused, uncertain; at least once, under one id."""

from __future__ import annotations

from collections.abc import Iterator
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import Work
from services.contracts.envelope import Context
from services.contracts.events import routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import MessageChannel, Role
from services.county.notify import Address
from services.notify import store as documents
from services.notify.domain.message import GIVE_UP_SECONDS, WAITS
from services.notify.use_cases import message_desk, message_send
from services.notify.use_cases.carry_by_http import sms_carrier, wecom_carrier
from services.notify.use_cases.carry_by_smtp import SmtpCarrier
from tests.unit.notify.a_notifier import EMAIL, LEAD, NUMBER, PHONE, Notifier, fact, open_notifier, staff
from tests.unit.notify.next_hops import DROP, STALL, Gateway, Mailbox, free_port, http_gateway, mail_server

SMS, MAIL, ROBOT = MessageChannel.SMS, MessageChannel.EMAIL, MessageChannel.WECOM
SENDER = "notices@county.example"
DISPATCHER = staff(Role.DISPATCHER)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with http_gateway() as made:
        yield made


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with mail_server() as made:
        yield made


@pytest.fixture
def notifier(tmp_path: Path, gateway: Gateway, mailbox: tuple[Mailbox, int]) -> Iterator[Notifier]:
    url = f"http://user:pass@127.0.0.1:{gateway.port}/send"
    carriers = {
        SMS: sms_carrier(url, None, time_out=0.4),
        MAIL: SmtpCarrier(f"smtp://127.0.0.1:{mailbox[1]}?from={SENDER}", time_out=2.0),
        ROBOT: wecom_carrier(url, time_out=0.4),
    }
    made = open_notifier(tmp_path, carriers, units={LEAD: Address(wecom="@all")})
    yield made
    made.store.close()


def ready(notifier: Notifier, **address: str) -> None:
    """One message to a citizen is due."""
    notifier.given(address)
    notifier.registered()
    notifier.sweep()


def due_now(notifier: Notifier, **changes: Any) -> None:
    """Time has gone by for every message, and what was at rest is not any more."""

    def change(work: Work) -> None:
        for found in work.find(documents.MESSAGE).documents:
            if found.body["turn"] is not None:
                work.put(documents.MESSAGE, found.id, found.body | {"turn": 1, **changes}, found.version)

    notifier.store.run(Context("machine", notifier.clock.at, "r"), change)
    for carrier in notifier.carriers.values():
        carrier.rest.end()


def only(notifier: Notifier) -> dict[str, Any]:
    [message] = notifier.messages()
    return message


def names(notifier: Notifier) -> list[str]:
    return [name for name, _ in notifier.told()]


def test_an_sms_reaches_the_gateway_with_its_id_and_the_county_own_words(notifier: Notifier, gateway: Gateway) -> None:
    ready(notifier, phone=PHONE)
    assert notifier.send() == 1
    [taken] = gateway.taken
    assert (taken["to"], taken["id"]) == (PHONE, f"{NUMBER}-n1")
    assert NUMBER in taken["text"]
    assert "城关镇人民政府" in taken["text"]
    assert gateway.headers[0]["Idempotency-Key"] == f"{NUMBER}-n1"
    assert gateway.headers[0]["Authorization"] == "Basic dXNlcjpwYXNz"
    assert only(notifier)["state"] == "sent"
    [(name, data)] = notifier.told()
    assert (name, data["message"], data["channel"], data["attempt"]) == ("message_sent", f"{NUMBER}-n1", "sms", 1)
    assert notifier.send() == 0, "what is sent is not sent again"


def test_the_countys_own_json_is_filled_in(tmp_path: Path, gateway: Gateway) -> None:
    shape = '{"app": 7, "messages": [{"mobile": "86{phone}", "content": "{text}", "ref": "{id}"}]}'
    made = open_notifier(tmp_path, {SMS: sms_carrier(f"http://127.0.0.1:{gateway.port}/", shape)})
    ready(made, phone=PHONE)
    made.send()
    [message] = gateway.taken[0]["messages"]
    assert (gateway.taken[0]["app"], message["mobile"], message["ref"]) == (7, f"86{PHONE}", f"{NUMBER}-n1")
    made.store.close()


def test_an_e_mail_carries_a_stable_message_id_and_readable_words(
    notifier: Notifier, mailbox: tuple[Mailbox, int]
) -> None:
    ready(notifier, email=EMAIL)
    notifier.send(MAIL)
    [letter] = mailbox[0].letters
    assert letter["Message-ID"] == f"<{NUMBER}-n1@county.example>"
    assert (letter["To"], letter["From"]) == (EMAIL, SENDER)
    assert "宁陕县" in str(make_header(decode_header(letter["Subject"])))
    said = letter.get_payload(decode=True)
    assert isinstance(said, bytes)
    assert NUMBER in said.decode()
    assert only(notifier)["state"] == "sent"


def test_nothing_readable_is_kept_of_what_was_sent(notifier: Notifier) -> None:
    ready(notifier, phone=PHONE)
    notifier.send()
    kept = notifier.bytes_on_disk()
    assert PHONE.encode() not in kept
    assert "登记".encode() not in kept


def test_a_gateway_that_answers_500_is_asked_again_later_under_the_same_id(
    notifier: Notifier, gateway: Gateway
) -> None:
    gateway.answers = [500, 429]
    ready(notifier, phone=PHONE)
    for state in ("retry", "retry", "sent"):
        due_now(notifier)
        notifier.send()
        assert only(notifier)["state"] == state
    assert [taken["id"] for taken in gateway.taken] == [f"{NUMBER}-n1"] * 3
    assert only(notifier)["attempt"] == 3
    assert names(notifier) == ["message_sent"]


def test_what_the_gateway_refuses_fails_and_a_person_may_have_it_sent_again(
    notifier: Notifier, gateway: Gateway
) -> None:
    gateway.answers = [400]
    ready(notifier, phone=PHONE)
    notifier.send()
    assert (only(notifier)["state"], only(notifier)["reason"]) == ("failed", "refused")
    assert [row["id"] for row in notifier.listed(DISPATCHER, state="failed")] == [f"{NUMBER}-n1"]
    notifier.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)
    notifier.send()
    assert only(notifier)["state"] == "sent"
    assert names(notifier) == ["message_failed", "message_sent"]
    with pytest.raises(Refusal, match="not_parked"):
        notifier.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)


@pytest.mark.parametrize("answer", [DROP, STALL])
def test_an_answer_lost_after_the_body_was_given_is_uncertain(
    notifier: Notifier, gateway: Gateway, answer: str
) -> None:
    gateway.answers = [answer]
    ready(notifier, phone=PHONE)
    notifier.send()
    assert only(notifier)["state"] == "uncertain"
    assert names(notifier) == ["message_uncertain"]
    due_now(notifier)
    assert notifier.send() == 0, "nobody sends it again by himself"
    notifier.ask(message_desk.accept, f"{NUMBER}-n1", DISPATCHER)
    assert only(notifier)["state"] == "sent"
    assert names(notifier) == ["message_uncertain", "message_sent"]


def test_a_mail_server_that_takes_the_letter_and_drops_the_line_leaves_it_uncertain(
    notifier: Notifier, mailbox: tuple[Mailbox, int]
) -> None:
    mailbox[0].answers = [DROP]
    ready(notifier, email=EMAIL)
    notifier.send(MAIL)
    assert only(notifier)["state"] == "uncertain"
    notifier.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)
    notifier.carriers[MAIL].rest.end()
    notifier.send(MAIL)
    assert {letter["Message-ID"] for letter in mailbox[0].letters} == {f"<{NUMBER}-n1@county.example>"}
    assert len(mailbox[0].letters) == 2


@pytest.mark.parametrize(
    ("answers", "state"), [(["450 busy"], "retry"), (["550 no such user"], "failed"), (["421 closing"], "retry")]
)
def test_a_mail_servers_refusals_are_told_apart(
    notifier: Notifier, mailbox: tuple[Mailbox, int], answers: list[str], state: str
) -> None:
    mailbox[0].rcpt_answers = list(answers)
    ready(notifier, email=EMAIL)
    notifier.send(MAIL)
    assert only(notifier)["state"] == state
    mailbox[0].rcpt_answers, mailbox[0].answers = [], [answers[0].replace("421", "451")]
    notifier.registered("300000000002")
    notifier.given({"email": EMAIL}, number="300000000002")
    notifier.sweep()
    notifier.carriers[MAIL].rest.end()
    notifier.send(MAIL)
    assert notifier.messages(number="300000000002")[0]["state"] == state


def test_many_letters_share_lines_and_all_arrive_once(notifier: Notifier, mailbox: tuple[Mailbox, int]) -> None:
    for n in range(40):
        notifier.registered(f"30000000{n:04d}")
        notifier.given({"email": EMAIL}, number=f"30000000{n:04d}")
    notifier.sweep()
    while notifier.send(MAIL):
        pass
    assert len({letter["Message-ID"] for letter in mailbox[0].letters}) == len(mailbox[0].letters) == 40


def test_a_channel_whose_next_hop_is_away_rests_and_holds_up_no_other(
    tmp_path: Path, mailbox: tuple[Mailbox, int]
) -> None:
    carriers = {
        SMS: sms_carrier(f"http://127.0.0.1:{free_port()}/", None),
        MAIL: SmtpCarrier(f"smtp://127.0.0.1:{mailbox[1]}?from={SENDER}"),
    }
    made = open_notifier(tmp_path, carriers)
    ready(made, phone=PHONE)
    made.registered("300000000002")
    made.given({"email": EMAIL}, number="300000000002")
    made.sweep()
    made.send(SMS)
    assert made.messages(channel="sms")[0]["state"] == "retry"
    assert carriers[SMS].rest.rests
    due_at_once = made.send(SMS)
    assert due_at_once == 0, "it rests"
    made.send(MAIL)
    assert made.messages(channel="email")[0]["state"] == "sent"
    made.store.close()


def test_what_is_put_off_for_a_day_is_given_up(notifier: Notifier, gateway: Gateway) -> None:
    gateway.answers = [503]
    ready(notifier, phone=PHONE)
    due_now(notifier, born=only(notifier)["born"] - GIVE_UP_SECONDS * 1000)
    notifier.send()
    assert (only(notifier)["state"], only(notifier)["reason"]) == ("failed", "exhausted")
    assert tuple(sorted(WAITS)) == WAITS


def test_who_opted_out_meanwhile_is_not_sent_what_was_queued(notifier: Notifier, gateway: Gateway) -> None:
    ready(notifier, phone=PHONE)
    notifier.given(wanted=False)
    notifier.send()
    assert (only(notifier)["state"], only(notifier)["reason"]) == ("failed", "opted_out")
    assert gateway.taken == []


def test_the_robot_is_told_whom_to_mention_and_its_codes_are_read(notifier: Notifier, gateway: Gateway) -> None:
    gateway.said = {"errcode": 45009}
    notifier.whistled()
    notifier.sweep()
    notifier.send(ROBOT)
    assert gateway.taken[0]["text"]["mentioned_list"] == ["@all"]
    message = notifier.messages(channel="wecom")[0]
    assert message["state"] == "retry"
    gateway.said = {"errcode": 93000}
    due_now(notifier)
    notifier.send(ROBOT)
    assert notifier.messages(channel="wecom")[0]["state"] == "failed"


def test_what_a_dead_process_was_sending_is_sent_again_under_the_same_id(notifier: Notifier, gateway: Gateway) -> None:
    ready(notifier, phone=PHONE)
    desk: Any = notifier
    context = Context("machine", notifier.clock.at, "r")
    notifier.process = "here:999999999"
    notifier.store.run(context, message_send.claim, desk, [f"{NUMBER}-n1"])
    notifier.process = "here:1"
    assert notifier.send() == 0, "somebody is sending it, as far as one can see"
    assert message_send.recover(desk) == 1
    assert notifier.send() == 1
    assert (only(notifier)["state"], only(notifier)["attempt"]) == ("sent", 2)
    assert [taken["id"] for taken in gateway.taken] == [f"{NUMBER}-n1"]


def test_a_message_of_a_matter_that_was_walled_while_it_was_sent_leaves_no_trace(
    notifier: Notifier, gateway: Gateway
) -> None:
    ready(notifier, phone=PHONE)
    desk: Any = notifier
    context = Context("machine", notifier.clock.at, "r")
    [claimed] = notifier.store.run(context, message_send.claim, desk, [f"{NUMBER}-n1"])
    notifier.hear(fact(routing.MatterWalled))
    message_send._carry(desk, notifier.carriers[SMS], [claimed])
    assert gateway.taken == []
    assert notifier.messages() == []
    assert notifier.told() == []


def test_at_night_a_message_put_off_in_the_evening_waits_for_the_morning(notifier: Notifier, gateway: Gateway) -> None:
    gateway.answers = [500]
    ready(notifier, phone=PHONE)
    notifier.send()
    notifier.clock.at = "2026-11-24T14:00:00Z"
    due_now(notifier)
    notifier.send()
    assert len(gateway.taken) == 1
    notifier.clock.at = "2026-11-25T01:00:00Z"
    due_now(notifier)
    notifier.send()
    assert only(notifier)["state"] == "sent"


def test_many_steps_make_one_sms_that_fits_and_says_how_many_there_are(notifier: Notifier, gateway: Gateway) -> None:
    ready(notifier, phone=PHONE)
    for minute in range(1, 6):
        notifier.accepted(at=f"2026-11-24T04:0{minute}:00Z")
    notifier.sweep("2026-11-24T04:20:00Z")
    while notifier.send():
        pass
    assert len(gateway.taken) == 2
    text = gateway.taken[1]["text"]
    assert len(text) <= 201
    assert "另有4项进展" in text
