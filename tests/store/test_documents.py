"""Documents: read, written by compare-and-set, and unique by their declared keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.store import Collection, Conflict, Context, Store, Taken, Work, open_store


def put(store: Store, context: Context, id: str, body: dict[str, Any], version: int = 0) -> None:
    with store.work(context) as work:
        work.put("case", id, body, version)


def reads_while_it_changes(store: Store, context: Context, version: int) -> Callable[[], None]:
    """A work that reads one document, which another changes meanwhile, and writes another."""

    def play() -> None:
        with store.work(context) as work:
            work.get("case", "a")
            put(store, context, "a", {"n": 2}, version)
            work.put("note", "b", {})

    return play


def test_a_document_is_seen_by_others_only_after_the_commit(store: Store, context: Context) -> None:
    with store.work(context) as work:
        work.put("case", "a", {"status": "open"})
        own = work.get("case", "a")
        assert own is not None
        assert (own.version, own.body) == (1, {"status": "open"})
        assert store.get("case", "a") is None
    seen = store.get("case", "a")
    assert seen is not None
    assert (seen.id, seen.version, seen.body) == ("a", 1, {"status": "open"})


def test_a_work_that_raises_leaves_nothing(store: Store, context: Context, told: Any) -> None:
    def fails(work: Work) -> None:
        work.put("case", "a", {})
        work.record(told())
        work.add("n")
        work.next_number("letters")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        store.run(context, fails)
    assert store.get("case", "a") is None
    assert store.journal() == []
    assert store.counter("n") == 0
    assert store.run(context, lambda work: work.next_number("letters")) == 1


def test_versions_count_the_changes(store: Store, context: Context) -> None:
    put(store, context, "a", {"n": 1})
    put(store, context, "a", {"n": 2}, version=1)
    with store.work(context) as work:
        work.put("case", "a", {"n": 3}, version=2)
        work.put("case", "a", {"n": 4}, version=3)
    found = store.get("case", "a")
    assert found is not None
    assert (found.version, found.body) == (4, {"n": 4})


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_write_with_a_stale_version_conflicts(store: Store, context: Context, version: int) -> None:
    put(store, context, "a", {"n": 1})
    put(store, context, "a", {"n": 2}, version=1)
    with pytest.raises(Conflict, match="case/a has changed"):
        put(store, context, "a", {"n": 9}, version)
    found = store.get("case", "a")
    assert found is not None
    assert found.body == {"n": 2}


def test_what_was_read_is_checked_even_if_it_is_not_written(store: Store, context: Context) -> None:
    put(store, context, "a", {"n": 1})
    work = reads_while_it_changes(store, context, version=1)
    with pytest.raises(Conflict):
        work()
    assert store.get("note", "b") is None


def test_what_was_not_there_when_read_is_checked_too(store: Store, context: Context) -> None:
    work = reads_while_it_changes(store, context, version=0)
    with pytest.raises(Conflict):
        work()
    assert store.get("note", "b") is None


def test_a_conflict_makes_run_do_the_work_again_with_what_is_true_now(store: Store, context: Context) -> None:
    put(store, context, "a", {"n": 1})
    seen = []

    def count_up(work: Work) -> int:
        document = work.get("case", "a")
        assert document is not None
        seen.append(document.body["n"])
        if len(seen) == 1:
            put(store, context, "a", {"n": 10}, version=1)
        work.put("case", "a", {"n": document.body["n"] + 1}, document.version)
        return int(document.body["n"]) + 1

    assert store.run(context, count_up) == 11
    assert seen == [1, 10]


def test_run_gives_up_after_twenty_conflicts(store: Store, context: Context) -> None:
    tries = []

    def hopeless(work: Work) -> None:
        tries.append(1)
        work.put("case", "a", {}, version=7)

    with pytest.raises(Conflict):
        store.run(context, hopeless)
    assert len(tries) == 20


def test_a_deleted_document_is_gone_and_may_come_back(store: Store, context: Context) -> None:
    put(store, context, "a", {"citizen_key": "k"})
    with store.work(context) as work:
        work.delete("case", "a", 1)
        assert work.get("case", "a") is None
    assert store.get("case", "a") is None
    put(store, context, "a", {"citizen_key": "k"})
    assert store.get("case", "a") is not None


def test_deleting_a_stale_version_conflicts(store: Store, context: Context) -> None:
    put(store, context, "a", {})
    with pytest.raises(Conflict), store.work(context) as work:
        work.delete("case", "a", 2)


def test_a_unique_key_is_taken_by_one_document(store: Store, context: Context) -> None:
    put(store, context, "a", {"citizen_key": "k", "left": 1, "right": 1})
    with pytest.raises(Taken) as caught:
        put(store, context, "b", {"citizen_key": "k"})
    assert (caught.value.collection, caught.value.key) == ("case", ("citizen_key",))
    put(store, context, "c", {"left": 1, "right": 2})
    with pytest.raises(Taken) as caught:
        put(store, context, "d", {"left": 1, "right": 2})
    assert caught.value.key == ("left", "right")


def test_a_key_without_a_value_is_not_compared(store: Store, context: Context) -> None:
    put(store, context, "a", {"citizen_key": None, "left": 1})
    put(store, context, "b", {"left": 1})
    assert len(store.find("case").documents) == 2


def test_a_key_that_is_given_back_can_be_taken_in_the_same_work(store: Store, context: Context) -> None:
    put(store, context, "a", {"citizen_key": "k"})
    put(store, context, "b", {"citizen_key": "m"})
    with store.work(context) as work:
        work.put("case", "a", {"citizen_key": "m"}, 1)
        work.put("case", "b", {"citizen_key": "k"}, 1)
    assert [d.body["citizen_key"] for d in store.find("case").documents] == ["m", "k"]
    with store.work(context) as work:
        work.delete("case", "b", 2)
        work.put("case", "c", {"citizen_key": "k"})
    with pytest.raises(Taken):
        put(store, context, "d", {"citizen_key": "k"})


def test_an_indexed_field_holds_a_scalar(store: Store, context: Context) -> None:
    with pytest.raises(ValueError, match=r"case\.status is indexed; allowed: str, int or None, not list"):
        put(store, context, "a", {"status": ["open"]})


def test_changing_a_body_after_put_changes_nothing(store: Store, context: Context) -> None:
    body = {"list": [1]}
    with store.work(context) as work:
        work.put("case", "a", body)
        body["list"].append(2)
    found = store.get("case", "a")
    assert found is not None
    assert found.body == {"list": [1]}


def test_what_is_to_be_done_after_the_commit_is_done_only_then(store: Store, context: Context) -> None:
    seen: list[object] = []
    with store.work(context) as work:
        work.put("case", "a", {})
        work.after_commit(lambda: seen.append(store.get("case", "a") is not None))
        assert seen == []
    assert seen == [True]

    def conflicts(work: Work) -> None:
        work.put("case", "a", {})
        work.after_commit(lambda: seen.append("never"))

    with pytest.raises(Conflict):
        store.run(context, conflicts)
    assert seen == [True]


@pytest.mark.parametrize("uri", ["sqlite://x/y.db", "mysql:///a", "/tmp/a.db", "sqlite:///", "sqlite:"])
def test_a_uri_that_names_no_store_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match=r"allowed: sqlite:////absolute/path\.db"):
        open_store(uri, [], "intake")


@pytest.mark.parametrize("bad", [Collection("Case"), Collection("a b"), Collection("x", indexes=(("a-b",),))])
def test_a_collection_with_an_impossible_name_is_refused(adapter: Any, bad: Collection) -> None:
    with pytest.raises(ValueError, match="no name of a collection or field"):
        adapter.open([bad])


def test_an_index_declared_later_finds_the_documents_written_before(adapter: Any, context: Context) -> None:
    first = adapter.open([Collection("case", unique=(("left",),))])
    for n in range(3):
        put(first, context, f"a{n}", {"status": "open", "due": n, "left": n})
    later = adapter.open([Collection("case", indexes=(("status", "due"),))])
    page = later.find("case", equals={"status": "open"}, between=("due", 1, None), order="due")
    assert [d.id for d in page.documents] == ["a1", "a2"]
    put(later, context, "b", {"left": 1})


def test_the_file_of_another_service_is_not_opened(adapter: Any) -> None:
    adapter.open(service="intake")
    with pytest.raises(ValueError, match="is the store of intake, not of routing"):
        adapter.open(service="routing")


@pytest.mark.parametrize(("value", "kind"), [(1.5, "float"), ([1], "list"), (2**63, "a number beyond 64 bits")])
def test_a_declared_field_holds_text_a_number_or_nothing(store: Store, context: Context, value: Any, kind: str) -> None:
    with pytest.raises(ValueError, match=f"case.status is indexed; allowed: str, int or None, not {kind}"):
        put(store, context, "a", {"status": value})


@pytest.mark.parametrize("value", [-(2**63), 2**63 - 1, 0, True, "", "=", "\x00", None])
def test_what_a_declared_field_may_hold_is_found_by_it(store: Store, context: Context, value: Any) -> None:
    put(store, context, "a", {"place": value})
    put(store, context, "b", {"place": "other"})
    found = store.find("case", equals={"place": value}, order="place")
    assert [d.id for d in found.documents] == ["a"]
