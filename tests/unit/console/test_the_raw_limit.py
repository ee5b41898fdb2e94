"""The raw limit does the durable steps of a life, all of them, and gives no rate where one is missing."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from services.console.bench.raw import APPLICATIONS, FACTS, _checked
from services.console.bench.raw_service import COMMANDS, LISTENS, RawService
from services.console.bench.raw_store import RawStore
from services.console.bench.raw_wire import Arrived
from services.console.exits import ConsoleError

NUMBER = "100000000001"


class Broker:
    """Keeps what is published and delivers it once to everyone who listens; confirms at the next reading."""

    def __init__(self) -> None:
        self.queues: dict[str, list[bytes]] = {role: [] for role in LISTENS}
        self.sent: dict[str, int] = dict.fromkeys(LISTENS, 0)


class FakeWire:
    """One role's connection to the fake broker."""

    def __init__(self, broker: Broker, role: str) -> None:
        self._broker, self._role, self._confirmed = broker, role, 0

    def receive(self, _seconds: float) -> Arrived:
        bodies, self._broker.queues[self._role] = self._broker.queues[self._role], []
        sent = self._broker.sent[self._role]
        confirmed, self._confirmed = (sent if sent > self._confirmed else 0), sent
        return Arrived(bodies, len(bodies), confirmed)

    def send(self, _exchange: str, messages: list[tuple[str, bytes]], _acknowledge: int) -> None:
        self._broker.sent[self._role] += len(messages)
        for role, heard in LISTENS.items():
            if self._role in heard:
                self._broker.queues[role] += [body for _, body in messages]


@pytest.fixture
def five(tmp_path: Path) -> dict[str, RawService]:
    broker = Broker()
    return {
        role: RawService(role, RawStore(tmp_path / f"{role}.sqlite3"), FakeWire(broker, role))  # type: ignore[arg-type]
        for role in LISTENS
    }


def lead(five: dict[str, RawService]) -> None:
    five["intake"].ready.append((five["intake"].register, NUMBER))
    while any([service.turn() for service in five.values()]):
        continue


def test_one_life_tells_and_applies_in_five_services_what_the_limit_says(five: dict[str, RawService]) -> None:
    lead(five)
    assert five["intake"].done == 1
    for role, service in five.items():
        found = (service.store.rows["facts"], service.store.rows["applications"])
        assert found == (FACTS[role], APPLICATIONS[role]), role
        assert service.store.waiting() == 0, "everything published was confirmed"


def test_each_command_has_a_commit_of_its_own(five: dict[str, RawService], tmp_path: Path) -> None:
    lead(five)
    assert five["routing"].store.commits >= len(COMMANDS) + 2
    rows = sqlite3.connect(tmp_path / "routing.sqlite3").execute("select seq from journal order by position").fetchall()
    assert [seq for (seq,) in rows] == list(range(1, FACTS["routing"] + 1))


def test_a_fact_out_of_order_is_never_applied(tmp_path: Path) -> None:
    store = RawStore(tmp_path / "one.sqlite3")
    store.begin()
    store.handled("routing", "matter/1", 1, "a")
    with pytest.raises(RuntimeError, match="out of order"):
        store.handled("routing", "matter/1", 3, "c")


def test_a_missing_application_gives_no_rate() -> None:
    told: dict[str, dict[str, Any]] = {
        role: {"rows": {"facts": 10 * FACTS[role], "applications": 10 * APPLICATIONS[role]}, "commits": 9, "cpu": 0.1}
        for role in LISTENS
    }
    told["intake"] |= {"lives": 10, "lives_per_s": 500.0}
    assert _checked(told, {"broker": 2.0})["cpu_ms_per_life"]["broker"] == 200.0
    told["notify"]["rows"]["applications"] -= 1
    with pytest.raises(ConsoleError, match="raw notify"):
        _checked(told, {})
