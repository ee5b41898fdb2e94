"""A unit of work: what it read, and everything that is to commit together; no database in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from services.chassis.store.blobs import Blob
from services.chassis.store.documents import KEPT, check_question, check_words, matches, scalars
from services.chassis.store.paging import Place, cursor_of, place_of
from services.chassis.store.port import Between, Collection, Conflict, Document, Page, Scalar
from services.contracts.envelope import Context, Envelope, new_id
from services.contracts.fact import Fact

Key = tuple[str, str]


class Source(Protocol):
    """What a work needs of an adapter while it is being done: committed documents and numbers."""

    collections: Mapping[str, Collection]
    fields: Mapping[str, tuple[str, ...]]

    def raw(self, collection: str, id: str) -> tuple[int, bytes] | None:
        """Version and body of a committed document."""

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
        """Committed documents as (id, version, body, order value)."""

    def take_number(self, work: Work, series: str) -> int:
        """The number after the last one taken; the turn is the work's until it is handed in."""


@dataclass(frozen=True, slots=True)
class Write:
    """A document to be, in place of the version that the work's `reads` name; `body` None deletes it."""

    version: int
    body: bytes | None
    values: tuple[Scalar, ...]


NOTHING: Mapping[Key, Write] = {}


class Work:
    """One unit of work; nothing is visible before its commit. Used by one thread or green thread."""

    __slots__ = (
        "_memory", "_source", "callbacks", "context", "counters", "facts", "handled_facts", "numbers", "reads",
        "remembered", "words", "writes",
    )  # fmt: skip

    def __init__(self, source: Source, context: Context, memory: Mapping[Key, Write] = NOTHING) -> None:
        """Begin; `memory` holds documents as this process last wrote them, checked at commit like every read."""
        self._source = source
        self._memory = memory
        self.remembered = False
        self.context = context
        self.reads: dict[Key, int] = {}
        self.writes: dict[Key, Write] = {}
        self.facts: list[tuple[str, Fact]] = []
        self.handled_facts: list[tuple[str, Envelope]] = []
        self.counters: dict[str, int] = {}
        self.numbers: dict[str, tuple[int, int]] = {}
        self.callbacks: list[Callable[[], object]] = []
        self.words: dict[Key, str] | None = None

    @property
    def changes(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self.writes or self.facts or self.handled_facts or self.counters or self.numbers)

    def get(self, collection: str, id: str) -> Document | None:
        """A document, as this work would leave it; its version is checked at commit."""
        key = (collection, id)
        own = self.writes.get(key)
        if own is not None:
            return None if own.body is None else Document(id, own.version, orjson.loads(own.body))
        hot = self._memory.get(key)
        if hot is not None and hot.body is not None:
            self.remembered = True
            self.reads.setdefault(key, hot.version)
            return Document(id, hot.version, orjson.loads(hot.body))
        row = self._source.raw(collection, id)
        if row is None:
            self.reads.setdefault(key, 0)
            return None
        self.reads.setdefault(key, row[0])
        return Document(id, row[0], orjson.loads(row[1]))

    def put(self, collection: str, id: str, body: dict[str, Any], version: int = 0) -> None:
        """Write a document in place of `version` (0: there must be none); raises Conflict at once or at commit."""
        values = scalars(self._source.collections[collection], self._source.fields[collection], body)
        self._write(collection, id, version, orjson.dumps(body), values)

    def enter(self, collection: str, id: str, words: Iterable[str]) -> None:
        """Let a document that this work has put be found by these keyed words, in place of those it had.

        They stay with it however often it is put again, and go when it is deleted.
        """
        if (collection, id) not in self.writes:
            raise ValueError(f"{collection}/{id} is entered by the work that puts it")
        chosen = sorted(set(words))
        check_words(self._source.collections[collection], chosen)
        self.words = {**(self.words or {}), (collection, id): " ".join(chosen)}

    def attach(self, blob: Blob) -> None:
        """Keep a content together with the document that names it; raises Conflict where it is kept already."""
        self.put(KEPT.name, blob.id, {"size": blob.size, "sha256": blob.sha256})

    def detach(self, id: str) -> None:
        """Give a content up together with the document that named it; it goes with the next sweep."""
        kept = self.get(KEPT.name, id)
        if kept is not None:
            self.delete(KEPT.name, id, kept.version)

    def delete(self, collection: str, id: str, version: int) -> None:
        """Delete a document that stands at `version`."""
        self._write(collection, id, version, None, ())

    def _write(self, collection: str, id: str, version: int, body: bytes | None, values: tuple[Scalar, ...]) -> None:
        key = (collection, id)
        own = self.writes.get(key)
        if own is None:
            if self.reads.get(key, version) != version:
                raise Conflict(collection, id)
            self.reads[key] = version
            self.writes[key] = Write(version + 1, body, values)
            return
        if version != (0 if own.body is None else own.version):
            raise Conflict(collection, id)
        self.writes[key] = Write(own.version + 1, body, values)

    def find(
        self,
        collection: str,
        *,
        equals: Mapping[str, Scalar] | None = None,
        between: Between | None = None,
        order: str | None = None,
        descending: bool = False,
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Documents by declared fields, own writes among them; the versions found are checked at commit."""
        equals = equals or {}
        shape = self._source.collections[collection]
        check_question(shape, equals, between, order, limit)
        start = None if after is None else place_of(after)
        own = {id: w for (name, id), w in self.writes.items() if name == collection}
        rows = self._source.find_raw(collection, equals, between, order, descending, limit + 1 + len(own), start)
        found = [(Place(value, id), version, body) for id, version, body, value in rows if id not in own]
        if own:
            last = Place(rows[-1][3], rows[-1][0]) if len(rows) > limit + len(own) else None
            found += _own_answers(self._source.fields[collection], own, equals, between, order, descending, start, last)
            found.sort(key=lambda row: row[0].sort_key(), reverse=descending)
        for place, version, _ in found[:limit]:
            if place.id not in own:
                self.reads.setdefault((collection, place.id), version)
        page = [Document(place.id, version, orjson.loads(body)) for place, version, body in found[:limit]]
        return Page(page, cursor_of(found[limit - 1][0]) if len(found) > limit else None)

    def record(self, fact: Fact) -> str:
        """Tell a fact; returns its id. Its place in the stream is given at commit, where it is also checked."""
        fact_id = new_id()
        self.facts.append((fact_id, fact))
        return fact_id

    def handled(self, inbox: str, envelope: Envelope) -> None:
        """Move the inbox on to this fact; raises OutOfOrder at commit when it is not the next one."""
        self.handled_facts.append((inbox, envelope))

    def add(self, counter: str, amount: int = 1) -> None:
        """Add to a counter; counters never conflict."""
        self.counters[counter] = self.counters.get(counter, 0) + amount

    def next_number(self, series: str) -> int:
        """The next number of a series, from 1 and without gaps: a work that fails gives its number back."""
        taken = self.numbers.get(series)
        if taken is not None:
            number = taken[1] + 1
            self.numbers[series] = (taken[0], number)
            return number
        number = self._source.take_number(self, series)
        self.numbers[series] = (number, number)
        return number

    def after_commit(self, fn: Callable[[], object]) -> None:
        """Call once the commit is durable; an error of it is logged, since the work is done."""
        self.callbacks.append(fn)


def _own_answers(
    fields: tuple[str, ...],
    own: Mapping[str, Write],
    equals: Mapping[str, Scalar],
    between: Between | None,
    order: str | None,
    descending: bool,
    start: Place | None,
    last: Place | None,
) -> list[tuple[Place, int, bytes]]:
    """The work's own documents that belong on the page: behind `start`, and not behind the `last` row read."""
    answers = []
    for id, write in own.items():
        if write.body is None:
            continue
        values = dict(zip(fields, write.values, strict=True))
        place = Place(values[order] if order else None, id)
        low, high = (last, start) if descending else (start, last)
        if low is not None and place.sort_key() <= low.sort_key():
            continue
        if high is not None and place.sort_key() >= high.sort_key():
            continue
        if matches(values, equals, between):
            answers.append((place, write.version, write.body))
    return answers
