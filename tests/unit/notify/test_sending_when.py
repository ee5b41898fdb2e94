"""What stands between a message and its sending: rests, quiet, the wall, a dead sender, a changed mind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from services.contracts.envelope import Context
from services.contracts.events import routing
from services.notify.domain.message import GIVE_UP_SECONDS, WAITS
from services.notify.use_cases import message_send
from services.notify.use_cases.carry_by_http import sms_carrier
from services.notify.use_cases.carry_by_smtp import SmtpCarrier
from tests.unit.notify.a_notifier import EMAIL, NUMBER, PHONE, Notifier, fact, open_notifier
from tests.unit.notify.due_messages import MAIL, ROBOT, SENDER, SMS, due_now, only, ready
from tests.unit.notify.next_hops import Gateway, Mailbox, free_port


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


def test_what_is_put_off_for_a_day_is_given_up(sending: Notifier, gateway: Gateway) -> None:
    gateway.answers = [503]
    ready(sending, phone=PHONE)
    due_now(sending, born=only(sending)["born"] - GIVE_UP_SECONDS * 1000)
    sending.send()
    assert (only(sending)["state"], only(sending)["reason"]) == ("failed", "exhausted")
    assert tuple(sorted(WAITS)) == WAITS


def test_who_opted_out_meanwhile_is_not_sent_what_was_queued(sending: Notifier, gateway: Gateway) -> None:
    ready(sending, phone=PHONE)
    sending.given(wanted=False)
    sending.send()
    assert (only(sending)["state"], only(sending)["reason"]) == ("failed", "opted_out")
    assert gateway.taken == []


def test_the_robot_is_told_whom_to_mention_and_its_codes_are_read(sending: Notifier, gateway: Gateway) -> None:
    gateway.said = {"errcode": 45009}
    sending.whistled()
    sending.sweep()
    sending.send(ROBOT)
    assert gateway.taken[0]["text"]["mentioned_list"] == ["@all"]
    message = sending.messages(channel="wecom")[0]
    assert message["state"] == "retry"
    gateway.said = {"errcode": 93000}
    due_now(sending)
    sending.send(ROBOT)
    assert sending.messages(channel="wecom")[0]["state"] == "failed"


def test_what_a_dead_process_was_sending_is_sent_again_under_the_same_id(sending: Notifier, gateway: Gateway) -> None:
    ready(sending, phone=PHONE)
    desk: Any = sending
    context = Context("machine", sending.clock.at, "r")
    sending.process = "here:999999999"
    sending.store.run(context, message_send.claim, desk, [f"{NUMBER}-n1"])
    sending.process = "here:1"
    assert sending.send() == 0, "somebody is sending it, as far as one can see"
    assert message_send.recover(desk) == 1
    assert sending.send() == 1
    assert (only(sending)["state"], only(sending)["attempt"]) == ("sent", 2)
    assert [taken["id"] for taken in gateway.taken] == [f"{NUMBER}-n1"]


def test_a_message_of_a_matter_that_was_walled_while_it_was_sent_leaves_no_trace(
    sending: Notifier, gateway: Gateway
) -> None:
    ready(sending, phone=PHONE)
    desk: Any = sending
    context = Context("machine", sending.clock.at, "r")
    [claimed] = sending.store.run(context, message_send.claim, desk, [f"{NUMBER}-n1"])
    sending.hear(fact(routing.MatterWalled))
    message_send._carry(desk, sending.carriers[SMS], [claimed])
    assert gateway.taken == []
    assert sending.messages() == []
    assert sending.told() == []


def test_at_night_a_message_put_off_in_the_evening_waits_for_the_morning(sending: Notifier, gateway: Gateway) -> None:
    gateway.answers = [500]
    ready(sending, phone=PHONE)
    sending.send()
    sending.clock.at = "2026-11-24T14:00:00Z"
    due_now(sending)
    sending.send()
    assert len(gateway.taken) == 1
    sending.clock.at = "2026-11-25T01:00:00Z"
    due_now(sending)
    sending.send()
    assert only(sending)["state"] == "sent"


def test_many_steps_make_one_sms_that_fits_and_says_how_many_there_are(sending: Notifier, gateway: Gateway) -> None:
    ready(sending, phone=PHONE)
    for minute in range(1, 6):
        sending.accepted(at=f"2026-11-24T04:0{minute}:00Z")
    sending.sweep("2026-11-24T04:20:00Z")
    while sending.send():
        pass
    assert len(gateway.taken) == 2
    text = gateway.taken[1]["text"]
    assert len(text) <= 201
    assert "另有4项进展" in text
