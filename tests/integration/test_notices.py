"""Notices on a running hub: sealed on the way, sent at least once whatever dies, readable nowhere."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration import planting
from tests.integration.a_matter import CITY, Matter
from tests.integration.evidence import document, journal
from tests.integration.hub_under_test import SERVICES, Hub, started, until
from tests.unit.notify.next_hops import Gateway, Mailbox, http_gateway, mail_server

NOON = "2026-11-24T04:00:00Z"
"""Twelve o'clock in the county: it is not quiet."""


def set_clock(hub: Hub, at: str | None) -> None:
    for service in SERVICES:
        answer = hub.call(service, "PUT", "/ops/clock", {"now": at}, token=hub.token("operator"))
        assert answer.status_code == 200, answer.text


class Notified:
    """The hub with its next hops."""

    def __init__(self, hub: Hub, gateway: Gateway, mailbox: Mailbox) -> None:
        self.hub, self.gateway, self.mailbox = hub, gateway, mailbox

    def sms_to(self, phone: str) -> list[dict[str, Any]]:
        return [taken for taken in self.gateway.taken if taken["to"] == phone]

    def messages(self, number: str) -> list[dict[str, Any]]:
        path = f"/api/notify/messages?number={number}"
        answer = self.hub.call("notify", "GET", path, token=self.hub.token("dispatcher"))
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["messages"]
        return rows

    def settled(self) -> None:
        """Nothing is under way, and no message waits to be sent."""
        self.hub.settle()
        until(lambda: not self.waiting(), 60, "every message settled")
        self.hub.settle()

    def waiting(self) -> list[dict[str, Any]]:
        token = self.hub.token("operator")
        rows = []
        for state in ("queued", "sending", "retry"):
            answer = self.hub.call("notify", "GET", f"/api/notify/messages?state={state}", token=token)
            rows += answer.json()["messages"]
        return rows


@pytest.fixture(scope="module")
def notified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notified]:
    var: Path = tmp_path_factory.mktemp("noticed")
    with pytest.MonkeyPatch.context() as environment, http_gateway() as gateway, mail_server() as (mailbox, mail_port):
        environment.setenv("SMS_URI", f"http://127.0.0.1:{gateway.port}/send")
        environment.setenv("SMTP_URI", f"smtp://127.0.0.1:{mail_port}?from=notices@county.example")
        with started(var) as hub:
            set_clock(hub, NOON)
            yield Notified(hub, gateway, mailbox)


def person(**ways: str) -> list[dict[str, str]]:
    return [{"name": "测试人", **ways}]


def test_a_registered_citizen_gets_an_sms_and_the_hub_has_it_on_record(notified: Notified) -> None:
    phone = planting.phone()
    matter = Matter.registered(notified.hub, petitioners=person(phone=phone))
    [sms] = until(lambda: notified.sms_to(phone), what="the SMS")
    assert matter.number in sms["text"]
    assert matter.query_code not in sms["text"]
    notified.settled()
    [message] = notified.messages(matter.number)
    assert (message["state"], message["channel"], message["id"]) == ("sent", "sms", sms["id"])
    [told] = journal(notified.hub, "notify", matter.number, "message_sent")
    assert told["data"]["templates"] == ["registered"]
    assert notified.hub.countynet("reconcile").returncode == 0


def test_who_opts_out_is_told_nothing_more(notified: Notified) -> None:
    phone = planting.phone()
    matter = Matter.registered(notified.hub, petitioners=person(phone=phone))
    until(lambda: notified.sms_to(phone), what="the SMS")
    assert matter.of_citizen("notices", 200, wanted=False) == {"number": matter.number, "wanted": False}
    notified.hub.settle()
    matter.accept()
    notified.hub.settle()
    set_clock(notified.hub, "2026-11-24T04:30:00Z")
    notified.settled()
    assert len(notified.sms_to(phone)) == 1


def test_called_people_read_of_their_whistle_in_the_hub(notified: Notified) -> None:
    hub = notified.hub
    matter = Matter.called(hub, CITY, petitioners=person())
    token = hub.token("handler", department=CITY)

    def own() -> list[dict[str, Any]]:
        rows = hub.call("notify", "GET", "/api/notify/messages", token=token).json()["messages"]
        return [row for row in rows if row["number"] == matter.number]

    [row] = until(own, what="the message")
    assert row["templates"] == ["whistle"]
    assert "报到" in row["text"]
    answer = hub.call("notify", "POST", f"/api/notify/messages/{row['id']}/read", {}, token=token)
    assert answer.status_code == 200, answer.text
    assert own()[0]["read_at"] is not None


def test_what_became_an_accusation_is_forgotten(notified: Notified) -> None:
    matter = Matter.called(notified.hub, petitioners=person(phone=planting.phone()))
    until(lambda: len(notified.messages(matter.number)) == 2, what="both messages")
    matter.decide("referral", reason="accusation")
    until(lambda: not notified.messages(matter.number), what="silence")
    assert document(notified.hub, "notify", "notice", matter.number) is None
    notified.settled()
    facts = journal(notified.hub, "notify", matter.number)
    assert {fact["type"].split(".")[2] for fact in facts} == {"message_sent"}, "nothing tells of the wall"


def test_killed_in_the_middle_of_a_burst_every_message_arrives_under_one_id(notified: Notified) -> None:
    hub, before = notified.hub, len(notified.gateway.taken)
    phones = [f"137{n:08d}" for n in range(80)]
    matters = {}
    for position, phone in enumerate(phones):
        matters[phone] = Matter.registered(hub, petitioners=person(phone=phone, email=f"c{position}@x.example")).number
        if position in (20, 40, 60):
            until(lambda: len(notified.gateway.taken) > before, what="a message under way")
            os.kill(hub.pid_of("notify"), signal.SIGKILL)
    until(lambda: hub.answers("notify", "/readyz"), 40, "notify ready again")
    until(lambda: all(notified.sms_to(phone) for phone in phones), 90, "every SMS")
    notified.settled()
    for phone, number in matters.items():
        ids = {sms["id"] for sms in notified.sms_to(phone)}
        assert len(ids) == 1, "the same id at every attempt"
        [told] = journal(hub, "notify", number, "message_sent")
        assert {told["data"]["message"]} == ids
    copies = Counter(sms["id"] for sms in notified.gateway.taken)
    assert max(copies.values()) <= 4
    assert hub.countynet("reconcile").returncode == 0


def test_nothing_that_reaches_people_is_readable_in_the_hub(notified: Notified) -> None:
    hub = notified.hub
    planted = {"a phone": planting.phone(), "an e-mail": f"{planting.phone()}@citizens.example"}
    Matter.registered(hub, petitioners=person(phone=planted["a phone"], email=planted["an e-mail"]))
    other = planting.phone() + "@citizens.example"
    planted["an e-mail alone"] = other
    Matter.registered(hub, petitioners=person(email=other))
    until(lambda: notified.sms_to(planted["a phone"]), what="the SMS")
    until(lambda: other in notified.mailbox.recipients, what="the e-mail")
    notified.settled()
    files = planting.read(hub.var, ("secrets/",))
    assert {"data/notify/notify.sqlite3", "log/notify.log"} <= files.keys()
    for service in SERVICES:
        files[f"{service}/metrics"] = hub.call(service, "GET", "/metrics").content
        token = hub.token("operator")
        for page in ("/ops/journal?limit=1000", "/ops/parked"):
            files[f"{service}{page}"] = hub.call(service, "GET", page, token=token).content
    assert planting.traces(planted, files) == []
    assert b'countynet_messages_total{channel="sms",outcome="sent"}' in files["notify/metrics"]
