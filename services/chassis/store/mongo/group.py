"""The works of one transaction: each is checked against the database and the works before it, then joins or fails.

A work that fails leaves nothing behind: nothing is written before all have been checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from services.chassis.store.documents import DIVERGED
from services.chassis.store.handled import Handled, Verdict, advance, diverged, judge
from services.chassis.store.mongo.gathering import Claim, Gathered, held_by
from services.chassis.store.mongo.layout import key_of
from services.chassis.store.port import Collection, Conflict, JournalRow, OutOfOrder, Taken
from services.chassis.store.work import Key, Work, Write
from services.contracts.envelope import encode


class Group:
    """One commit in the making, at a place of the journal: its epoch, last position, real time, and births."""

    def __init__(
        self, collections: Mapping[str, Collection], known: Gathered, epoch: int, position: int, at: float, born: int
    ) -> None:
        self._collections = collections
        self._known = known
        self._epoch = epoch
        self._at = at
        self.position = position
        self.writes: dict[Key, Write] = {}
        self.claims: dict[Claim, str | None] = {}
        self.released: set[tuple[str, str, str]] = set()
        self.handled: dict[tuple[str, str], Handled] = {}
        self.heads: dict[str, JournalRow] = {}
        self.rows: list[JournalRow] = []
        self.counters: dict[str, int] = {}
        self._words: dict[Key, str] = {}
        self._born = born
        self.series: dict[str, int] = {}

    def admit(self, work: Work) -> None:
        """Let a work join; raises Conflict, Taken, OutOfOrder, or ValueError for a fact that may not travel."""
        for key, version in work.reads.items():
            if self._version(key) != version:
                raise Conflict(*key)
        for series, (first, _) in work.numbers.items():
            if self.series.get(series, self._known.series.get(series, 0)) != first - 1:
                raise Conflict("series", series)
        claims, released = self._claim(work)
        handled, extra = self._handle(work)
        rows = self._tell(work)
        self.writes |= work.writes | extra
        self._words |= work.words or {}
        self.claims |= claims
        self.released |= released
        self.handled |= handled
        self.rows += rows
        self.position += len(rows)
        self.heads |= {row.stream: row for row in rows}
        self.series |= {series: last for series, (_, last) in work.numbers.items()}
        for counter, amount in work.counters.items():
            self.counters[counter] = self.counters.get(counter, 0) + amount

    def entered(self, name: str, id: str) -> dict[str, Any]:
        """The words that a document was entered with in this group, and its number in the order of birth."""
        words = self._words.get((name, id))
        if words is None:
            return {}
        number = self._known.born.get((name, id))
        if number is None:
            number = self._known.born[name, id] = self._born = self._born + 1
        return {"w": words.split(), "n": number}

    def _version(self, key: Key) -> int:
        write = self.writes.get(key)
        if write is not None:
            return 0 if write.body is None else write.version
        return self._known.versions.get(key, 0)

    def _held(self, key: Key) -> dict[str, str]:
        write = self.writes.get(key)
        return self._known.held.get(key, {}) if write is None else held_by(self._collections, key[0], write)

    def _holder(self, claim: Claim) -> str | None:
        return self.claims[claim] if claim in self.claims else self._known.holders.get(claim)

    def _claim(self, work: Work) -> tuple[dict[Claim, str | None], set[tuple[str, str, str]]]:
        """Give back the unique keys that documents lose, then take those that they gain."""
        given: dict[Claim, str | None] = {}
        released: set[tuple[str, str, str]] = set()
        gained: list[tuple[Claim, str]] = []
        for (name, id), write in work.writes.items():
            before, after = self._held((name, id)), held_by(self._collections, name, write)
            for key in before.keys() | after.keys():
                if before.get(key) == after.get(key):
                    continue
                if key in before:
                    given[name, key, before[key]] = None
                    released.add((name, id, key))
                if key in after:
                    gained.append(((name, key, after[key]), id))
        for claim, id in gained:
            holder = given[claim] if claim in given else self._holder(claim)
            if holder is not None and holder != id:
                raise Taken(claim[0], key_of(claim[1]))
            given[claim] = id
        return given, released

    def _handle(self, work: Work) -> tuple[dict[tuple[str, str], Handled], dict[Key, Write]]:
        moved: dict[tuple[str, str], Handled] = {}
        extra: dict[Key, Write] = {}
        for inbox, envelope in work.handled_facts:
            place = (inbox, envelope.stream)
            state = moved.get(place) or self.handled.get(place) or self._known.handled.get("/".join(place))
            verdict = judge(state, envelope)
            if not verdict.applies:
                raise OutOfOrder(inbox, envelope.stream, verdict)
            after = moved[place] = advance(state, envelope)
            if verdict is Verdict.SURPLUS and state is not None:
                body = diverged(inbox, envelope, state, after, work.context.now)
                key = (DIVERGED.name, f"{inbox}/{envelope.stream}/{envelope.epoch}")
                extra[key] = Write(1, orjson.dumps(body), (inbox, envelope.stream))
        return moved, extra

    def _tell(self, work: Work) -> list[JournalRow]:
        """Give each fact its place: the next seq of its stream; `after` on the first one of a new epoch."""
        rows: list[JournalRow] = []
        heads: dict[str, tuple[int, int]] = {}
        for fact_id, fact in work.facts:
            stream = fact.stream
            told = self.heads.get(stream)
            last = heads.get(stream) or ((told.epoch, told.seq) if told else self._known.heads.get(stream, (1, 0)))
            seq = last[1] + 1
            heads[stream] = (self._epoch, seq)
            body = encode(fact, fact_id, work.context, seq, self._epoch, last[1] if last[0] != self._epoch else None)
            place = self.position + len(rows) + 1
            rows.append(
                JournalRow(
                    place, stream, self._epoch, seq, fact_id, fact.type_name(), fact.exchange, fact.routing_key(),
                    fact.number, body, self._at, False,
                )
            )  # fmt: skip
        return rows
