"""The journal: facts in commit order, each stream numbered without gaps, unpublished until confirmed."""

from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

import eventlet
import pytest

from services.chassis.store import Conflict, Context, JournalRow, Store, Work
from services.contracts.envelope import decode

N = "123456789012"
M = "223456789012"


def test_a_fact_becomes_a_row_whose_body_is_its_envelope(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    before = time()
    with store.work(context) as work:
        fact_id = work.record(told(N))
    (row,) = store.journal()
    assert (row.position, row.stream, row.epoch, row.seq, row.fact_id) == (1, f"matter/{N}", 1, 1, fact_id)
    assert (row.type, row.exchange) == ("countynet.intake.withdrawal_requested.v1", "countynet.intake")
    assert (row.routing_key, row.number, row.published) == ("withdrawal_requested.v1", N, False)
    assert before <= row.committed_at <= time()
    envelope = decode(row.body)
    assert (envelope.id, envelope.stream, envelope.seq, envelope.epoch) == (fact_id, f"matter/{N}", 1, 1)
    assert (envelope.after, envelope.time, envelope.actor) == (None, context.now, context.actor)
    assert (envelope.correlationid, envelope.causationid) == ("c-1", "f-0")
    assert envelope.data["request"] == "r-1"


def test_each_stream_is_numbered_by_itself_and_without_gaps(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    with store.work(context) as work:
        work.record(told(N))
        work.record(told(M))
        work.record(told(N))

    def conflicts(work: Work) -> None:
        work.record(told(N))
        work.put("case", "a", {}, 5)

    with pytest.raises(Conflict):
        store.run(context, conflicts)
    with store.work(context) as work:
        work.record(told(N))
    assert [(r.position, r.stream, r.seq) for r in store.journal()] == [
        (1, f"matter/{N}", 1),
        (2, f"matter/{M}", 1),
        (3, f"matter/{N}", 2),
        (4, f"matter/{N}", 3),
    ]


def test_a_fact_that_may_not_travel_stops_its_work_and_names_the_field(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    def says_too_much(work: Work) -> None:
        work.put("case", "a", {})
        work.record(told(place="No Code"))

    with pytest.raises(ValueError, match="place"):
        store.run(context, says_too_much)
    assert store.get("case", "a") is None
    assert store.journal() == []


def test_listeners_get_the_rows_of_each_commit_in_order(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    heard: list[list[JournalRow]] = []
    store.on_facts(heard.append)
    for number in (N, M, N):
        with store.work(context) as work:
            work.record(told(number))
    with store.work(context) as work:
        work.add("nothing told")
    assert [row for rows in heard for row in rows] == store.journal()
    assert len(heard) == 3


def test_a_listener_that_fails_harms_neither_the_work_nor_the_others(
    store: Store, context: Context, told: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    def fails(_rows: list[JournalRow]) -> None:
        raise RuntimeError("deaf")

    store.on_facts(fails)
    store.on_facts(lambda rows: heard.append(len(rows)))
    with store.work(context) as work:
        work.record(told(N))
    assert heard == [1]
    assert "a listener to committed facts failed" in caplog.text


def test_facts_are_unpublished_until_they_are_marked(store: Store, context: Context, told: Callable[..., Any]) -> None:
    with store.work(context) as work:
        for _ in range(5):
            work.record(told(N))
    assert [r.position for r in store.unpublished()] == [1, 2, 3, 4, 5]
    assert [r.position for r in store.unpublished(after_position=2, limit=2)] == [3, 4]
    store.mark_published([1, 3])
    assert [r.position for r in store.unpublished()] == [2, 4, 5]
    assert store.outbox_pending() == 3


def test_marks_are_kept_within_a_tenth_of_a_second_or_with_the_next_commit(
    adapter: Any, context: Context, told: Callable[..., Any]
) -> None:
    store, other = adapter.open(), adapter.open()
    with store.work(context) as work:
        work.record(told(N))
        work.record(told(N))
    store.mark_published([1])
    with eventlet.Timeout(5):
        while other.outbox_pending() != 1:
            eventlet.sleep(0.01)
    assert [r.published for r in other.journal()] == [True, False]
    store.mark_published([2])
    with store.work(context) as work:
        work.record(told(N))
    assert [r.position for r in other.unpublished()] == [3]


def test_the_journal_can_be_asked_by_stream_place_time_and_exchange(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    with store.work(context) as work:
        for number in (N, M, N, M, N):
            work.record(told(number))
    middle = store.journal()[-1].committed_at + 0.000_001
    with store.work(context) as work:
        work.record(told(N))

    def positions(**asked: Any) -> list[int]:
        return [row.position for row in store.journal(**asked)]

    assert positions(stream=f"matter/{N}") == [1, 3, 5, 6]
    assert positions(stream=f"matter/{N}", epoch=1, from_seq=2, to_seq=3) == [3, 5]
    assert positions(stream="matter/unknown") == []
    assert positions(since=middle) == [6]
    assert positions(since=0.0, limit=2) == [1, 2]
    assert positions(after_position=4) == [5, 6]
    assert positions(exchange="countynet.intake", after_position=5) == [6]
    assert positions(exchange="countynet.routing") == []


def test_heads_are_the_last_places_of_streams_that_grew(
    store: Store, context: Context, told: Callable[..., Any]
) -> None:
    assert store.heads(0.0) == []
    with store.work(context) as work:
        for number in (N, M, N):
            work.record(told(number))
    assert sorted(store.heads(0.0)) == [
        ("countynet.intake", f"matter/{N}", 1, 2),
        ("countynet.intake", f"matter/{M}", 1, 1),
    ]
    later = store.journal()[-1].committed_at + 0.000_001
    with store.work(context) as work:
        work.record(told(M))
    assert store.heads(later) == [("countynet.intake", f"matter/{M}", 1, 2)]
    assert store.heads(time() + 60) == []
