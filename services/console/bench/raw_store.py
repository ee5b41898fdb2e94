"""SQLite as the services use it, without them: the same rows, one transaction and one disk write a group."""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

TABLES = (
    "create table doc (kind text, id text, version int, status text, body blob, primary key (kind, id)) without rowid",
    "create table journal (position integer primary key, stream text, epoch int, seq int, fact text, body blob)",
    "create unique index journal_stream on journal (stream, epoch, seq)",
    "create table stream (id integer primary key, name text not null unique)",
    "create table outbox (position integer primary key)",
    "create table handled (inbox text, stream text, epoch int, seq int, facts text, primary key (inbox, stream))"
    " without rowid",
    "create table counter (name text primary key, amount int) without rowid",
    "create table entry (position integer primary key, body blob)",
    "create table block (position integer primary key, body blob)",
)
MOST_KNOWN = 4_096
"""Documents at hand; those that were not written for longest go first, many at a time."""
SLACK = 16
"""The bound may be passed by the sixteenth part before they go."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536", "wal_autocheckpoint=4000")


class RawStore:
    """One file; `begin` and `commit` enclose a group, everything else happens between them."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            self._db.execute(f"pragma {pragma}")
        for table in TABLES:
            self._db.execute(table)
        self._counters: Counter[str] = Counter()
        self._position = 0
        self._known: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        self.commits = 0
        self.rows: Counter[str] = Counter()

    def begin(self) -> None:
        """Open a group."""
        self._db.execute("begin immediate")

    def commit(self) -> None:
        """One durable write for the group."""
        if self._counters:
            self._db.executemany(
                "insert into counter values (?, ?) on conflict (name) do update set amount = amount + excluded.amount",
                self._counters.items(),
            )
            self._counters.clear()
        self._db.execute("commit")
        self.commits += 1
        surplus = len(self._known) - MOST_KNOWN
        if surplus * SLACK > MOST_KNOWN:
            for key in list(islice(self._known, surplus)):
                del self._known[key]

    def put(self, kind: str, id: str, status: str, change: str) -> None:
        """Take a document, add to it, write it back by its version: what a step does to its document.

        Like the services' store it has the documents at hand that it wrote lately, and reads others.
        """
        known = self._known.pop((kind, id), None)
        version, body = self._read(kind, id) if known is None else known
        body["steps"].append({"type": change, "time": "2026-11-22T08:00:00Z", "unit": "ns-city"})
        blob = orjson.dumps(body)
        if version == 0:
            self._db.execute("insert into doc values (?, ?, 1, ?, ?)", (kind, id, status, blob))
        else:
            done = self._db.execute(
                "update doc set version = version + 1, status = ?, body = ? where kind = ? and id = ? and version = ?",
                (status, blob, kind, id, version),
            )
            if done.rowcount != 1:
                raise RuntimeError(f"{kind} {id} is not at version {version}")
        self._known[(kind, id)] = version + 1, body
        self.rows["documents"] += 1

    def _read(self, kind: str, id: str) -> tuple[int, dict[str, Any]]:
        row = self._db.execute("select version, body from doc where kind = ? and id = ?", (kind, id)).fetchone()
        return (0, {"id": id, "steps": []}) if row is None else (row[0], orjson.loads(row[1]))

    def keep(self, kind: str, id: str, text: bytes) -> None:
        """A document of sealed words, written once."""
        self._db.execute("insert into doc values (?, ?, 1, null, ?)", (kind, id, text))
        self.rows["documents"] += 1

    def record(self, stream: str, seq: int, fact: str, body: bytes) -> int:
        """A fact in the journal, its stream's head and the outbox; the outbox position."""
        self._position += 1
        self._db.execute("insert into journal values (?, ?, 1, ?, ?, ?)", (self._position, stream, seq, fact, body))
        if seq == 1:
            self._db.execute("insert into stream (name) values (?)", (stream,))
        self._db.execute("insert into outbox values (?)", (self._position,))
        self.rows["facts"] += 1
        return self._position

    def handled(self, inbox: str, stream: str, seq: int, fact: str) -> None:
        """An inbox moves on in a stream, which must be at the fact before."""
        done = self._db.execute(
            "insert into handled values (?, ?, 1, ?, ?) on conflict (inbox, stream) do update"
            " set seq = excluded.seq, facts = substr(facts || ' ' || excluded.facts, -2000)"
            " where seq = excluded.seq - 1",
            (inbox, stream, seq, fact),
        )
        if done.rowcount != 1:
            raise RuntimeError(f"{inbox} was sent {stream} {seq} out of order")
        self.rows["applications"] += 1

    def published(self, upto: int) -> None:
        """The broker has confirmed everything up to a position."""
        self._db.execute("delete from outbox where position <= ?", (upto,))

    def add(self, *names: str) -> None:
        """Counters, written with the group."""
        self._counters.update(names)

    def enter(self, body: bytes) -> None:
        """An entry of the record, waiting for its block."""
        self._db.execute("insert into entry (body) values (?)", (body,))

    def seal(self, head: bytes) -> None:
        """All waiting entries in one block."""
        self._db.execute("insert into block (body) values (?)", (head,))
        self._db.execute("delete from entry")

    def waiting(self) -> int:
        """How many facts the broker has not confirmed."""
        return int(self._db.execute("select count(*) from outbox").fetchone()[0])

    def close(self) -> None:
        """Done."""
        self._db.close()
