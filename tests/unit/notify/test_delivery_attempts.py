"""Deliveries to real receivers: taken, refused, stopped, slow, redirected."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from standardwebhooks import Webhook

from services.notify.store import DELIVERY, SUBSCRIPTION
from tests.integration.department_system import Received, Receiver, receiving
from tests.unit.notify.a_department import OTHER, WATER, House, N, opened
from tests.unit.notify.an_attempt import change, states, tried


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, seconds=0.5) as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_receivers_verify_the_signature_and_read_a_cloud_event(house: House, receiver: Receiver) -> None:
    water = house.subscribed(url=receiver.url)
    envelope = house.whistled()
    house.rounds(lambda: states(house, water) == ["delivered"])
    [got] = receiver.got
    assert got.path == "/hook?by=countynet"
    assert got.headers["content-type"] == "application/cloudevents+json"
    Webhook(water["secret"]).verify(got.body, got.headers)
    event = from_http_event(HTTPMessage(headers=got.headers, body=got.body))
    assert (event.get_id(), event.get_type(), event.get_source()) == (envelope.id, envelope.type, envelope.source)
    assert (event.get_subject(), event.get_extension("stream"), event.get_extension("seq")) == (N, f"case/{N}", 1)
    assert event.get_data() == envelope.data
    assert house.counted("delivered") == 1


def test_after_a_rotation_both_secrets_verify_until_the_grace_is_over(house: House, receiver: Receiver) -> None:
    water = house.subscribed(url=receiver.url)
    renewed = house.ask("water", "POST", f"/{water['id']}/secret", {}).body
    house.whistled()
    house.rounds(lambda: len(receiver.got) == 1)
    for secret in (water["secret"], renewed["secret"]):
        Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)
    change(house, SUBSCRIPTION, water["id"], former_until=int(time.time()) - 1)
    house.rated()
    house.rounds(lambda: len(receiver.got) == 2)
    assert receiver.got[1].headers["webhook-signature"].count("v1,") == 1
    Webhook(renewed["secret"]).verify(receiver.got[1].body, receiver.got[1].headers)


def test_a_healthy_subscriber_hears_each_stream_in_its_order(house: House, receiver: Receiver) -> None:
    water = house.subscribed(url=receiver.url)
    for number in (N, OTHER):
        house.registered(number, owner=WATER)
        for _ in range(5):
            house.rated(number)
    house.rounds(lambda: states(house, water) == ["delivered"] * 12)
    assert len(receiver.got) == 12
    for number in (N, OTHER):
        events = [json.loads(got.body) for got in receiver.got]
        assert [each["seq"] for each in events if each["subject"] == number] == [1, 2, 3, 4, 5, 6]


def test_an_attempt_that_fails_is_repeated_under_the_same_id_and_signed_anew(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (500 if len(receiver.got) == 1 else 200, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    row = tried(house, water, 1)
    assert (row["state"], row["status"], row["next_at"] is not None) == ("waiting", 500, True)
    house.rounds(lambda: states(house, water) == ["delivered"])
    first, second = receiver.got
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] < second.headers["webhook-timestamp"]
    assert house.counted("retried") == 1


def test_410_stops_the_subscription_and_a_replay_goes_on_where_it_stopped(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (410, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    house.rounds(lambda: house.ask("water", "GET", f"/{water['id']}").body["state"] == "stopped")
    house.rated()
    for _ in range(10):
        house.service.couriers.round()
    assert len(receiver.got) == 1
    assert states(house, water) == ["waiting", "waiting"]
    assert house.counted("stopped") == 1
    receiver.answer = lambda _: (200, {})
    assert house.ask("water", "POST", f"/{water['id']}/replay", {}).body["state"] == "active"
    house.rounds(lambda: states(house, water) == ["delivered", "delivered"])
    assert receiver.facts() == ["whistle_blown", "whistle_blown", "matter_rated"]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured_and_nothing_overtakes_meanwhile(house: House, receiver: Receiver, status: int) -> None:
    receiver.answer = lambda _: (status, {"Retry-After": "3600"})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    row = tried(house, water, 1)
    house.rated()
    for _ in range(10):
        house.service.couriers.round()
    assert len(receiver.got) == 1
    delivery = house.service.store.get(DELIVERY, row["id"])
    assert delivery is not None
    assert 3_590 < delivery.body["not_before"] / 1_000_000 - time.time() <= 3_600


def test_one_delivery_that_is_refused_lets_the_others_pass(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda got: (400 if b"whistle_blown" in got.body else 200, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    house.rated()
    house.rounds(lambda: sorted(states(house, water)) == ["delivered", "waiting"])
    assert receiver.facts()[:2] == ["whistle_blown", "matter_rated"]


def test_an_answer_that_no_clock_can_read_is_an_attempt_like_any_other(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (503, {"Retry-After": "1 Jan 2026 00:00:00 +99999999999999999"})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    row = tried(house, water, 1)
    assert (row["state"], row["status"], row["error"]) == ("waiting", 503, None)


def test_a_fault_of_our_own_holds_up_that_delivery_alone(
    house: House, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = house.service.outbound.post

    def faulty(target: object, headers: object, body: bytes) -> object:
        if b"whistle_blown" in body:
            raise RuntimeError("planted")
        return post(target, headers, body)

    monkeypatch.setattr(house.service.outbound, "post", faulty)
    water = house.subscribed(url=receiver.url)
    house.whistled()
    row = tried(house, water, 1)
    assert (row["state"], row["status"], row["error"]) == ("waiting", None, "fault")
    house.rated()
    house.rounds(lambda: sorted(states(house, water)) == ["delivered", "waiting"])
    assert receiver.facts() == ["matter_rated"]


def test_a_redirect_is_not_followed(house: House, receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answer = lambda _: (307, {"Location": elsewhere.url})
        water = house.subscribed(url=receiver.url)
        house.whistled()
        row = tried(house, water, 1)
        assert (row["state"], row["status"]) == ("waiting", 307)
        assert elsewhere.got == []


def test_a_slow_subscriber_runs_into_the_limit_and_delays_nobody_else(house: House, receiver: Receiver) -> None:
    asleep = threading.Event()

    def slow(_: Received) -> tuple[int, dict[str, str]]:
        asleep.wait(5)
        return 200, {}

    receiver.answer = slow
    with receiving() as prompt:
        water = house.subscribed(url=receiver.url)
        city = house.subscribed("city", url=prompt.url)
        house.whistled(assists=("ns-city",))
        begun = time.monotonic()
        house.rounds(lambda: len(prompt.got) == 1)
        assert time.monotonic() - begun < 0.45
        row = tried(house, water, 1)
        assert (row["status"], row["error"]) == (None, "time_out")
        house.rounds(lambda: [d["state"] for d in house.deliveries(city, "city")] == ["delivered"])
    asleep.set()


def test_nobody_there_is_told_as_such(house: House, receiver: Receiver) -> None:
    receiver.close()
    water = house.subscribed(url=receiver.url)
    house.whistled()
    assert tried(house, water, 1)["error"] == "connection"
