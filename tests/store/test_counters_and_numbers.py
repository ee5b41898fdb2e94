"""Counters add up whoever adds; numbers of a series have no gaps and no doubles."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.store import Context, Store, Taken, Work


def test_counters_add_up(store: Store, context: Context) -> None:
    with store.work(context) as work:
        work.add("in/2026-11-22/town-1")
        work.add("in/2026-11-22/town-1", 2)
        work.add("in/2026-11-22/town-2", -1)
    with store.work(context) as work:
        work.add("in/2026-11-22/town-1", 10)
    assert store.counter("in/2026-11-22/town-1") == 13
    assert store.counter("never") == 0


def test_counters_are_listed_by_prefix_and_nothing_else(store: Store, context: Context) -> None:
    keys = ["a", "a/", "a/1", "a/2", "a/\U0001f600", "a/\ud7ff", "a0", "b", "é/1", "_/1", "%/1"]
    with store.work(context) as work:
        for key in keys:
            work.add(key)
    for prefix in ["", "a", "a/", "a/1", "é", "_", "%", "a/\ud7ff", "z"]:
        assert set(store.counters(prefix)) == {k for k in keys if k.startswith(prefix)}, prefix


def test_works_at_once_do_not_lose_a_count(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def add(work: Work) -> None:
        work.add("hot")

    adapter.at_once(*[lambda: [store.run(context, add) for _ in range(10)] for _ in range(12)])
    assert store.counter("hot") == 120


def test_numbers_taken_at_once_have_no_gap_and_no_double(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def letter(work: Work) -> int:
        number = work.next_number("letters")
        work.put("note", f"letter-{number}", {})
        return number

    taken = adapter.at_once(*[lambda: [store.run(context, letter) for _ in range(8)] for _ in range(12)])
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 97))


def test_a_work_that_fails_gives_its_number_back(adapter: Any, context: Context) -> None:
    store = adapter.open()
    with store.work(context) as work:
        work.put("case", "first", {"citizen_key": "k"})

    def letter(fails: bool) -> int:
        def write(work: Work) -> int:
            number = work.next_number("letters")
            work.put("case", f"letter-{number}", {"citizen_key": "k" if fails else None})
            return number

        return store.run(context, write)

    outcomes = adapter.at_once(*[lambda n=n: letter(n % 3 == 0) for n in range(24)])
    assert sum(isinstance(o, Taken) for o in outcomes) == 8
    assert sorted(o for o in outcomes if isinstance(o, int)) == list(range(1, 17))


def test_one_work_may_take_several_numbers_of_several_series(store: Store, context: Context) -> None:
    with store.work(context) as work:
        assert [work.next_number("letters"), work.next_number("letters"), work.next_number("orders")] == [1, 2, 1]

    def fails(work: Work) -> None:
        assert (work.next_number("orders"), work.next_number("letters")) == (2, 3)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        store.run(context, fails)
    with store.work(context) as work:
        assert [work.next_number("orders"), work.next_number("letters")] == [2, 3]
