"""What is given up, sent again, cleared away, or taken by the wall while it was on its way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.domain.delivery import LAST_ATTEMPT
from services.notify.domain.subscription import COLLECT_AFTER_STOP_S
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.deliver_trim import KEEP_TAKEN_S, trim
from tests.integration.department_system import Received, Receiver, receiving
from tests.unit.notify.a_department import WATER, House, N, opened
from tests.unit.notify.an_attempt import change, only, states, tried


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, seconds=0.5) as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def test_after_the_last_attempt_it_is_parked_told_listed_and_can_be_replayed(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (500, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    change(house, DELIVERY, only(house, water)["id"], attempts=LAST_ATTEMPT - 1)
    row = tried(house, water, LAST_ATTEMPT)
    assert row["state"] == "parked"
    assert house.counted("parked") == 1
    [told] = [json.loads(fact.body) for fact in house.service.store.journal(f"message/{N}")]
    assert told["type"] == "countynet.notify.delivery_parked.v1"
    assert told["data"]["delivery"] == row["id"]
    assert (told["data"]["fact"], told["data"]["attempts"]) == ("whistle_blown", LAST_ATTEMPT)
    assert [each["id"] for each in house.deliveries(water, query="?state=parked")] == [row["id"]]
    receiver.answer = lambda _: (200, {})
    assert house.ask("water", "POST", f"/{water['id']}/replay", {}).body["replayed"] == 1
    house.rounds(lambda: states(house, water) == ["delivered"])


def test_what_waits_for_its_next_attempt_is_tried_at_once(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (500, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    change(house, DELIVERY, only(house, water)["id"], attempts=8)
    assert tried(house, water, 9)["state"] == "waiting"
    receiver.answer = lambda _: (200, {})
    assert house.ask("water", "POST", f"/{water['id']}/replay", {}).body["replayed"] == 0
    house.rounds(lambda: states(house, water) == ["delivered"])


def test_one_delivery_or_all_since_an_instant_are_sent_once_more(house: House, receiver: Receiver) -> None:
    water = house.subscribed(url=receiver.url)
    house.registered(owner=WATER)
    for hour in (2, 3, 4):
        house.rated(at=f"2026-06-01T0{hour}:00:00Z")
    house.rounds(lambda: states(house, water) == ["delivered"] * 4)
    first = house.deliveries(water)[0]
    path = f"/{water['id']}/replay"
    assert house.ask("water", "POST", path, {"delivery": first["id"]}).body["replayed"] == 1
    house.rounds(lambda: states(house, water) == ["delivered"] * 4)
    assert len(receiver.got) == 5
    assert house.ask("water", "POST", path, {"since": "2026-06-01T03:00:00Z"}).body["replayed"] == 2
    house.rounds(lambda: states(house, water) == ["delivered"] * 4)
    assert [json.loads(got.body)["seq"] for got in receiver.got] == [1, 2, 3, 4, 1, 3, 4]
    both = house.ask("water", "POST", path, {"since": "2026-06-01T03:00:00Z", "delivery": first["id"]})
    assert both.status == 422
    assert house.ask("water", "POST", path, {"delivery": "s-0-f0"}).body["errors"][0]["field"] == "delivery"


def test_what_the_wall_takes_while_it_is_on_its_way_leaves_no_trace(house: House, receiver: Receiver) -> None:
    entered, may_answer = threading.Event(), threading.Event()

    def held(_: Received) -> tuple[int, dict[str, str]]:
        entered.set()
        may_answer.wait(5)
        return 500, {}

    receiver.answer = held
    house.subscribed(url=receiver.url)
    house.whistled()
    change(house, DELIVERY, house.service.store.find(DELIVERY).documents[0].id, attempts=LAST_ATTEMPT - 1)
    house.rounds(entered.is_set)
    house.walled()
    may_answer.set()
    house.rounds(lambda: house.service.couriers.idle)
    assert house.service.store.find(DELIVERY).documents == []
    assert house.service.store.journal() == []
    assert {house.counted(outcome) for outcome in ("delivered", "retried", "parked", "stopped")} == {0.0}


def test_what_was_taken_is_cleared_away_after_a_month_and_what_a_stopped_one_left_too(
    house: House, receiver: Receiver
) -> None:
    water = house.subscribed(url=receiver.url)
    house.whistled()
    house.rated()
    house.rounds(lambda: states(house, water) == ["delivered"] * 2)
    old, young = (row["id"] for row in house.deliveries(water))
    change(house, DELIVERY, old, settled=int(time.time()) - KEEP_TAKEN_S - 1)
    trim(house.service)
    assert [row["id"] for row in house.deliveries(water)] == [young]
    receiver.answer = lambda _: (410, {})
    house.rated()
    house.rounds(lambda: house.ask("water", "GET", f"/{water['id']}").body["state"] == "stopped")
    trim(house.service)
    assert len(house.deliveries(water)) == 2
    change(house, SUBSCRIPTION, water["id"], stopped_at=int(time.time()) - COLLECT_AFTER_STOP_S - 1)
    trim(house.service)
    assert [row["id"] for row in house.deliveries(water)] == [young]
