"""SQLite as the services use it, without them: the same tables, indexes and rows, one disk write a group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from services.chassis.store.sqlite.opening import CHECKPOINT_PAGES, connect
from services.console.bench.raw_values import AT, SIZES, WORDS_OF_A_STORY, values_of

MOST_KNOWN = 4_096
"""Documents at hand; those that were not written for longest go first, many at a time."""
SLACK = 16
"""The bound may be passed by the sixteenth part before they go."""
STREAM = "INSERT INTO stream (id, name) VALUES (?, ?)"
JOURNAL = (
    "INSERT INTO journal (position, stream_id, epoch, seq, stream, fact_id, type, exchange, routing_key, number, body, "
    "committed_at) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
OUTBOX = "INSERT INTO outbox VALUES (?)"
HANDLED = (
    "INSERT INTO handled (inbox, stream, epoch, seq, fact_ids, surplus_ids) VALUES (?, ?, 1, ?, ?, '') "
    "ON CONFLICT (inbox, stream) DO UPDATE SET seq = excluded.seq, fact_ids = excluded.fact_ids"
)
COUNTER = "INSERT INTO counter VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value"


class _Known(NamedTuple):
    version: int
    body: dict[str, Any]
    values: list[str | int | None]


class _Table(NamedTuple):
    """One collection's declared fields, and the SQL to write it."""

    fields: tuple[str, ...]
    insert: str
    change: str
    touch: str


Rows = dict[str, list[tuple[Any, ...]]]
"""By statement: what is to be written with it."""


class RawStore:
    """One file; `begin` and `commit` enclose a group, everything else happens between them.

    Like the services' store it writes at the commit, a document that changed twice in a group once.
    """

    def __init__(self, path: Path, layout: Iterable[str]) -> None:
        """`layout`: the CREATE statements of the hub's own store."""
        self._db = connect(str(path), [])
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA cache_size = -65536")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        for statement in layout:
            self._db.execute(statement)
        tables = self._db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'doc/_%' ESCAPE '/'"
        )
        self._tables = {name.removeprefix("doc_"): self._table(name) for (name,) in tables.fetchall()}
        self._position = 0
        self._streams: dict[str, int] = {}
        self._known: dict[tuple[str, str], _Known] = {}
        self._changed: dict[tuple[str, str], _Known] = {}
        """What stood there before this group."""
        self._handled: dict[tuple[str, str], tuple[int, str]] = {}
        self._moved: dict[tuple[str, str], None] = {}
        self._rows: Rows = {}
        self._counters: Counter[str] = Counter()
        self.commits = 0
        self.rows: Counter[str] = Counter()

    def _table(self, name: str) -> _Table:
        columns = [row[1] for row in self._db.execute(f"PRAGMA table_info({name})")]
        fields = [column for column in columns if column.startswith("f_")]
        changed = ", ".join(f"{column} = ?" for column in ("version", "body", *fields))
        return _Table(
            tuple(field.removeprefix("f_") for field in fields),
            f"INSERT INTO {name} (version, body{''.join(', ' + f for f in fields)}, id) "
            f"VALUES (?, ?{', ?' * len(fields)}, ?)",
            f"UPDATE {name} SET {changed} WHERE id = ?",
            f"UPDATE {name} SET version = ?, body = ? WHERE id = ?",
        )

    def begin(self) -> None:
        """Open a group."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """One durable write for the group."""
        for (kind, id), before in self._changed.items():
            table, now = self._tables[kind], self._known[kind, id]
            same = before.version and before.values == now.values
            sql = table.touch if same else table.change if before.version else table.insert
            values = () if same else now.values
            self._rows.setdefault(sql, []).append((now.version, orjson.dumps(now.body), *values, id))
        if self._moved:
            self._rows[HANDLED] = [(*place, *self._handled[place]) for place in self._moved]
        if self._counters:
            self._rows[COUNTER] = list(self._counters.items())
        for sql, rows in self._rows.items():
            self._db.executemany(sql, rows)
        self._db.execute("COMMIT")
        for kept in (self._changed, self._moved, self._counters, self._rows):
            kept.clear()
        self.commits += 1
        surplus = len(self._known) - MOST_KNOWN
        if surplus * SLACK > MOST_KNOWN:
            for key in list(islice(self._known, surplus)):
                del self._known[key]

    def put(self, kind: str, id: str, status: str) -> None:
        """Take a document, add a step to it, write it back by its version: what a step does to its document.

        Like the services' store it has the documents at hand that it wrote lately, and reads others.
        """
        key, (base, step) = (kind, id), SIZES[kind]
        known = self._known.pop(key, None) or self._read(kind, id) or _Known(0, {"base": "b" * base, "steps": []}, [])
        self._changed.setdefault(key, known)
        known.body["steps"].append("s" * step)
        values = values_of(self._tables[kind].fields, id, status, known.version)
        self._known[key] = _Known(known.version + 1, known.body, values)
        self.rows["documents"] += 1

    def _read(self, kind: str, id: str) -> _Known | None:
        row = self._db.execute(f"SELECT version, body FROM doc_{kind} WHERE id = ?", (id,)).fetchone()
        return None if row is None else _Known(row[0], orjson.loads(row[1]), [])

    def keep(self, kind: str, id: str, body: bytes) -> None:
        """A document that is written once."""
        table = self._tables[kind]
        self._rows.setdefault(table.insert, []).append((1, body, *values_of(table.fields, id, "open", 0), id))
        self.rows["documents"] += 1

    def enter(self, kind: str, id: str) -> None:
        """Let a document be found by the words of a story."""
        words = WORDS_OF_A_STORY[int(id) % len(WORDS_OF_A_STORY)]
        row = self._db.execute(f"INSERT INTO words_{kind} (id, words) VALUES (?, ?)", (id, words))
        self._db.execute(f"INSERT INTO found_{kind} (rowid, words) VALUES (?, ?)", (row.lastrowid, words))

    def record(self, stream: str, seq: int, id: str, type: str, exchange: str, number: str, body: bytes) -> int:
        """A fact in the journal, its stream and the outbox; the outbox position."""
        self._position += 1
        place = self._streams.get(stream)
        if place is None:
            place = self._streams[stream] = len(self._streams) + 1
            self._rows.setdefault(STREAM, []).append((place, stream))
        row = (self._position, place, seq, stream, id, type, exchange, type, number, body, AT)
        self._rows.setdefault(JOURNAL, []).append(row)
        self._rows.setdefault(OUTBOX, []).append((self._position,))
        self.rows["facts"] += 1
        return self._position

    def handled(self, inbox: str, stream: str, seq: int, id: str) -> None:
        """An inbox moves on in a stream, which must be at the fact before."""
        place = (inbox, stream)
        last, ids = self._handled.get(place, (0, ""))
        if seq != last + 1:
            raise RuntimeError(f"{inbox} was sent {stream} {seq} out of order")
        self._handled[place] = (seq, f"{ids},{id}" if ids else id)
        self._moved[place] = None
        self.rows["applications"] += 1

    def published(self, upto: int) -> None:
        """The broker has confirmed everything up to a position."""
        self._db.execute("DELETE FROM outbox WHERE position <= ?", (upto,))

    def add(self, *names: str) -> None:
        """Counters, written with the group."""
        self._counters.update(names)

    def waiting(self) -> int:
        """How many facts the broker has not confirmed."""
        return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])

    def close(self) -> None:
        """Done."""
        self._db.close()
