"""Works that wait share a commit; each succeeds or fails by itself, as if they had come one after the other."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chassis.store import Collection, Conflict, Context, Taken, Work, open_store
from services.contracts.events.intake import WithdrawalRequested
from services.contracts.refusals import Transient

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

N = "123456789012"


def commits(seen: list[tuple[str, float]]) -> int:
    return sum(name == "commit" for name, _ in seen)


def test_works_at_once_share_commits(adapter: Any, context: Context) -> None:
    seen: list[tuple[str, float]] = []
    store = adapter.open(observe=lambda name, seconds: seen.append((name, seconds)))

    def write(work: Work, n: int) -> None:
        assert work.get("note", f"n{n}") is None
        work.put("note", f"n{n}", {})

    adapter.at_once(*[lambda n=n: store.run(context, write, n) for n in range(64)])
    assert len(store.find("note", limit=100).documents) == 64
    if adapter.name == "sqlite-green":
        assert commits(seen) < 8
    assert {name for name, _ in seen} == {"get", "find", "work", "commit"}
    assert all(seconds >= 0 for _, seconds in seen)


def test_a_group_is_never_larger_than_allowed(adapter: Any, context: Context) -> None:
    seen: list[tuple[str, float]] = []
    store = adapter.open(observe=lambda name, seconds: seen.append((name, seconds)), most=4)
    adapter.at_once(*[lambda: store.run(context, lambda work: work.add("n"))] * 32)
    assert commits(seen) >= 8
    assert store.counter("n") == 32


def test_one_failing_work_does_not_harm_the_others_of_its_group(
    adapter: Any, context: Context, told: Callable[..., Any]
) -> None:
    store = adapter.open()
    with store.work(context) as work:
        work.put("case", "first", {"citizen_key": "taken"})

    def work_of(n: int) -> Any:
        with store.work(context) as work:
            work.put("case", f"c{n}", {"citizen_key": "taken" if n % 4 == 1 else f"k{n}"}, 9 if n % 4 == 2 else 0)
            work.record(told(N, place="No Code" if n % 4 == 3 else "ningshan"))
            work.add("done")
        return n

    outcomes = adapter.at_once(*[lambda n=n: work_of(n) for n in range(32)])
    for n, outcome in enumerate(outcomes):
        wanted = (int, Taken, Conflict, ValueError)[n % 4]
        assert isinstance(outcome, wanted), (n, outcome)
    assert {d.id for d in store.find("case", limit=100).documents} == {"first", *(f"c{n}" for n in range(0, 32, 4))}
    assert [row.seq for row in store.journal(f"matter/{N}")] == list(range(1, 9))
    assert store.counter("done") == 8


def test_works_that_all_want_one_document_all_get_their_turn(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def count_up(work: Work) -> None:
        hot = work.get("note", "hot")
        work.put("note", "hot", {"n": (hot.body["n"] if hot else 0) + 1}, hot.version if hot else 0)

    many = 48 if adapter.name == "sqlite-green" else 6
    outcomes = adapter.at_once(*[lambda: [store.run(context, count_up) for _ in range(4)]] * many)
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    hot = store.get("note", "hot")
    assert hot is not None
    assert (hot.version, hot.body) == (4 * many, {"n": 4 * many})


def test_of_two_works_that_take_one_key_at_once_one_wins(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def take(n: int) -> None:
        with store.work(context) as work:
            work.put("case", f"c{n}", {"citizen_key": "one"})

    outcomes = adapter.at_once(*[lambda n=n: take(n) for n in range(8)])
    assert Counter(type(o) for o in outcomes) == {type(None): 1, Taken: 7}


def test_a_group_that_the_database_refuses_goes_one_by_one(
    sqlite_adapter: Any, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    store, other = sqlite_adapter.open(), sqlite_adapter.open()
    direct = other._opened.writer.connection  # type: ignore[attr-defined]
    direct.execute(
        "CREATE TRIGGER no BEFORE INSERT ON doc_note WHEN new.id = 'bad' BEGIN SELECT raise(ABORT, 'refused'); END"
    )

    def write(id: str) -> None:
        with store.work(context) as work:
            work.put("note", id, {})

    outcomes = sqlite_adapter.at_once(*[lambda id=id: write(id) for id in ("a", "bad", "b", "c")])
    assert [o is None for o in outcomes] == [True, False, True, True]
    assert "refused" in str(outcomes[1])
    assert [d.id for d in store.find("note").documents] == ["a", "b", "c"]
    if sqlite_adapter.name == "sqlite-green":
        assert "each goes alone" in caplog.text


def test_a_disk_that_is_full_is_worth_another_try_and_nothing_was_changed(
    sqlite_adapter: Any, context: Context
) -> None:
    store = sqlite_adapter.open()
    connection = store._opened.writer.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Transient, match="full"), store.work(context) as work:
        work.put("note", "big", {"text": "x" * 200_000})
    assert store.get("note", "big") is None
    connection.execute("PRAGMA max_page_count = 1000000")
    with store.work(context) as work:
        work.put("note", "big", {"text": "x" * 200_000})
    assert store.get("note", "big") is not None


def test_a_wait_that_is_broken_off_takes_its_work_out_of_the_queue(adapter: Any, context: Context) -> None:
    if adapter.name != "sqlite-green":
        with adapter.open().work(context) as work:
            work.add("threads cannot be broken off")
        return
    store = adapter.open(linger=0.2)

    def write(id: str) -> None:
        with store.work(context) as work:
            work.put("note", id, {})

    stays = eventlet.spawn(write, "stays")
    with pytest.raises(eventlet.Timeout), eventlet.Timeout(0.05):
        write("gone")
    stays.wait()
    assert [d.id for d in store.find("note").documents] == ["stays"]


def test_an_error_in_one_waiter_wakes_the_others(adapter: Any, context: Context) -> None:
    store = adapter.open()

    def write(n: int) -> int:
        store.run(context, lambda work: work.add("n"))
        if n == 3:
            raise RuntimeError("after the commit")
        return n

    outcomes = adapter.at_once(*[lambda n=n: write(n) for n in range(8)])
    assert [o for o in outcomes if isinstance(o, int)] == [0, 1, 2, 4, 5, 6, 7]
    assert store.counter("n") == 8


STEP = st.tuples(st.sampled_from("abc"), st.sampled_from(["up", "delete", "fail", "read"]), st.integers(0, 2))


@settings(max_examples=60)
@given(scripts=st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=12), most=st.integers(1, 8))
def test_works_at_once_come_out_as_if_one_after_the_other(
    tmp_path_factory: pytest.TempPathFactory, scripts: list[list[tuple[str, str, int]]], most: int
) -> None:
    """Each work appends its number to documents that it also counts; the journal tells the order that it really had."""
    folder = tmp_path_factory.mktemp("group")
    store = open_store(f"sqlite:///{folder}/s.db", [Collection("case")], "intake", green=True, most=most)
    context = Context("machine", "2026-11-22T08:00:00Z", "c-1")
    threads = [eventlet.spawn(store.run, context, play, n, script) for n, script in enumerate(scripts)]
    done = []
    for n, thread in enumerate(threads):
        try:
            thread.wait()
            done.append(n)
        except RuntimeError:
            assert any(kind == "fail" for _, kind, _ in scripts[n])
    rows = store.journal()
    order = [int(row.number[-3:]) - 100 for row in rows]
    assert sorted(order) == done
    truth: dict[str, list[int]] = {}
    for n in order:
        replay(truth, n, scripts[n])
    assert {d.id: d.body["by"] for d in store.find("case").documents} == truth
    assert store.counter("works") == len(done)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    store.close()


def play(work: Work, n: int, script: list[tuple[str, str, int]]) -> None:
    """Do the steps of one work, going to sleep between them so that others come in between."""
    for id, kind, pause in script:
        document = work.get("case", id)
        for _ in range(pause):
            eventlet.sleep(0)
        if kind == "fail":
            raise RuntimeError("no")
        if kind == "delete" and document is not None:
            work.delete("case", id, document.version)
        if kind == "up":
            by = document.body["by"] if document else []
            work.put("case", id, {"by": [*by, n]}, document.version if document else 0)
    work.add("works")
    number = f"123456789{100 + n}"
    work.record(WithdrawalRequested(number=number, place="x", channel="web", purpose="appeal", request="r"))


def replay(truth: dict[str, list[int]], n: int, script: list[tuple[str, str, int]]) -> None:
    for id, kind, _ in script:
        if kind == "delete":
            truth.pop(id, None)
        if kind == "up":
            truth[id] = [*truth.get(id, []), n]
