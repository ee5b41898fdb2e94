"""The raw limit does the durable steps of a life, all of them, and gives no rate where one is missing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import open_store
from services.console.bench.raw import APPLICATIONS, FACTS, _checked
from services.console.bench.raw_layout import WRITTEN, layout_of
from services.console.bench.raw_service import COMMANDS, LISTENS, RawService
from services.console.bench.raw_store import RawStore
from services.console.bench.raw_wire import Arrived
from services.console.exits import ConsoleError
from services.intake import store as intake
from services.notify import store as notify
from services.oversight import store as oversight
from services.routing import store as routing

NUMBER = "100000000001"
DECLARED = {
    "intake": intake.COLLECTIONS,
    "routing": routing.COLLECTIONS,
    "mediation": (),
    "oversight": oversight.COLLECTIONS,
    "notify": notify.COLLECTIONS,
}


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


def layout(folder: Path, role: str) -> list[str]:
    """What the raw limit is told of a hub's store: here of one that holds every collection with its indexes."""
    file = folder / f"hub-{role}.sqlite3"
    if not file.exists():
        open_store(f"sqlite:///{file}", DECLARED[role], role).close()
    return layout_of(f"sqlite:///{file}", role)


@pytest.fixture
def five(tmp_path: Path) -> dict[str, RawService]:
    broker = Broker()
    return {
        role: RawService(role, RawStore(tmp_path / f"{role}.sqlite3", layout(tmp_path, role)), FakeWire(broker, role))  # type: ignore[arg-type]
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


def test_its_tables_and_indexes_are_those_of_the_hub(five: dict[str, RawService], tmp_path: Path) -> None:
    def indexes(file: Path, kind: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(file)) as store:
            return sorted(store.execute("SELECT name, sql FROM sqlite_schema WHERE tbl_name = ?", (f"doc_{kind}",)))

    for role, kinds in WRITTEN.items():
        for kind in kinds:
            assert indexes(tmp_path / f"{role}.sqlite3", kind) == indexes(tmp_path / f"hub-{role}.sqlite3", kind)
    assert len(indexes(tmp_path / "intake.sqlite3", "matter")) > 8
    assert five["intake"].store.rows == {}


def test_a_life_writes_every_one_of_its_documents(five: dict[str, RawService], tmp_path: Path) -> None:
    lead(five)
    for role, kinds in WRITTEN.items():
        with closing(sqlite3.connect(tmp_path / f"{role}.sqlite3")) as store:
            for kind in kinds:
                assert store.execute(f"SELECT count(*) FROM doc_{kind}").fetchone()[0] >= 1, kind
            if role == "intake":
                assert store.execute("SELECT version, length(body) > 2000 FROM doc_matter").fetchone() == (8, 1)
                assert store.execute("SELECT count(*) FROM found_matter").fetchone() == (1,)


def test_a_hub_on_another_store_is_told() -> None:
    with pytest.raises(ConsoleError, match="mongodb store"):
        layout_of("mongodb://localhost/county", "intake")


def test_a_fact_out_of_order_is_never_applied(tmp_path: Path) -> None:
    store = RawStore(tmp_path / "one.sqlite3", layout(tmp_path, "routing"))
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
