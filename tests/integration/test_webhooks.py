"""Departments' systems on a running hub: what they are sent, checked by the standards' own libraries; kill -9."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook

from tests.integration.a_matter import CITY, POWER, WATER, Matter
from tests.integration.department_system import Received, Receiver, receiving
from tests.integration.evidence import assert_problem, database, journal
from tests.integration.hub_under_test import Hub, until

SUBSCRIPTIONS = "/api/notify/subscriptions"
LIFE = ["whistle_blown", "department_checked_in", "department_replied", "matter_concluded", "matter_closed"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


class Subscriber:
    """A department with a subscription and the token of one of its people."""

    def __init__(self, hub: Hub, department: str, receiver: Receiver, **filters: Any) -> None:
        self.hub, self.department, self.receiver = hub, department, receiver
        self.token = hub.token("handler", department=department)
        told = self.ask("POST", "", {"url": receiver.url, **filters}, status=201)
        self.id, self.secret = str(told["id"]), str(told["secret"])

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        answer = self.hub.call("notify", method, SUBSCRIPTIONS + path, body, token=self.token)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    def deliveries(self, query: str = "") -> list[dict[str, Any]]:
        return list(self.ask("GET", f"/{self.id}/deliveries{query}")["deliveries"])

    def heard(self, number: str) -> list[str]:
        """The facts of a matter that arrived, each once, in the order of first arrival."""
        events = [json.loads(got.body) for got in self.receiver.got]
        return list(dict.fromkeys(e["type"].split(".")[2] for e in events if e["subject"] == number))

    def leave(self) -> None:
        self.ask("DELETE", f"/{self.id}")


@pytest.fixture
def city(hub: Hub, receiver: Receiver) -> Iterator[Subscriber]:
    made = Subscriber(hub, CITY, receiver)
    yield made
    made.leave()


def checked(city: Subscriber, got: Received) -> Any:
    """The event of one POST after both standards' libraries have taken it."""
    Webhook(city.secret).verify(got.body, got.headers)
    return from_http_event(HTTPMessage(headers=got.headers, body=got.body))


def test_a_departments_system_hears_a_matters_life_in_order_signed_and_as_cloud_events(
    hub: Hub, city: Subscriber
) -> None:
    matter = Matter.concluded(hub, CITY)
    matter.rate()
    until(lambda: "matter_closed" in city.heard(matter.number), what="the end of the matter")
    heard = city.heard(matter.number)
    assert [name for name in heard if name in LIFE] == LIFE
    facts = {fact["id"]: fact for service in ("intake", "routing", "oversight") for fact in journal(hub, service)}
    for got in city.receiver.got:
        event = checked(city, got)
        fact = facts[event.get_id()]
        assert (event.get_source(), event.get_type(), event.get_data()) == (fact["source"], fact["type"], fact["data"])
        assert event.get_extension("seq") == fact["seq"]
        assert {"actor", "causationid", "correlationid"}.isdisjoint(json.loads(got.body))
    seqs = [json.loads(got.body)["seq"] for got in city.receiver.got if b'"stream":"case/' in got.body]
    assert seqs == sorted(seqs)
    until(lambda: {row["state"] for row in city.deliveries()} == {"delivered"}, what="all delivered")


def test_another_departments_matter_and_an_accusation_never_arrive(hub: Hub, city: Subscriber) -> None:
    others = Matter.called(hub, WATER, (POWER,))
    accusation = Matter.registered(hub, purpose="accusation", accused={"unit": CITY})
    own = Matter.called(hub, CITY)
    until(lambda: "whistle_blown" in city.heard(own.number), what="the own matter")
    hub.settle()
    numbers = {json.loads(got.body)["subject"] for got in city.receiver.got}
    assert own.number in numbers
    assert numbers.isdisjoint({others.number, accusation.number})
    with closing(database(hub, "notify")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            rows = repr(connection.execute(f'SELECT * FROM "{name}"').fetchall())
            assert accusation.number not in rows, name


def test_a_matter_walled_later_takes_what_waits_along(hub: Hub, city: Subscriber) -> None:
    city.receiver.answer = lambda _: (503, {"Retry-After": "3600"})
    matter = Matter.called(hub, CITY)
    until(lambda: [r for r in city.deliveries("?state=waiting") if r["attempts"]], what="the first attempt")
    before = len(city.receiver.got)
    assert matter.ask(f"{matter.path}/referral", {"reason": "accusation"}).status_code == 200
    until(lambda: not [r for r in city.deliveries() if r["number"] == matter.number], what="nothing kept of it")
    city.receiver.answer = lambda _: (200, {})
    matter.supplement("补充一点。")
    hub.settle()
    city.ask("POST", f"/{city.id}/replay", {})
    own = Matter.called(hub, CITY)
    until(lambda: "whistle_blown" in city.heard(own.number), what="the next matter")
    later = [json.loads(got.body) for got in city.receiver.got[before:]]
    assert matter.number not in {event["subject"] for event in later}
    assert "matter_walled" not in city.heard(matter.number)


def test_kill_9_in_the_middle_of_a_delivery_loses_nothing(hub: Hub, city: Subscriber) -> None:
    entered, may_answer = threading.Event(), threading.Event()

    def held(_: Received) -> tuple[int, dict[str, str]]:
        entered.set()
        may_answer.wait(20)
        return 200, {}

    city.receiver.answer = held
    matter = Matter.called(hub, CITY)
    assert entered.wait(20)
    os.kill(hub.pid_of("notify"), signal.SIGKILL)
    matter.check_in(CITY)
    matter.reply(CITY)
    may_answer.set()
    city.receiver.answer = lambda _: (200, {})
    until(lambda: "department_replied" in city.heard(matter.number), 60, "what happened meanwhile")
    until(lambda: hub.answers("notify", "/readyz"), 40, "notify ready again")
    first = [got.headers["webhook-id"] for got in city.receiver.got if b"whistle_blown" in got.body]
    assert len(first) >= 2
    assert len(set(first)) == 1
    told = {f["id"] for f in journal(hub, "routing", matter.number)}
    arrived = {json.loads(got.body)["id"] for got in city.receiver.got}
    since_called = [f["id"] for f in journal(hub, "routing", matter.number) if f["type"].split(".")[2] in LIFE]
    assert set(since_called) <= arrived & told


def test_410_stops_redirects_are_not_followed_and_replay_brings_what_was_missed(hub: Hub, city: Subscriber) -> None:
    with receiving() as elsewhere:
        city.receiver.answer = lambda _: (302, {"Location": elsewhere.url})
        matter = Matter.called(hub, CITY)
        until(lambda: [r for r in city.deliveries() if r["status"] == 302], what="the redirect")
        city.receiver.answer = lambda _: (410, {})
        matter.check_in(CITY)
        until(lambda: city.ask("GET", f"/{city.id}")["state"] == "stopped", what="the stop")
        assert elsewhere.got == []
    before = len(city.receiver.got)
    matter.reply(CITY)
    hub.settle()
    assert len(city.receiver.got) == before
    city.receiver.answer = lambda _: (200, {})
    since = min(row["time"] for row in city.deliveries() if row["number"] == matter.number)
    assert city.ask("POST", f"/{city.id}/replay", {"since": since})["state"] == "active"
    until(lambda: {row["state"] for row in city.deliveries()} == {"delivered"}, what="all delivered")
    missed = [json.loads(got.body)["type"].split(".")[2] for got in city.receiver.got[before:]]
    own = [name for name in missed if name in LIFE]
    assert own == ["whistle_blown", "department_checked_in", "department_replied"]


def test_addresses_of_the_hub_itself_and_of_others_are_refused_over_http(hub: Hub) -> None:
    token = hub.token("handler", department=CITY)
    for url in ("http://169.254.169.254/latest/meta-data/", "https://10.20.3.4/", "https://[::ffff:127.0.0.1]/"):
        answer = hub.call("notify", "POST", SUBSCRIPTIONS, {"url": url}, token=token)
        assert_problem(answer, 422, "invalid_fields", "url")
    assert_problem(hub.call("notify", "POST", SUBSCRIPTIONS, {"url": "https://a.cn/"}), 401, "not_signed_in")


def test_deliveries_are_counted_by_outcome_and_nothing_else(hub: Hub, city: Subscriber) -> None:
    matter = Matter.called(hub, CITY)
    until(lambda: "whistle_blown" in city.heard(matter.number), what="the delivery")
    until(lambda: "delivered" in {row["state"] for row in city.deliveries()}, what="its record")
    text = hub.call("notify", "GET", "/metrics").text
    lines = [line for line in text.splitlines() if line.startswith("countynet_deliveries_total{")]
    assert any(line.startswith('countynet_deliveries_total{outcome="delivered"}') for line in lines)
    assert all(line.count("=") == 1 for line in lines)
    assert city.id not in text
    assert city.department not in text
