"""E-mail leaves by a real local mail server, which refuses, drops the line or takes it."""

from __future__ import annotations

from email.header import decode_header, make_header

import pytest

from services.notify.use_cases import message_desk, message_send
from services.notify.use_cases.carry_by_smtp import SmtpCarrier
from tests.unit.notify.a_notifier import EMAIL, NUMBER, Notifier
from tests.unit.notify.due_messages import DISPATCHER, MAIL, SENDER, only, ready
from tests.unit.notify.next_hops import DROP, Mailbox, hasty_mail_server


def test_an_e_mail_carries_a_stable_message_id_and_readable_words(
    sending: Notifier, mailbox: tuple[Mailbox, int]
) -> None:
    ready(sending, email=EMAIL)
    sending.send(MAIL)
    [letter] = mailbox[0].letters
    assert letter["Message-ID"] == f"<{NUMBER}-n1@county.example>"
    assert (letter["To"], letter["From"]) == (EMAIL, SENDER)
    assert "宁陕县" in str(make_header(decode_header(letter["Subject"])))
    said = letter.get_payload(decode=True)
    assert isinstance(said, bytes)
    assert NUMBER in said.decode()
    assert only(sending)["state"] == "sent"


def test_a_mail_server_that_takes_the_letter_and_drops_the_line_leaves_it_uncertain(
    sending: Notifier, mailbox: tuple[Mailbox, int]
) -> None:
    mailbox[0].answers = [DROP]
    ready(sending, email=EMAIL)
    sending.send(MAIL)
    assert only(sending)["state"] == "uncertain"
    sending.ask(message_desk.replay, f"{NUMBER}-n1", DISPATCHER)
    sending.carriers[MAIL].rest.end()
    sending.send(MAIL)
    assert {letter["Message-ID"] for letter in mailbox[0].letters} == {f"<{NUMBER}-n1@county.example>"}
    assert len(mailbox[0].letters) == 2


@pytest.mark.parametrize(
    ("answers", "state"), [(["450 busy"], "retry"), (["550 no such user"], "failed"), (["421 closing"], "retry")]
)
def test_a_mail_servers_refusals_are_told_apart(
    sending: Notifier, mailbox: tuple[Mailbox, int], answers: list[str], state: str
) -> None:
    mailbox[0].rcpt_answers = list(answers)
    ready(sending, email=EMAIL)
    sending.send(MAIL)
    assert only(sending)["state"] == state
    mailbox[0].rcpt_answers, mailbox[0].answers = [], [answers[0].replace("421", "451")]
    sending.registered("300000000002")
    sending.given({"email": EMAIL}, number="300000000002")
    sending.sweep()
    sending.carriers[MAIL].rest.end()
    sending.send(MAIL)
    assert sending.messages(number="300000000002")[0]["state"] == state


def test_after_a_refused_recipient_no_text_is_begun_and_the_line_serves_the_next_letter(
    sending: Notifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_send, "SENDERS", 1)
    with hasty_mail_server("nobody@citizens.example") as server:
        way = SmtpCarrier(f"smtp://127.0.0.1:{server.port}?from={SENDER}", time_out=2.0)
        sending.carriers = {**sending.carriers, MAIL: way}
        ready(sending, email="nobody@citizens.example")
        sending.registered("300000000002")
        sending.given({"email": EMAIL}, number="300000000002")
        sending.sweep()
        sending.send(MAIL)
        assert {m["number"]: (m["state"], m["reason"]) for m in sending.messages()} == {
            NUMBER: ("failed", "refused"),
            "300000000002": ("sent", None),
        }
        assert not way.rest.rests
    refused, taken = ["MAIL", "RCPT", "RSET"], ["MAIL", "RCPT", "DATA"]
    assert server.heard in (["EHLO", *refused, *taken, "QUIT"], ["EHLO", *taken, *refused, "QUIT"])
    assert [EMAIL.encode() in text for text in server.texts] == [True]


def test_many_letters_share_lines_and_all_arrive_once(sending: Notifier, mailbox: tuple[Mailbox, int]) -> None:
    for n in range(40):
        sending.registered(f"30000000{n:04d}")
        sending.given({"email": EMAIL}, number=f"30000000{n:04d}")
    sending.sweep()
    while sending.send(MAIL):
        pass
    assert len({letter["Message-ID"] for letter in mailbox[0].letters}) == len(mailbox[0].letters) == 40
