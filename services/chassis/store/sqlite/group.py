"""The works of one commit: each is checked against the database and the works before it, and then joins or fails.

A work that fails leaves nothing behind, so that it does not harm its neighbours: nothing is written before all have
been checked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TypeAlias

import orjson

from services.chassis.store.documents import DIVERGED
from services.chassis.store.handled import Handled, Verdict, advance, diverged, judge
from services.chassis.store.port import Conflict, JournalRow, OutOfOrder, Scalar, Taken
from services.chassis.store.sqlite.known import Head, Known
from services.chassis.store.sqlite.reader import HANDLED, HEAD, SERIES, handled_of
from services.chassis.store.sqlite.schema import Table
from services.chassis.store.work import Key, Work, Write
from services.contracts.envelope import encode

Claim: TypeAlias = tuple[str, tuple[str, ...], tuple[Scalar, ...]]
Place: TypeAlias = tuple[str, str]


class _Joining:
    """What one work would add to the group."""

    __slots__ = ("born", "claims", "handled", "heads", "released", "rows", "stream_ids", "writes")

    def __init__(self, writes: dict[Key, Write]) -> None:
        self.writes = writes
        self.claims: dict[Claim, str | None] = {}
        self.released: list[Key] = []
        self.handled: dict[Place, Handled] = {}
        self.heads: dict[str, Head] = {}
        self.rows: list[JournalRow] = []
        self.stream_ids: list[int] = []
        self.born: list[tuple[int, str]] = []


class Group:
    """One commit in the making; `connection` is inside its write transaction."""

    def __init__(
        self, connection: sqlite3.Connection, tables: Mapping[str, Table], known: Known, committed_at: float
    ) -> None:
        self._connection = connection
        self._tables = tables
        self._known = known
        self._committed_at = committed_at
        self.writes: dict[Key, Write] = {}
        self.claims: dict[Claim, str | None] = {}
        self.released: set[Key] = set()
        self.handled: dict[Place, Handled] = {}
        self.heads: dict[str, Head] = {}
        self.born: list[tuple[int, str]] = []
        self.stream_ids: list[int] = []
        self.rows: list[JournalRow] = []
        self.counters: dict[str, int] = {}
        self.words: dict[Key, str] = {}
        self.series: dict[str, int] = {}

    def admit(self, work: Work) -> None:
        """Let a work join; raises Conflict, Taken, OutOfOrder, or ValueError for a fact that may not travel."""
        for key, version in work.reads.items():
            if self._version(key) != version:
                raise Conflict(*key)
        for series, (first, _) in work.numbers.items():
            if self._last_number(series) != first - 1:
                raise Conflict("series", series)
        joining = _Joining(work.writes)
        self._claim(work, joining)
        if work.handled_facts:
            self._handle(work, joining)
        if work.facts:
            self._tell(work, joining)
        self.writes.update(joining.writes)
        if work.words:
            self.words.update(work.words)
        if joining.claims:
            self.claims.update(joining.claims)
            self.released.update(joining.released)
        if work.handled_facts:
            self.handled.update(joining.handled)
        if work.facts:
            self.heads.update(joining.heads)
            self.rows += joining.rows
            self.stream_ids += joining.stream_ids
            self.born += joining.born
        for series, (_, last) in work.numbers.items():
            self.series[series] = last
        for counter, amount in work.counters.items():
            self.counters[counter] = self.counters.get(counter, 0) + amount

    def _one(self, sql: str, values: tuple[Scalar, ...]) -> tuple[Scalar, ...] | None:
        row: tuple[Scalar, ...] | None = self._connection.execute(sql, values).fetchone()
        return row

    def _version(self, key: Key) -> int:
        write = self.writes.get(key) or self._known.documents.get(key)
        if write is not None:
            return 0 if write.body is None else write.version
        version = self._known.versions.get(key)
        if version is None:
            row = self._connection.execute(self._tables[key[0]].version, (key[1],)).fetchone()
            version = self._known.versions[key] = row[0] if row else 0
        return version

    def _last_number(self, series: str) -> int:
        if series not in self.series:
            row = self._connection.execute(SERIES, (series,)).fetchone()
            return row[0] if row else 0
        return self.series[series]

    def _claim(self, work: Work, joining: _Joining) -> None:
        """Give back the unique keys that documents lose, then take those that they gain."""
        gained: list[tuple[Claim, str, str]] = []
        for (name, id), write in work.writes.items():
            for unique in self._tables[name].unique:
                before = self._values(name, id)
                old = tuple([before[i] for i in unique.places]) if before else None
                new = tuple([write.values[i] for i in unique.places]) if write.body is not None else None
                if old == new:
                    continue
                if old is not None and None not in old:
                    joining.claims[name, unique.fields, old] = None
                    joining.released.append((name, id))
                if new is not None and None not in new:
                    gained.append(((name, unique.fields, new), id, unique.holder))
        for claim, id, holder in gained:
            if claim in joining.claims:
                held = joining.claims[claim]
            elif claim in self.claims:
                held = self.claims[claim]
            else:
                row = self._connection.execute(holder, claim[2]).fetchone()
                held = row[0] if row else None
            if held is not None and held != id:
                raise Taken(claim[0], claim[1])
            joining.claims[claim] = id

    def _values(self, name: str, id: str) -> tuple[Scalar, ...] | None:
        write = self.writes.get((name, id)) or self._known.documents.get((name, id))
        if write is not None:
            return None if write.body is None else write.values
        return self._one(self._tables[name].stored_values, (id,))

    def _handle(self, work: Work, joining: _Joining) -> None:
        for inbox, envelope in work.handled_facts:
            place = (inbox, envelope.stream)
            state = joining.handled.get(place) or self._state(place)
            verdict = judge(state, envelope)
            if not verdict.applies:
                raise OutOfOrder(inbox, envelope.stream, verdict)
            after = advance(state, envelope)
            joining.handled[place] = after
            if verdict is Verdict.SURPLUS and state is not None:
                body = diverged(inbox, envelope, state, after, work.context.now)
                key = (DIVERGED.name, f"{inbox}/{envelope.stream}/{envelope.epoch}")
                write = Write(1, orjson.dumps(body), (inbox, envelope.stream))
                joining.writes = {**joining.writes, key: write}

    def _state(self, place: Place) -> Handled | None:
        state = self.handled.get(place) or self._known.handled.get(place)
        if state is None:
            row = self._connection.execute(HANDLED, place).fetchone()
            if row is not None:
                state = self._known.handled[place] = handled_of(row)
        return state

    def _tell(self, work: Work, joining: _Joining) -> None:
        """Give each fact its place: the next seq of its stream; `after` on the first one of a new epoch."""
        epoch, position = self._known.epoch, self._known.position + len(self.rows)
        for fact_id, fact in work.facts:
            position += 1
            stream = fact.stream
            last = joining.heads.get(stream) or self.heads.get(stream) or self._head(stream)
            if last is None:
                last = Head(self._known.streams + len(self.born) + len(joining.born) + 1, 1, 0)
                joining.born.append((last.stream_id, stream))
            seq = last.seq + 1
            after = last.seq if last.epoch != epoch else None
            joining.heads[stream] = Head(last.stream_id, epoch, seq)
            joining.stream_ids.append(last.stream_id)
            body = encode(fact, fact_id, work.context, seq, epoch, after)
            joining.rows.append(
                JournalRow(
                    position,
                    stream,
                    epoch,
                    seq,
                    fact_id,
                    fact.type_name(),
                    fact.exchange,
                    fact.routing_key(),
                    fact.number,
                    body,
                    self._committed_at,
                    False,
                )
            )

    def _head(self, stream: str) -> Head | None:
        """The last place of a stream; None when it never spoke."""
        head = self._known.heads.get(stream)
        if head is None:
            row = self._connection.execute(HEAD, (stream,)).fetchone()
            if row is not None:
                head = self._known.heads[stream] = Head(*row)
        return head
