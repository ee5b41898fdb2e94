"""What monitoring is told of department systems: numbers by state, never which system."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notify.store import DELIVERY
from services.notify.use_cases.subscription_health import FAILING_AFTER, count
from tests.integration.department_system import Receiver, receiving
from tests.unit.notify.a_department import House, opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path, seconds=0.5) as made:
        yield made


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def shown(house: House) -> dict[str, float | None]:
    count(house.service)  # type: ignore[arg-type]
    registry = house.service.metrics.registry
    states = ("active", "failing", "stopped")
    return {s: registry.get_sample_value("countynet_subscriptions", {"state": s}) for s in states}


def test_a_system_that_takes_what_it_is_sent_is_active(house: House, receiver: Receiver) -> None:
    assert shown(house) == {"active": 0, "failing": 0, "stopped": 0}
    water = house.subscribed(url=receiver.url)
    house.whistled()
    house.rounds(lambda: [row["state"] for row in house.deliveries(water)] == ["delivered"])
    assert shown(house) == {"active": 1, "failing": 0, "stopped": 0}


def test_a_system_that_answers_nothing_for_minutes_fails(house: House, receiver: Receiver) -> None:
    receiver.close()
    house.subscribed(url=receiver.url)
    house.whistled()
    store = house.service.store
    with store.work(house.context()) as work:
        waiting = work.find(DELIVERY, limit=1).documents[0]
        work.put(DELIVERY, waiting.id, waiting.body | {"attempts": FAILING_AFTER}, waiting.version)
    assert shown(house) == {"active": 0, "failing": 1, "stopped": 0}


def test_a_system_that_said_410_is_stopped(house: House, receiver: Receiver) -> None:
    receiver.answer = lambda _: (410, {})
    water = house.subscribed(url=receiver.url)
    house.whistled()
    house.rounds(lambda: house.ask("water", "GET", f"/{water['id']}").body["state"] == "stopped")
    assert shown(house) == {"active": 0, "failing": 0, "stopped": 1}
