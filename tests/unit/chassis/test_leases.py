"""Who holds what: every process comes to the same answer, whoever dies is followed, nobody is robbed while he lives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.leases import COLLECTION, LEAD, Leases
from services.chassis.leases.table import LEASE_S, RENEW_S, Process, Table, leave, shares, turn
from services.chassis.store import Store, open_store
from services.contracts.envelope import Context
from services.contracts.refusals import Transient

QUEUES = ("p0", "p1", "p2", "p3")
FIRST, SECOND = Process("vm:8102", "a", "127.0.0.1:8102"), Process("vm:8112", "b", "127.0.0.1:8112")


def turned(table: Table, *steps: tuple[Process, float]) -> Table:
    """Each process has its turn at its instant, and lets go of all that another shall have."""
    for me, now in steps:
        shall = shares(table.slots, QUEUES)
        done = {claim for claim in table.held_by(me.holder) if shall.get(claim) != me.holder}
        table = turn(table, me, now, QUEUES, done)
    return table


def test_one_process_holds_everything_at_once() -> None:
    table = turned(Table(), (FIRST, 0.0))
    assert table.held_by("a") == {LEAD, *QUEUES}
    assert table.term == 1


def test_a_second_process_gets_its_half_only_as_the_first_lets_go() -> None:
    table = turn(turned(Table(), (FIRST, 0.0)), SECOND, 0.1, QUEUES, set())
    assert table.held_by("b") == set()
    working = turn(table, FIRST, 0.2, QUEUES, {"p2"})
    assert working.held_by("a") == {LEAD, "p0", "p1", "p3"}
    shared = turned(working, (SECOND, 0.3), (FIRST, 0.4), (SECOND, 0.5))
    assert (shared.held_by("a"), shared.held_by("b")) == ({LEAD, "p1", "p3"}, {"p0", "p2"})
    assert shared.term == 1


def test_what_a_dead_process_held_is_taken_when_its_lease_is_over_and_no_earlier() -> None:
    shared = turned(Table(), (FIRST, 0.0), (SECOND, 0.0), (FIRST, 0.1), (SECOND, 0.2))
    early = turned(shared, (SECOND, LEASE_S - 0.1))
    assert early.held_by("b") == {"p0", "p2"}
    late = turned(early, (SECOND, LEASE_S + 0.1))
    assert late.held_by("b") == {LEAD, *QUEUES}
    assert late.term == 2


def test_a_process_that_is_started_again_has_its_slot_and_its_share_at_once() -> None:
    shared = turned(Table(), (FIRST, 0.0), (SECOND, 0.0), (FIRST, 0.1), (SECOND, 0.2))
    again = turned(shared, (replace(FIRST, holder="a2"), 1.0))
    assert again.held_by("a2") == {LEAD, "p1", "p3"}
    assert again.slot_of("a") is None
    assert [slot.number for slot in again.slots] == [0, 1]


def test_two_of_one_name_do_not_rob_each_other_for_ever() -> None:
    table = turned(Table(), (FIRST, 0.0), (replace(FIRST, holder="a2"), 0.1))
    both = turned(table, (replace(FIRST, known=True), 0.2))
    assert {slot.holder: slot.number for slot in both.slots} == {"a2": 0, "a": 1}


def test_a_lease_is_renewed_in_time_and_not_at_every_look() -> None:
    table = turned(Table(), (FIRST, 0.0))
    assert turned(table, (FIRST, RENEW_S - 0.1)) is table
    renewed = turned(table, (FIRST, RENEW_S))
    assert renewed.slots[0].until == RENEW_S + LEASE_S
    assert renewed.claims == table.claims


def test_a_clock_put_back_does_not_make_a_lease_eternal() -> None:
    table = turned(Table(), (FIRST, 1_000.0))
    assert turned(table, (FIRST, 0.0)).slots[0].until == LEASE_S


def test_who_stops_leaves_everything_at_once() -> None:
    shared = turned(Table(), (FIRST, 0.0), (SECOND, 0.0), (FIRST, 0.1), (SECOND, 0.2))
    assert turned(leave(shared, "a"), (SECOND, 0.3)).held_by("b") == {LEAD, *QUEUES}


def test_the_table_goes_through_its_document_unchanged() -> None:
    shared = turned(Table(), (FIRST, 0.0), (SECOND, 0.0), (FIRST, 0.1))
    assert Table.of(shared.body()).body() == shared.body()
    assert Table.of(None) == Table()


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 3)), max_size=40))
def test_nobody_ever_takes_what_a_living_process_holds(steps: list[tuple[int, float]]) -> None:
    people = [Process(f"vm:{n}", str(n), f"127.0.0.1:{n}", known=True) for n in range(4)]
    table, now = Table(), 0.0
    for who, later in steps:
        now += later
        before = table
        table = turn(table, people[who], now, QUEUES, set())
        alive = {slot.holder for slot in before.slots if slot.until > now}
        for claim, holder in (before.claims or {}).items():
            assert holder not in alive or (table.claims or {})[claim] == holder
    last = turned(table, *((people[n], now + t / 10) for t in range(3) for n in range(4)))
    assert set(last.claims or {}) == {LEAD, *QUEUES}
    assert {holder: len(last.held_by(holder) - {LEAD}) for holder in "0123"} == dict.fromkeys("0123", 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/leases.db", [COLLECTION], "routing")


def entered(store: Store, port: int) -> Leases:
    leases = Leases(store)
    leases.share(QUEUES, bool)
    leases.start("127.0.0.1", port)
    return leases


def test_who_leads_may_commit_behind_the_fence_and_who_does_not_may_not(store: Store) -> None:
    first, second = entered(store, 8102), entered(store, 8112)
    assert (first.leads, second.leads, first.slot, second.slot) == (True, False, 0, 1)
    assert [slot.address for slot in second.others()] == ["127.0.0.1:8102"]
    context = Context("machine", "2026-11-22T08:00:00Z", "c-1")
    store.run(context, first.fence)
    with pytest.raises(Transient, match="leads now"):
        store.run(context, second.fence)
    first.stop()
    third = entered(store, 8102)
    with pytest.raises(Transient, match="leads now"):
        store.run(context, first.fence)
    assert third.leads
    for leases in (second, third):
        leases.stop()
    store.close()
