"""The one write connection: begins a transaction, writes a whole group, commits it, or takes it all back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from time import time

from services.chassis.store.port import Scalar, Taken
from services.chassis.store.sqlite import words
from services.chassis.store.sqlite.group import Group
from services.chassis.store.sqlite.known import Known
from services.chassis.store.sqlite.schema import Table
from services.contracts.refusals import Transient

_JOURNAL = (
    "INSERT INTO journal (stream_id, position, stream, epoch, seq, fact_id, type, exchange, routing_key, number, "
    "body, committed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_STREAM = "INSERT INTO stream (id, name) VALUES (?, ?)"
_OUTBOX = "INSERT INTO outbox (position) VALUES (?)"
_PUBLISHED = "DELETE FROM outbox WHERE position = ?"
_HANDLED = (
    "INSERT INTO handled (inbox, stream, epoch, seq, fact_ids, surplus_ids) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (inbox, stream) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, "
    "fact_ids = excluded.fact_ids, surplus_ids = excluded.surplus_ids"
)
_COUNTER = (
    "INSERT INTO counter (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value"
)
_SERIES = "INSERT INTO series (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last"


class Writer:
    """Everything that changes the database goes through here, one group at a time."""

    def __init__(self, connection: sqlite3.Connection, tables: Mapping[str, Table]) -> None:
        self.connection = connection
        self._tables = tables
        self.known = Known()

    def begin(self) -> bool:
        """Open the write transaction; False when another process is writing, or between two steps of a restore."""
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        try:
            usable = self.known.refresh(self.connection)
        except BaseException:
            self.take_back()
            raise
        if not usable:
            self.take_back()
        return usable

    def group(self) -> Group:
        """A new group inside the open transaction."""
        return Group(self.connection, self._tables, self.known, time())

    def write(self, group: Group, published: Iterable[int]) -> None:
        """Write what the group holds, and strike from the outbox what the broker has confirmed."""
        many = self.connection.executemany
        upserts: dict[str, list[tuple[Scalar | bytes, ...]]] = {}
        deletes: dict[str, list[tuple[str]]] = {}
        known = self.known.documents
        for key, write in group.writes.items():
            table = self._tables[key[0]]
            before = known.get(key)
            if write.body is None:
                deletes.setdefault(table.delete, []).append((key[1],))
                if table.collection.searchable:
                    words.strike(self.connection, *key)
            elif before and before.body and before.values == write.values and key not in group.released:
                upserts.setdefault(table.touch, []).append((write.version, write.body, key[1]))
            else:
                upserts.setdefault(table.upsert, []).append((key[1], write.version, write.body, *write.values))
        for sql, ids in deletes.items():
            many(sql, ids)
        for name, id in group.released:
            self.connection.execute(self._tables[name].release, (id,))
        for sql, documents in upserts.items():
            many(sql, documents)
        if group.words:
            words.enter(self.connection, group.words, group.writes)
        if group.rows:
            if group.born:
                many(_STREAM, group.born)
            many(_JOURNAL, [(id, *row[:11]) for id, row in zip(group.stream_ids, group.rows, strict=True)])
            many(_OUTBOX, [row[:1] for row in group.rows])
        if group.handled:
            many(
                _HANDLED,
                [
                    (*place, state.epoch, state.seq, ",".join(state.fact_ids), ",".join(state.surplus_ids))
                    for place, state in group.handled.items()
                ],
            )
        if group.counters:
            many(_COUNTER, list(group.counters.items()))
        if group.series:
            many(_SERIES, list(group.series.items()))
        if published:
            many(_PUBLISHED, [(position,) for position in published])

    def commit(self) -> None:
        """Make it durable: returns after the log has reached the disk. Blocks."""
        self.connection.execute("COMMIT")

    def settle(self, group: Group) -> None:
        """After the commit: remember what is now true."""
        known = self.known
        for key, write in group.writes.items():
            known.documents.pop(key, None)
            if write.body is not None:
                known.documents[key] = write
            known.versions.pop(key, None)
        known.heads.update(group.heads)
        known.handled.update(group.handled)
        known.position += len(group.rows)
        known.streams += len(group.born)
        known.trim()

    def let_go(self) -> None:
        """End a transaction in which nothing was written."""
        self.connection.execute("ROLLBACK")

    def take_back(self) -> None:
        """Undo the open transaction, if there still is one, and trust nothing remembered."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        self.known.forget()


def told(error: sqlite3.Error) -> Exception:
    """A database error in the port's words: a unique key is Taken, everything that may pass is Transient."""
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError) and text.startswith("UNIQUE constraint failed: doc_"):
        columns = text.split(": ", 1)[1].split(", ")
        name = columns[0].split(".")[0].removeprefix("doc_")
        return Taken(name, tuple(c.split(".f_")[-1] for c in columns))
    if isinstance(error, sqlite3.OperationalError):
        return Transient(f"the store could not commit: {text}")
    return error
