"""Processes on one file: what was acknowledged survives `kill -9`, and two writers do not disturb each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from services.chassis.store import Collection, Store, open_store

ROOT = Path(__file__).parents[2]
COLLECTIONS = [Collection("note"), Collection("hot"), Collection("letter")]


def start(path: Path, name: str, workers: int, most: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writing_process.py")), str(path), name, str(workers), str(most)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "EVENTLET_NO_GREENDNS": "yes"},
    )


def whole(store: Store) -> set[str]:
    """All notes, after checking that each of them is there with all that was committed with it."""
    notes: set[str] = set()
    cursor = None
    while True:
        page = store.find("note", limit=1000, after=cursor)
        notes |= {d.id for d in page.documents}
        cursor = page.cursor
        if cursor is None:
            break
    assert store.counter("works") == len(notes)
    hot = store.get("hot", "one")
    assert (hot.body["n"] if hot else 0) == len(notes)
    seqs: dict[str, list[int]] = defaultdict(list)
    position, rows = 0, store.journal(limit=1000)
    while rows:
        for row in rows:
            position += 1
            assert row.position == position
            seqs[row.stream].append(row.seq)
        rows = store.journal(after_position=position, limit=1000)
    assert position == len(notes) == store.outbox_pending()
    for numbers in seqs.values():
        assert numbers == list(range(1, len(numbers) + 1))
    letters = 0
    while page_of := store.find("letter", limit=1000, after=cursor):
        for document in page_of.documents:
            letters += 1
            assert document.id == f"{letters:09d}"
        cursor = page_of.cursor
        if cursor is None:
            break
    assert letters == len(notes)
    return notes


@pytest.mark.parametrize("killed_after", [1, 40, 333])
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path, killed_after: int) -> None:
    path = tmp_path / "store.db"
    acknowledged: set[str] = set()
    for life in ("first", "second"):
        process = start(path, life, 16, 100_000)
        assert process.stdout is not None
        for _ in range(killed_after):
            acknowledged.add(process.stdout.readline().decode().strip())
        process.send_signal(signal.SIGKILL)
        acknowledged |= set(process.stdout.read().decode().split())
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
        store = open_store(f"sqlite:///{path}", COLLECTIONS, "intake", green=False)
        assert acknowledged <= whole(store)
        store.close()
    assert len(acknowledged) >= 2 * killed_after


def test_two_processes_write_to_one_file(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(f"sqlite:///{path}", COLLECTIONS, "intake", green=False).close()
    processes = [start(path, name, 4, 25) for name in ("one", "two")]
    acknowledged = {line for process in processes for line in process.communicate(timeout=120)[0].decode().split()}
    assert [process.returncode for process in processes] == [0, 0]
    assert acknowledged == {f"{name}-{w}-{n}" for name in ("one", "two") for w in range(4) for n in range(25)}
    store = open_store(f"sqlite:///{path}", COLLECTIONS, "intake", green=False)
    assert whole(store) == acknowledged
    store.close()
