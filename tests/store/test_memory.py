"""What a process remembers makes reading cheap and never makes an answer wrong, whatever other processes write."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.store import Context, Store, Work
from services.contracts.refusals import Refusal


def put(store: Store, context: Context, n: int, version: int) -> None:
    with store.work(context) as work:
        work.put("note", "a", {"n": n}, version)


def read(work: Work) -> Any:
    document = work.get("note", "a")
    return document and document.body["n"]


@pytest.fixture
def two(adapter: Any, context: Context) -> tuple[Store, Store]:
    """Two processes' stores; the first remembers the document as it was before the second changed it."""
    first, second = adapter.open(), adapter.open()
    put(first, context, 1, 0)
    put(second, context, 2, 1)
    return first, second


def test_a_work_that_only_reads_sees_what_another_process_wrote(two: tuple[Store, Store], context: Context) -> None:
    assert two[0].run(context, read) == 2


def test_a_work_that_writes_is_done_again_on_what_another_process_wrote(
    two: tuple[Store, Store], context: Context
) -> None:
    def write(work: Work) -> Any:
        seen = read(work)
        work.put("note", f"seen-{seen}", {})
        return seen

    assert two[0].run(context, write) == 2
    assert two[1].get("note", "seen-1") is None


def test_a_rule_never_refuses_because_of_what_is_no_longer_true(two: tuple[Store, Store], context: Context) -> None:
    def refuse_the_old(work: Work) -> str:
        if read(work) == 1:
            raise Refusal("too_old", "It is 1.")
        return "fine"

    assert two[0].run(context, refuse_the_old) == "fine"


def test_a_document_that_another_process_deleted_is_not_there(two: tuple[Store, Store], context: Context) -> None:
    first, second = two
    assert first.run(context, read) == 2
    with second.work(context) as work:
        work.delete("note", "a", 2)
    assert first.run(context, read) is None
    with first.work(context) as work:
        assert work.get("note", "a") is None
        work.put("note", "a", {"n": 3})
    assert second.run(context, read) == 3


def test_streams_and_states_go_on_where_another_process_left_them(
    adapter: Any, context: Context, told: Any, arriving: Any
) -> None:
    stores = adapter.open(), adapter.open()
    for n in range(6):
        with stores[n % 2].work(context) as work:
            work.record(told())
            work.record(told(f"22345678901{n}"))
            work.handled("intake", arriving(n + 1))
            assert work.next_number("letters") == n + 1
    rows = stores[0].journal()
    assert [r.position for r in rows] == list(range(1, 13))
    assert [r.seq for r in rows if r.stream == "matter/123456789012"] == [1, 2, 3, 4, 5, 6]
    state = stores[0].handled_state("intake", "matter/1")
    assert state is not None
    assert state.seq == 6
