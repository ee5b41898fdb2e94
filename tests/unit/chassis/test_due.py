"""What is due is worked off, whatever else cannot be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.chassis.hub.due import LeftUndone, work_off
from services.chassis.store import Collection, Document, Store, Work, open_store
from services.contracts.envelope import Context

TASK = Collection("task", indexes=(("due",),))
NOW = "2026-11-22T08:00:00Z"
SPOILT = 1_100
"""More than one page of answers can hold."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(f"sqlite:///{tmp_path}/tasks.db", (TASK,), "intake")

    def fill(work: Work) -> None:
        for n in range(SPOILT):
            work.put(TASK.name, f"spoilt-{n:04}", {"due": "2026-11-22T07:00:00Z"})
        work.put(TASK.name, "sound", {"due": "2026-11-22T07:30:00Z"})
        work.put(TASK.name, "waiting", {"due": "2026-11-22T08:00:01Z"})

    opened.run(Context("machine", NOW, "fill"), fill)
    return opened


def test_more_that_fail_than_a_page_holds_hold_up_nothing_and_are_heard_of(store: Store) -> None:
    done: list[str] = []

    def do(document: Document) -> None:
        if document.id.startswith("spoilt"):
            raise ValueError("spoilt")
        store.run(Context("machine", NOW, "do"), lambda work: work.delete(TASK.name, document.id, document.version))
        done.append(document.id)

    with pytest.raises(LeftUndone, match=f"{SPOILT} due documents"):
        work_off(store, TASK.name, "due", NOW, do)
    assert done == ["sound"]
    assert store.get(TASK.name, "waiting") is not None


def test_where_nothing_fails_what_was_done_is_counted(store: Store) -> None:
    def do(document: Document) -> None:
        store.run(Context("machine", NOW, "do"), lambda work: work.delete(TASK.name, document.id, document.version))

    assert work_off(store, TASK.name, "due", NOW, do) == SPOILT + 1
    assert work_off(store, TASK.name, "due", NOW, do) == 0
