"""Backup and restore: what is kept, the epoch that opens, and that no epoch is ever given twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import Context, Store
from services.contracts.envelope import decode
from services.contracts.refusals import Refusal, Transient

N = "123456789012"
M = "223456789012"


@pytest.fixture
def store(sqlite_adapter: Any) -> Store:
    opened: Store = sqlite_adapter.open()
    return opened


def tell(store: Store, context: Context, fact: Any, times: int = 1) -> None:
    for _ in range(times):
        with store.work(context) as work:
            work.record(fact)


def places(store: Store, stream: str) -> list[tuple[int, int, int | None]]:
    return [(r.epoch, r.seq, decode(r.body).after) for r in store.journal(stream)]


def test_a_restore_brings_back_the_state_and_opens_an_epoch(
    store: Store, context: Context, told: Callable[..., Any], tmp_path: Path
) -> None:
    backup = str(tmp_path / "backup.db")
    tell(store, context, told(N), 2)
    with store.work(context) as work:
        work.put("case", "kept", {"citizen_key": "k"})
        work.add("n", 5)
        work.next_number("letters")
    store.mark_published([1])
    store.backup(backup)
    tell(store, context, told(N), 3)
    with store.work(context) as work:
        work.put("case", "lost", {})
        work.add("n", 7)
        work.next_number("letters")
    assert store.epoch == 1

    assert store.restore_from(backup) == 2
    assert store.epoch == 2
    assert [d.id for d in store.find("case").documents] == ["kept"]
    assert store.counter("n") == 5
    tell(store, context, told(N), 2)
    tell(store, context, told(M), 2)
    assert places(store, f"matter/{N}") == [(1, 1, None), (1, 2, None), (2, 3, 2), (2, 4, None)]
    assert places(store, f"matter/{M}") == [(2, 1, 0), (2, 2, None)]
    assert [row.position for row in store.journal()] == [1, 2, 3, 4, 5, 6]
    assert store.run(context, lambda work: work.next_number("letters")) == 2


def test_commits_reach_the_disk_before_and_after_a_restore(sqlite_adapter: Any, tmp_path: Path) -> None:
    store = sqlite_adapter.open()
    connection = store._opened.writer.connection
    store.backup(str(tmp_path / "backup.db"))
    for _ in range(2):
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
        assert settings == [2, "wal"]
        store.restore_from(str(tmp_path / "backup.db"))


def test_restoring_twice_from_one_backup_gives_another_epoch_each_time(
    sqlite_adapter: Any, context: Context, told: Callable[..., Any], tmp_path: Path
) -> None:
    store, backup = sqlite_adapter.open(), str(tmp_path / "backup.db")
    tell(store, context, told(N))
    store.backup(backup)
    assert store.restore_from(backup) == 2
    tell(store, context, told(N))
    assert store.restore_from(backup) == 3
    tell(store, context, told(N))
    assert places(store, f"matter/{N}") == [(1, 1, None), (3, 2, 1)]
    sqlite_adapter.close()
    assert sqlite_adapter.open().epoch == 3


def test_the_epoch_survives_the_loss_of_the_database_file(
    sqlite_adapter: Any, context: Context, told: Callable[..., Any], tmp_path: Path
) -> None:
    store, backup = sqlite_adapter.open(), str(tmp_path / "backup.db")
    tell(store, context, told(N))
    store.backup(backup)
    assert [store.restore_from(backup), store.restore_from(backup)] == [2, 3]
    sqlite_adapter.close()
    for file in sqlite_adapter.folder.glob("store.db*"):
        if file.suffix != ".epoch":
            file.unlink()
    fresh = sqlite_adapter.open()
    assert fresh.restore_from(backup) == 4


def test_a_backup_put_in_place_by_hand_opens_an_epoch_as_well(
    sqlite_adapter: Any, context: Context, told: Callable[..., Any], tmp_path: Path
) -> None:
    store, backup = sqlite_adapter.open(), str(tmp_path / "backup.db")
    tell(store, context, told(N), 2)
    store.backup(backup)
    sqlite_adapter.close()
    for epoch in (2, 3):
        for file in sqlite_adapter.folder.glob("store.db-*"):
            file.unlink()
        shutil.copy(backup, sqlite_adapter.path)
        store = sqlite_adapter.open()
        assert store.epoch == epoch
        sqlite_adapter.close()
    store = sqlite_adapter.open()
    assert store.epoch == 3
    tell(store, context, told(N))
    assert places(store, f"matter/{N}")[-1] == (3, 3, 2)


def test_another_process_goes_on_in_the_new_epoch(
    sqlite_adapter: Any, context: Context, told: Callable[..., Any], tmp_path: Path
) -> None:
    store, other, backup = sqlite_adapter.open(), sqlite_adapter.open(), str(tmp_path / "backup.db")
    tell(store, context, told(N))
    store.backup(backup)
    tell(other, context, told(N), 2)
    store.restore_from(backup)
    tell(other, context, told(N))
    assert other.epoch == 2
    assert places(other, f"matter/{N}") == [(1, 1, None), (2, 2, 1)]


def test_nobody_writes_between_the_two_steps_of_a_restore(
    sqlite_adapter: Any, context: Context, told: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other, backup = sqlite_adapter.open(), sqlite_adapter.open(), str(tmp_path / "backup.db")
    tell(store, context, told(N))
    store.backup(backup)
    tell(store, context, told(N))
    connection = store._opened.writer.connection
    monkeypatch.setattr("services.chassis.store.sqlite.committer.BUSY_SECONDS", 0.02)
    with sqlite3.connect(backup) as source:
        source.backup(connection)
    with pytest.raises(Transient):
        tell(other, context, told(N))
    assert store.restore_from(backup) == 2
    tell(other, context, told(N))
    assert places(other, f"matter/{N}") == [(1, 1, None), (2, 2, 1)]


def test_a_backup_is_consistent_while_work_goes_on(sqlite_adapter: Any, context: Context, tmp_path: Path) -> None:
    store, backup = sqlite_adapter.open(), tmp_path / "backup.db"
    with store.work(context) as work:
        work.put("note", "a", {"n": 0})
        work.put("note", "b", {"n": 0})

    def move(work: Any) -> None:
        for id in ("a", "b"):
            note = work.get("note", id)
            work.put("note", id, {"n": note.body["n"] + 1}, note.version)

    sqlite_adapter.at_once(lambda: [store.run(context, move) for _ in range(40)], lambda: store.backup(str(backup)))
    copy = sqlite_adapter.open(path=backup)
    first, second = copy.get("note", "a"), copy.get("note", "b")
    assert first.body == second.body


def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_text("precious")
    with pytest.raises(Refusal, match="exists already; allowed: a new file"):
        store.backup(str(target))
    assert target.read_text() == "precious"


def test_only_a_backup_of_the_same_service_is_restored(sqlite_adapter: Any, context: Context, tmp_path: Path) -> None:
    store = sqlite_adapter.open()
    with store.work(context) as work:
        work.put("case", "a", {})
    routing = sqlite_adapter.open(service="routing", path=tmp_path / "routing.db")
    routing.backup(str(tmp_path / "routing-backup.db"))
    (tmp_path / "text.db").write_text("this is no database, but long enough to be looked at" * 10)
    for name, told in [
        ("routing-backup.db", "is a backup of routing, not of intake"),
        ("text.db", "is no backup of a store"),
        ("nothing.db", "is no file"),
    ]:
        with pytest.raises(Refusal, match=told):
            store.restore_from(str(tmp_path / name))
    assert store.epoch == 1
    assert store.get("case", "a") is not None
    with store.work(context) as work:
        work.put("case", "b", {})
