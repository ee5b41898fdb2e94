"""Works attempted together share a commit; each tells by itself whether it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.store import Conflict, Context, OutOfOrder, Taken, Work
from services.contracts.envelope import Envelope
from services.contracts.refusals import Transient


def note(name: str) -> Callable[[Work], None]:
    return lambda work: work.put("note", name, {"by": name})


def test_all_are_done_and_call_back_after_the_commit(adapter: Any, context: Context) -> None:
    store = adapter.open()
    told: list[str] = []

    def write(work: Work) -> None:
        note("a")(work)
        work.add("written")
        work.after_commit(lambda: told.append("a" if store.get("note", "a") else "too early"))

    assert store.attempt([(context, write), (context, note("b"))]) == [None, None]
    assert told == ["a"]
    assert store.counter("written") == 1
    assert store.get("note", "b").body == {"by": "b"}


def test_each_says_what_went_wrong_and_harms_no_other(adapter: Any, context: Context) -> None:
    store = adapter.open()
    with store.work(context) as work:
        work.put("case", "held", {"citizen_key": "k"})

    def raising(work: Work) -> None:
        work.put("note", "never", {})
        raise Transient("not now")

    def stale(work: Work) -> None:
        work.put("note", "stale", {}, version=7)

    def taken(work: Work) -> None:
        work.put("case", "other", {"citizen_key": "k"})

    errors = store.attempt([(context, w) for w in (note("a"), raising, stale, taken, note("b"))])
    assert [type(e) for e in errors] == [type(None), Transient, Conflict, Taken, type(None)]
    assert [store.get("note", name) is not None for name in ("a", "never", "stale", "b")] == [True, False, False, True]
    assert store.get("case", "other") is None


def test_a_number_of_a_work_that_failed_is_given_again(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def numbered(work: Work) -> None:
        work.put("note", f"letter-{work.next_number('letters')}", {})

    def failing(work: Work) -> None:
        numbered(work)
        work.put("note", "stale", {}, version=7)

    assert [type(e) for e in store.attempt([(context, failing)])] == [Conflict]
    assert store.attempt([(context, numbered)]) == [None]
    assert store.get("note", "letter-1") is not None


def test_a_fact_out_of_order_is_refused_and_what_was_handled_is_remembered(
    adapter: Any, context: Context, arriving: Callable[..., Envelope]
) -> None:
    store = adapter.open()
    first, third = arriving(1), arriving(3)
    assert store.attempt([(context, lambda work: work.handled("intake", first))]) == [None]
    (error,) = store.attempt([(context, lambda work: work.handled("intake", third))])
    assert isinstance(error, OutOfOrder)
    remembered = store.remembered("intake", first.stream)
    assert remembered is None or remembered == store.handled_state("intake", first.stream)
    assert store.handled_state("intake", first.stream).seq == 1


@pytest.mark.parametrize("count", [0, 1, 200])
def test_any_number_of_works_can_be_attempted(adapter: Any, context: Context, count: int) -> None:
    store = adapter.open()
    assert store.attempt([(context, note(f"n{i}")) for i in range(count)]) == [None] * count
    assert sum(store.get("note", f"n{i}") is not None for i in range(count)) == count
