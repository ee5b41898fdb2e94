"""A quick disk is written on the hub's own thread, a slow one in the native thread; it is judged again and again."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from services.chassis.store.sqlite.green import JUDGED_BY, QUICK_SECONDS, GreenPace

Threads = list[int]


@pytest.fixture
def pace() -> Iterator[GreenPace]:
    made = GreenPace()
    yield made
    made.close()


def write(pace: GreenPace, seconds: float = 0.0) -> bool:
    """One disk write of so many seconds; whether it was done on the hub's own thread."""
    threads: Threads = []

    def disk() -> None:
        time.sleep(seconds)
        threads.append(threading.get_ident())

    pace.disk(disk)
    return threads == [threading.get_ident()]


def test_a_disk_nobody_has_measured_is_written_in_the_native_thread(pace: GreenPace) -> None:
    assert not any(write(pace) for _ in range(JUDGED_BY))


def test_a_quick_disk_is_written_here(pace: GreenPace) -> None:
    for _ in range(JUDGED_BY):
        write(pace)
    assert write(pace)


def test_one_slow_write_among_quick_ones_was_waiting_for_something_else(pace: GreenPace) -> None:
    for _ in range(2 * JUDGED_BY - 1):
        write(pace)
    write(pace, 5 * QUICK_SECONDS)
    assert write(pace)


def test_a_disk_that_has_become_slow_goes_back_to_the_native_thread(pace: GreenPace) -> None:
    for _ in range(JUDGED_BY):
        write(pace)
    assert all(write(pace, 2 * QUICK_SECONDS) for _ in range(JUDGED_BY))
    assert not write(pace, 2 * QUICK_SECONDS)


def test_an_error_of_the_disk_comes_back_from_both(pace: GreenPace) -> None:
    def fails() -> None:
        raise OSError("the disk is full")

    for _ in range(2):
        with pytest.raises(OSError, match="the disk is full"):
            pace.disk(fails)
        for _ in range(JUDGED_BY):
            write(pace)
