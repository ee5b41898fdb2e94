"""Processes on one store: what was acknowledged survives `kill -9`, and two writers do not disturb each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.chassis.store import Collection, Store
from tests.store import mongodb

ROOT = Path(__file__).parents[2]
COLLECTIONS = [Collection("note"), Collection("hot"), Collection("letter")]


def start(uri: str, name: str, workers: int, most: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writing_process.py")), uri, name, str(workers), str(most)],
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


KILLED_AFTER = [
    *(("sqlite-threads", 16, works) for works in (1, 40, 333)),
    *((kind, 4, works) for kind in mongodb.kinds() for works in (1, 20)),
]


@pytest.mark.parametrize(("kind", "workers", "killed_after"), KILLED_AFTER)
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(
    making: Callable[[str], Any], kind: str, workers: int, killed_after: int
) -> None:
    shared = making(kind)
    acknowledged: set[str] = set()
    for life in ("first", "second"):
        process = start(shared.uri, life, workers, 100_000)
        assert process.stdout is not None
        for _ in range(killed_after):
            acknowledged.add(process.stdout.readline().decode().strip())
        process.send_signal(signal.SIGKILL)
        acknowledged |= set(process.stdout.read().decode().split())
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
        assert acknowledged <= whole(shared.open(COLLECTIONS))
        shared.close_stores()
    assert len(acknowledged) >= 2 * killed_after


@pytest.mark.parametrize(("kind", "most"), [("sqlite-threads", 25), *((kind, 8) for kind in mongodb.kinds())])
def test_two_processes_write_to_one_store(making: Callable[[str], Any], kind: str, most: int) -> None:
    shared = making(kind)
    shared.open(COLLECTIONS)
    processes = [start(shared.uri, name, 4, most) for name in ("one", "two")]
    acknowledged = {line for process in processes for line in process.communicate(timeout=120)[0].decode().split()}
    assert [process.returncode for process in processes] == [0, 0]
    assert acknowledged == {f"{name}-{w}-{n}" for name in ("one", "two") for w in range(4) for n in range(most)}
    assert whole(shared.open(COLLECTIONS)) == acknowledged
