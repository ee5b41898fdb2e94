"""The native thread of the disk write: green threads go on meanwhile, and errors come back."""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

    from services.chassis.store.sqlite.disk import DiskThread


@pytest.fixture
def disk() -> Iterator[DiskThread]:
    made = DiskThread()
    yield made
    made.close()


def test_green_threads_go_on_while_the_disk_is_slow(disk: DiskThread) -> None:
    may_end, steps = threading.Event(), []

    def others() -> None:
        steps.append(1)
        eventlet.sleep(0)
        steps.append(2)
        may_end.set()

    green = eventlet.spawn(others)
    disk.do(lambda: steps.append(3) if may_end.wait(10) else None)
    green.wait()
    assert steps == [1, 2, 3]


def test_an_error_comes_back_and_the_thread_goes_on(disk: DiskThread) -> None:
    def fails() -> None:
        raise OSError("the disk is full")

    seen: list[int] = []
    for n in range(3):
        with pytest.raises(OSError, match="the disk is full"):
            disk.do(fails)
        disk.do(lambda n=n: seen.append(n))
    assert seen == [0, 1, 2]


def test_errands_are_done_away_from_the_hub(disk: DiskThread) -> None:
    threads: list[int] = []
    for _ in range(2):
        disk.do(lambda: threads.append(threading.get_ident()))
    assert threads[0] == threads[1] != threading.get_ident()


def test_its_end_ends_the_thread() -> None:
    before = len(sys._current_frames())
    disk = DiskThread()
    disk.do(lambda: None)
    assert len(sys._current_frames()) == before + 1
    disk.close()
    assert len(sys._current_frames()) == before
