"""What only the MongoDB adapter has: an address, a turn for all processes, epochs after mongorestore, other tries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest

from services.chassis.store import Collection, Context, JournalRow, Store, open_store
from services.contracts.envelope import decode
from services.contracts.refusals import Refusal, Transient
from tests.store import mongodb

N, M = "123456789012", "223456789012"


def until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    ends = monotonic() + seconds
    while not true():
        assert monotonic() < ends, "it did not come true"
        sleep(0.005)


def turn_of(adapter: Any) -> dict[str, Any]:
    client, rows = adapter.client()
    with client:
        found: dict[str, Any] = rows["meta"].find_one({"_id": "turn"})
        return found


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://geheim:wort@127.0.0.1",
        "mongodb://geheim:wort@127.0.0.1/",
        "mongodb://geheim:wort@127.0.0.1/a?w=x&nonsense=%",
        "mongodb://geheim:wort@127.0.0.1:port/a",
    ],
)
def test_an_address_that_names_no_database_is_refused_and_not_repeated(uri: str) -> None:
    with pytest.raises(ValueError, match="allowed: mongodb://host") as caught:
        open_store(uri, [], "intake")
    assert "geheim" not in str(caught.value)
    assert "wort" not in str(caught.value)


def test_a_server_that_is_not_there_is_told_within_the_time_given() -> None:
    uri = "mongodb://geheim:wort@127.0.0.1:9/a?serverSelectionTimeoutMS=200"
    with pytest.raises(ConnectionError, match="could not be opened: ServerSelectionTimeoutError") as caught:
        open_store(uri, [], "intake")
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize("kind", [kind for kind in mongodb.kinds() if kind == "mongodb-mongoeco"])
def test_a_server_that_goes_away_is_worth_another_try(kind: str, context: Context, monkeypatch: Any) -> None:
    from services.chassis.store.mongo import transaction

    monkeypatch.setattr(transaction, "TRY_SECONDS", 0.2)
    with mongodb.served() as address:
        uri = f"{mongodb.uri(address, 'away')}?serverSelectionTimeoutMS=200"
        store = open_store(uri, [Collection("note")], "intake")
        with store.work(context) as work:
            work.put("note", kind, {})
    with pytest.raises(Transient):
        store.get("note", kind)
    with pytest.raises(Transient), store.work(context) as work:
        work.put("note", "b", {})
    store.close()


@pytest.mark.parametrize("label", ["TransientTransactionError", "UnknownTransactionCommitResult"])
def test_a_transaction_is_begun_again_while_mongodb_says_that_it_may_succeed(
    mongo_adapter: Any, context: Context, monkeypatch: Any, label: str
) -> None:
    from pymongo.client_session import ClientSession
    from pymongo.errors import OperationFailure

    store = mongo_adapter.open()
    commit, failures = ClientSession.commit_transaction, [1, 2, 3]

    def fails(session: Any) -> None:
        if label.startswith("Unknown"):
            commit(session)
        if failures:
            failures.pop()
            if label.startswith("Transient"):
                session.abort_transaction()
            raise OperationFailure("no", 112, {"errorLabels": [label]})
        if label.startswith("Transient"):
            commit(session)

    monkeypatch.setattr(ClientSession, "commit_transaction", fails)
    with store.work(context) as work:
        work.put("note", "a", {})
        work.add("n")
    assert failures == []
    assert (store.get("note", "a").version, store.counter("n")) == (1, 1)


def test_who_only_counts_needs_no_turn(mongo_adapter: Any, context: Context) -> None:
    store = mongo_adapter.open()
    before = turn_of(mongo_adapter)["turns"]
    with store.work(context) as work:
        work.add("n")
    assert turn_of(mongo_adapter)["turns"] == before
    with store.work(context) as work:
        work.put("note", "a", {})
    assert turn_of(mongo_adapter)["turns"] == before + 1


def test_listeners_hear_other_processes_too_each_fact_once_and_in_order(
    mongo_adapter: Any, context: Context, told: Callable[..., Any]
) -> None:
    own, other = mongo_adapter.open(), mongo_adapter.open()
    heard: list[JournalRow] = []
    own.on_facts(heard.extend)

    def tell(store: Store) -> None:
        for _ in range(6):
            store.run(context, lambda work: work.record(told(N)))

    threads = [threading.Thread(target=tell, args=(store,)) for store in (own, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: len(heard) == 12)
    assert [row.position for row in heard] == list(range(1, 13))
    assert [row.fact_id for row in heard] == [row.fact_id for row in own.journal()]


def test_a_process_that_has_reserved_the_turn_goes_first(mongo_adapter: Any, context: Context) -> None:
    patient, other = mongo_adapter.open(), mongo_adapter.open()
    patience = patient._entry.patience
    assert patience.acquire(timeout=1)
    done = threading.Event()

    def write() -> None:
        with other.work(context) as work:
            work.put("note", "other", {})
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert not done.wait(0.3)
    patience.release()
    assert done.wait(10)
    thread.join()


def test_a_reservation_ends_by_itself(mongo_adapter: Any, context: Context, monkeypatch: Any) -> None:
    from services.chassis.store.mongo import patience

    monkeypatch.setattr(patience, "RESERVED_SECONDS", 0.3)
    dead, other = mongo_adapter.open(), mongo_adapter.open()
    assert dead._entry.patience.acquire(timeout=1)
    with other.work(context) as work:
        work.put("note", "other", {})
    assert other.get("note", "other") is not None


@pytest.mark.parametrize("told_so", [True, False])
def test_after_mongorestore_a_new_epoch_is_opened_greater_than_any_before(
    mongo_adapter: Any, context: Context, told: Callable[..., Any], told_so: bool
) -> None:
    store = mongo_adapter.open()
    for _ in range(2):
        store.run(context, lambda work: work.record(told(N)))
    client, rows = mongo_adapter.client()
    dump = {name: list(rows[name].find()) for name in rows.list_collection_names()}
    store.run(context, lambda work: work.record(told(N)))
    for turn in (1, 2):
        mongo_adapter.close_stores()
        for name, kept in dump.items():
            rows[name].delete_many({})
            if kept:
                rows[name].insert_many(kept)
        store = mongo_adapter.open()
        if told_so:
            store.open_epoch()
        assert store.epoch >= turn + 1
        epoch = store.epoch
        for number in (N, N, M):
            store.run(context, lambda work, number=number: work.record(told(number)))
        places = [(r.epoch, r.seq, decode(r.body).after) for r in store.journal(f"matter/{N}")]
        assert places == [(1, 1, None), (1, 2, None), (epoch, 3, 2), (epoch, 4, None)]
        assert decode(store.journal(f"matter/{M}")[0].body).after == 0
    client.close()
    mongo_adapter.close_stores()
    assert mongo_adapter.open().epoch == epoch


def test_backup_and_restore_say_how_it_is_done(mongo_adapter: Any) -> None:
    store = mongo_adapter.open()
    for verb in (store.backup, store.restore_from):
        with pytest.raises(Refusal, match=r"docs/runbook\.md"):
            verb("/some/file")


def test_a_body_may_hold_what_mongodb_itself_could_not(mongo_adapter: Any, context: Context) -> None:
    store = mongo_adapter.open()
    body = {"any": 2**64 - 1, "dotted.key": {"$set": 1}, "": [None, "\x00"]}
    with store.work(context) as work:
        work.put("note", "a", body)
    assert store.get("note", "a").body == body
