"""Reading committed state: documents, questions, counters, the journal; each statement sees one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from services.chassis.store.handled import Handled, HandledRow
from services.chassis.store.paging import Place
from services.chassis.store.port import Between, Head, JournalRow, Scalar
from services.chassis.store.sqlite import words
from services.chassis.store.sqlite.schema import Table

HANDLED = "SELECT epoch, seq, fact_ids, surplus_ids FROM handled WHERE inbox = ? AND stream = ?"
HEAD = (
    "SELECT s.id, j.epoch, j.seq FROM stream s JOIN journal j ON j.stream_id = s.id "
    "WHERE s.name = ? ORDER BY j.epoch DESC, j.seq DESC LIMIT 1"
)
SERIES = "SELECT last FROM series WHERE name = ?"

_ROWS = (
    "SELECT j.position, j.stream, j.epoch, j.seq, j.fact_id, j.type, j.exchange, j.routing_key, j.number, j.body, "
    "j.committed_at, o.position IS NULL FROM journal j LEFT JOIN outbox o ON o.position = j.position "
)
_UNPUBLISHED = (
    "SELECT j.position, j.stream, j.epoch, j.seq, j.fact_id, j.type, j.exchange, j.routing_key, j.number, j.body, "
    "j.committed_at, 0 FROM outbox o JOIN journal j ON j.position = o.position "
    "WHERE o.position > ? ORDER BY o.position LIMIT ?"
)
_BOUNDS = {
    "stream": "j.stream_id = (SELECT id FROM stream WHERE name = ?)",
    "exchange": "j.exchange = ?",
    "epoch": "j.epoch = ?",
    "from_seq": "j.seq >= ?",
    "to_seq": "j.seq <= ?",
}
_HEADS = (
    "SELECT exchange, stream, epoch, seq FROM journal WHERE position IN "
    "(SELECT max(position) FROM journal NOT INDEXED WHERE position > ? GROUP BY stream_id) ORDER BY position"
)
_LAST = "SELECT coalesce(max(position), 0) FROM journal"
_BEHIND_ALL_TEXT = "\U0010ffff"
_COMMITTED_AT = "SELECT committed_at FROM journal WHERE position = ?"


def handled_of(row: tuple[int, int, str, str]) -> Handled:
    """The state that a row of `handled` keeps."""
    return Handled(row[0], row[1], tuple(row[2].split(",")), tuple(row[3].split(",")) if row[3] else ())


class Reader:
    """Questions to one database; `connection` gives the calling thread's connection."""

    def __init__(self, connection: Callable[[], sqlite3.Connection], tables: Mapping[str, Table]) -> None:
        self._connection = connection
        self._tables = tables

    def raw(self, collection: str, id: str) -> tuple[int, bytes] | None:
        """Version and body of a document."""
        row: tuple[int, bytes] | None = self._connection().execute(self._tables[collection].select, (id,)).fetchone()
        return row

    def find_raw(
        self,
        collection: str,
        equals: Mapping[str, Scalar],
        between: Between | None,
        order: str | None,
        descending: bool,
        limit: int,
        after: Place | None,
    ) -> list[tuple[str, int, bytes, Scalar]]:
        """Documents as (id, version, body, order value), keyset-paged by (order value, id)."""
        where, values = [], []
        for field, value in equals.items():
            where.append(f"f_{field} IS ?")
            values.append(value)
        if between is not None:
            field, low, high = between
            where.append(f"f_{field} IS NOT NULL")
            for bound, sign in ((low, ">="), (high, "<=")):
                if bound is not None:
                    where.append(f"f_{field} {sign} ?")
                    values.append(bound)
        column = f"f_{order}" if order else "NULL"
        way = "DESC" if descending else "ASC"
        by = f"{column} {way}, id {way}" if order else f"id {way}"
        head = f"SELECT id, version, body, {column} FROM {self._tables[collection].name} WHERE "
        found: list[tuple[str, int, bytes, Scalar]] = []
        for condition, more in _parts(after, column if order else None, descending):
            sql = f"{head}{' AND '.join((*where, condition))} ORDER BY {by} LIMIT ?"
            found += self._connection().execute(sql, (*values, *more, limit - len(found))).fetchall()
            if len(found) == limit:
                break
        return found

    def search_raw(
        self, collection: str, asked: Sequence[str], equals: Mapping[str, Scalar], limit: int, before: int | None
    ) -> list[words.Hit]:
        """Documents with all these keyed words as (id, version, body, number), the last born first."""
        return words.search(self._connection(), collection, asked, equals, limit, before)

    def counter(self, key: str) -> int:
        """One counter."""
        row = self._connection().execute("SELECT value FROM counter WHERE key = ?", (key,)).fetchone()
        return row[0] if row else 0

    def counters(self, prefix: str) -> dict[str, int]:
        """All counters of a prefix."""
        sql = "SELECT key, value FROM counter WHERE key >= ? AND key < ? ORDER BY key"
        return dict(self._connection().execute(sql, (prefix, prefix + _BEHIND_ALL_TEXT)))

    def handled_state(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream."""
        row = self._connection().execute(HANDLED, (inbox, stream)).fetchone()
        return handled_of(row) if row else None

    def handled_rows(self, after: tuple[str, str], limit: int) -> list[HandledRow]:
        """How far every inbox has come."""
        rows = self._connection().execute(
            "SELECT inbox, stream, epoch, seq, fact_ids, surplus_ids FROM handled "
            "WHERE (inbox, stream) > (?, ?) ORDER BY inbox, stream LIMIT ?",
            (*after, limit),
        )
        return [HandledRow(row[0], row[1], handled_of(row[2:])) for row in rows]

    def number(self, series: str) -> int:
        """The last number taken in a series; 0 when none was."""
        row = self._connection().execute(SERIES, (series,)).fetchone()
        return row[0] if row else 0

    def before(self, since: float) -> int:
        """The last position committed before a time; positions have no gaps and grow with time."""
        low, high = 0, self._connection().execute(_LAST).fetchone()[0]
        while low < high:
            middle = (low + high + 1) // 2
            if self._connection().execute(_COMMITTED_AT, (middle,)).fetchone()[0] < since:
                low = middle
            else:
                high = middle - 1
        return int(low)

    def journal(
        self, bounds: Mapping[str, Any], since: float | None, after_position: int, limit: int
    ) -> list[JournalRow]:
        """Facts in commit order, within the given bounds."""
        if since is not None:
            after_position = max(after_position, self.before(since))
        given = {name: value for name, value in bounds.items() if value is not None}
        where = " AND ".join(["j.position > ?", *(_BOUNDS[name] for name in given)])
        sql = f"{_ROWS}WHERE {where} ORDER BY j.position LIMIT ?"
        return _journal_rows(self._connection().execute(sql, (after_position, *given.values(), limit)))

    def unpublished(self, after_position: int, limit: int) -> list[JournalRow]:
        """Facts that still stand in the outbox."""
        return _journal_rows(self._connection().execute(_UNPUBLISHED, (after_position, limit)))

    def outbox(self, but: Collection[int]) -> int:
        """How many rows the outbox holds, not counting some positions, which may have left it already."""
        if but:
            return sum(row[0] not in but for row in self._connection().execute("SELECT position FROM outbox"))
        count: int = self._connection().execute("SELECT count(*) FROM outbox").fetchone()[0]
        return count

    def heads(self, changed_since: float) -> list[Head]:
        """The last place of every stream that grew since then."""
        return self._connection().execute(_HEADS, (self.before(changed_since),)).fetchall()


def _journal_rows(rows: sqlite3.Cursor) -> list[JournalRow]:
    return [JournalRow._make((*row[:11], bool(row[11]))) for row in rows]


def _parts(after: Place | None, column: str | None, descending: bool) -> list[tuple[str, list[Scalar]]]:
    """Conditions for the rows behind a place, one after the other; None sorts before every value.

    Two plain conditions are asked for in turn where one with OR would keep the index from being used.
    """
    if after is None:
        return [("1", [])]
    sign = "<" if descending else ">"
    if column is None:
        return [(f"id {sign} ?", [after.id])]
    if after.value is None:
        nulls: tuple[str, list[Scalar]] = (f"{column} IS NULL AND id {sign} ?", [after.id])
        return [nulls] if descending else [nulls, (f"{column} IS NOT NULL", [])]
    behind: tuple[str, list[Scalar]] = (f"({column}, id) {sign} (?, ?)", [after.value, after.id])
    return [behind, (f"{column} IS NULL", [])] if descending else [behind]
