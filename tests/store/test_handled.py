"""What a fact is to an inbox: fresh, seen, forked, behind a gap, or the first after a restore; and its commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.store import Context, Handled, OutOfOrder, Store, Verdict, Work, judge
from services.chassis.store.handled import WINDOW, advance
from services.contracts.envelope import Envelope

Arriving = Callable[..., Envelope]

AT_THREE = Handled(1, 3, ("f-1-1", "f-1-2", "f-1-3"))
AFTER_RESTORE = Handled(2, 3, ("f-1-1", "f-1-2", "f-2-3"), ("f-1-3", "f-1-4"))


@pytest.mark.parametrize(
    ("state", "fact", "verdict"),
    [
        (None, {"seq": 1}, Verdict.FRESH),
        (None, {"seq": 2}, Verdict.GAP),
        (None, {"seq": 1, "epoch": 2, "after": 0}, Verdict.FRESH),
        (None, {"seq": 6, "epoch": 2, "after": 5}, Verdict.GAP),
        (AT_THREE, {"seq": 4}, Verdict.FRESH),
        (AT_THREE, {"seq": 5}, Verdict.GAP),
        (AT_THREE, {"seq": 3}, Verdict.SEEN),
        (AT_THREE, {"seq": 1}, Verdict.SEEN),
        (AT_THREE, {"seq": 3, "id": "other"}, Verdict.FORKED),
        (AT_THREE, {"seq": 1, "id": "other"}, Verdict.FORKED),
        (AT_THREE, {"seq": 4, "epoch": 2, "after": 3}, Verdict.FRESH),
        (AT_THREE, {"seq": 3, "epoch": 2, "after": 2}, Verdict.SURPLUS),
        (AT_THREE, {"seq": 1, "epoch": 2, "after": 0}, Verdict.SURPLUS),
        (AT_THREE, {"seq": 6, "epoch": 2, "after": 5}, Verdict.GAP),
        (AT_THREE, {"seq": 5, "epoch": 2}, Verdict.GAP),
        (AT_THREE, {"seq": 4, "epoch": 2}, Verdict.GAP),
        (AT_THREE, {"seq": 4, "epoch": 2, "after": 1}, Verdict.FORKED),
        (AFTER_RESTORE, {"seq": 4, "epoch": 2}, Verdict.FRESH),
        (AFTER_RESTORE, {"seq": 3, "epoch": 1}, Verdict.SEEN),
        (AFTER_RESTORE, {"seq": 4, "epoch": 1}, Verdict.SEEN),
        (AFTER_RESTORE, {"seq": 2, "epoch": 1}, Verdict.SEEN),
        (AFTER_RESTORE, {"seq": 3, "epoch": 1, "id": "lost"}, Verdict.FORKED),
        (AFTER_RESTORE, {"seq": 5, "epoch": 1}, Verdict.FORKED),
        (AFTER_RESTORE, {"seq": 3, "epoch": 2, "after": 2}, Verdict.SEEN),
    ],
)
def test_a_fact_is_judged_by_its_place(
    arriving: Arriving, state: Handled | None, fact: dict[str, Any], verdict: Verdict
) -> None:
    assert judge(state, arriving(**fact)) is verdict


def test_a_fact_older_than_the_window_counts_as_seen(arriving: Arriving) -> None:
    state = None
    for seq in range(1, WINDOW + 11):
        assert judge(state, arriving(seq)) is Verdict.FRESH
        state = advance(state, arriving(seq))
    assert state is not None
    assert len(state.fact_ids) == WINDOW
    assert judge(state, arriving(11, "other")) is Verdict.FORKED
    assert judge(state, arriving(10, "other")) is Verdict.SEEN


@given(st.lists(st.integers(0, 30), max_size=120))
def test_however_facts_arrive_each_is_applied_once_and_in_order(order: list[int]) -> None:
    applied: list[int] = []
    state: Handled | None = None
    for seq in [*(n + 1 for n in order), *range(1, 32)]:
        fact = Envelope(f"f-{seq}", "s", "t", "now", "1", "x", "matter/1", seq, 1, None, "c", None, "machine", {})
        verdict = judge(state, fact)
        assert verdict in (Verdict.FRESH, Verdict.SEEN, Verdict.GAP)
        assert (verdict is Verdict.SEEN) == (seq <= len(applied))
        if verdict.applies:
            applied.append(seq)
            state = advance(state, fact)
    assert applied == list(range(1, len(applied) + 1))
    assert len(applied) >= 31


def test_the_state_moves_in_the_same_commit_as_the_effect(store: Store, context: Context, arriving: Arriving) -> None:
    assert store.handled_state("intake", "matter/1") is None
    for seq in (1, 2):
        with store.work(context) as work:
            work.handled("intake", arriving(seq))
            work.add("effects")
    assert store.handled_state("intake", "matter/1") == Handled(1, 2, ("f-1-1", "f-1-2"))
    assert store.handled_state("other", "matter/1") is None

    def again(work: Work) -> None:
        work.handled("intake", arriving(2))
        work.add("effects")

    with pytest.raises(OutOfOrder) as caught:
        store.run(context, again)
    assert caught.value.verdict is Verdict.SEEN
    assert store.counter("effects") == 2


def test_several_facts_may_be_handled_in_one_work(store: Store, context: Context, arriving: Arriving) -> None:
    with store.work(context) as work:
        for seq in (1, 2, 3):
            work.handled("intake", arriving(seq))
    state = store.handled_state("intake", "matter/1")
    assert state is not None
    assert state.seq == 3


@pytest.mark.parametrize(("seq", "verdict"), [(3, Verdict.GAP), (1, Verdict.FORKED)])
def test_a_fact_out_of_order_is_not_committed(
    store: Store, context: Context, arriving: Arriving, seq: int, verdict: Verdict
) -> None:
    with store.work(context) as work:
        work.handled("intake", arriving(1))
    with pytest.raises(OutOfOrder, match="matter/1") as caught, store.work(context) as work:
        work.handled("intake", arriving(seq, "other"))
    assert caught.value.verdict is verdict


def test_one_fact_delivered_many_times_at_once_has_one_effect(
    adapter: Any, context: Context, arriving: Arriving
) -> None:
    store = adapter.open()

    def apply(work: Work) -> None:
        work.handled("intake", arriving(1))
        work.add("effects")

    outcomes = adapter.at_once(*[lambda: store.run(context, apply)] * 16)
    assert store.counter("effects") == 1
    assert sum(isinstance(o, OutOfOrder) and o.verdict is Verdict.SEEN for o in outcomes) == 15


def test_surplus_is_applied_and_listed_as_diverged(store: Store, context: Context, arriving: Arriving) -> None:
    with store.work(context) as work:
        for seq in (1, 2, 3, 4):
            work.handled("intake", arriving(seq))
    with store.work(context) as work:
        work.handled("intake", arriving(3, epoch=2, after=2))
    state = store.handled_state("intake", "matter/1")
    assert state == Handled(2, 3, ("f-1-1", "f-1-2", "f-2-3"), ("f-1-3", "f-1-4"))
    (diverged,) = store.find("diverged").documents
    assert diverged.body == {
        "inbox": "intake",
        "stream": "matter/1",
        "epoch": 2,
        "after": 2,
        "surplus": 2,
        "epoch_before": 1,
        "seq_before": 4,
        "fact_ids": ["f-1-3", "f-1-4"],
        "at": context.now,
    }
    reopened_state = store.handled_rows()
    assert [(r.inbox, r.stream, r.state) for r in reopened_state] == [("intake", "matter/1", state)]


def test_all_states_can_be_paged(store: Store, context: Context, arriving: Arriving) -> None:
    for inbox in ("discipline", "oversight"):
        with store.work(context) as work:
            for n in range(3):
                work.handled(inbox, arriving(1, stream=f"matter/{n}"))
    seen: list[tuple[str, str]] = []
    after = None
    while rows := store.handled_rows(after, limit=2):
        seen += [(row.inbox, row.stream) for row in rows]
        after = seen[-1]
    assert seen == [(inbox, f"matter/{n}") for inbox in ("discipline", "oversight") for n in range(3)]
