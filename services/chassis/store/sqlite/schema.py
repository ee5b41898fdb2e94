"""Tables, indexes and the constant SQL of each collection; opening an older file brings it up to the declaration.

A commit writes every page that it touched to the log, so what is written together should lie together. Numbers of
matters are random; rows lie in the order of their birth instead, and streams have small numbers of their own, so that
the matters of a day share pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from services.chassis.store.port import Collection
from services.chassis.store.sqlite import words

TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS journal (
  position INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  stream TEXT NOT NULL, fact_id TEXT NOT NULL, type TEXT NOT NULL, exchange TEXT NOT NULL, routing_key TEXT NOT NULL,
  number TEXT NOT NULL, body BLOB NOT NULL, committed_at REAL NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS journal_order ON journal (stream_id, epoch, seq);
CREATE TABLE IF NOT EXISTS outbox (position INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS handled (
  inbox TEXT NOT NULL, stream TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,
  fact_ids TEXT NOT NULL, surplus_ids TEXT NOT NULL, UNIQUE (inbox, stream));
CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS series (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """One unique key: its fields, where they stand among the declared ones, and how to look for its holder."""

    fields: tuple[str, ...]
    places: tuple[int, ...]
    holder: str


@dataclass(frozen=True, slots=True)
class Table:
    """The SQL of one collection."""

    collection: Collection
    name: str
    fields: tuple[str, ...]
    select: str
    version: str
    stored_values: str
    upsert: str
    touch: str
    delete: str
    release: str
    unique: tuple[UniqueKey, ...]

    @classmethod
    def of(cls, collection: Collection) -> Table:
        """Make it once, so that every statement is a constant string and stays prepared."""
        name, fields = f"doc_{collection.name}", collection.fields
        columns = [f"f_{f}" for f in fields]
        every = ["id", "version", "body", *columns]
        changed = ", ".join(f"{c} = excluded.{c}" for c in every[1:])
        return cls(
            collection,
            name,
            fields,
            f"SELECT version, body FROM {name} WHERE id = ?",
            f"SELECT version FROM {name} WHERE id = ?",
            f"SELECT {', '.join(columns) or 'NULL'} FROM {name} WHERE id = ?",
            f"INSERT INTO {name} ({', '.join(every)}) VALUES ({', '.join('?' * len(every))}) "
            f"ON CONFLICT (id) DO UPDATE SET {changed}",
            f"UPDATE {name} SET version = ?, body = ? WHERE id = ?",
            f"DELETE FROM {name} WHERE id = ?",
            f"UPDATE {name} SET {', '.join(f'{c} = NULL' for c in columns)} WHERE id = ?",
            tuple(
                UniqueKey(
                    key,
                    tuple(fields.index(f) for f in key),
                    f"SELECT id FROM {name} WHERE {' AND '.join(f'f_{f} = ?' for f in key)}",
                )
                for key in collection.unique
            ),
        )


def create(connection: sqlite3.Connection, tables: Mapping[str, Table]) -> None:
    """Create what is missing, in the transaction that the caller has begun."""
    for statement in TABLES.split(";"):
        connection.execute(statement)
    for table in tables.values():
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table.name} "
            "(id TEXT PRIMARY KEY, version INTEGER NOT NULL, body BLOB NOT NULL)"
        )
        _add_columns(connection, table)
        _set_indexes(connection, table)
        if table.collection.searchable:
            words.create(connection, table.collection.name)


def _add_columns(connection: sqlite3.Connection, table: Table) -> None:
    there = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
    for field in table.fields:
        if f"f_{field}" not in there:
            connection.execute(f"ALTER TABLE {table.name} ADD COLUMN f_{field}")
            connection.execute(
                f"UPDATE {table.name} SET f_{field} = json_extract(CAST(body AS TEXT), ?)", (f"$.{field}",)
            )


def _set_indexes(connection: sqlite3.Connection, table: Table) -> None:
    wanted = {f"{table.name}__{'__'.join(key)}": ("INDEX", (*key, "id")) for key in table.collection.indexes}
    wanted |= {f"{table.name}__one__{'__'.join(key)}": ("UNIQUE INDEX", key) for key in table.collection.unique}
    there = {
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table.name,)
        )
    }
    for name in there - wanted.keys():
        connection.execute(f"DROP INDEX {name}")
    for name in wanted.keys() - there:
        kind, key = wanted[name]
        columns = ", ".join("id" if f == "id" else f"f_{f}" for f in key)
        connection.execute(f"CREATE {kind} {name} ON {table.name} ({columns})")
