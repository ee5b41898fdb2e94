"""The asking half of the store: committed documents, counters, the journal; nothing here waits for a writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, ParamSpec, Protocol, TypeVar

import orjson

from services.chassis.store.documents import check_question, check_search
from services.chassis.store.handled import Handled, HandledRow
from services.chassis.store.paging import Place, born_of, cursor_of, place_of
from services.chassis.store.port import Between, Collection, Document, Head, JournalRow, Observe, Page, Scalar

P = ParamSpec("P")
T = TypeVar("T")


class Reader(Protocol):
    """What an adapter reads, each answer from one committed state."""

    def raw(self, collection: str, id: str) -> tuple[int, bytes] | None:
        """Version and body of a document."""

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

    def search_raw(
        self, collection: str, asked: Sequence[str], equals: Mapping[str, Scalar], limit: int, before: int | None
    ) -> list[tuple[str, int, bytes, Scalar]]:
        """Documents with all these keyed words as (id, version, body, number), the last born first."""

    def counter(self, key: str) -> int:
        """One counter."""

    def counters(self, prefix: str) -> dict[str, int]:
        """All counters of a prefix."""

    def handled_state(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream."""

    def handled_rows(self, after: tuple[str, str], limit: int) -> list[HandledRow]:
        """How far every inbox has come."""

    def number(self, series: str) -> int:
        """The last number taken in a series; 0 when none was."""

    def journal(
        self, bounds: Mapping[str, Any], since: float | None, after_position: int, limit: int
    ) -> list[JournalRow]:
        """Facts in commit order, within the given bounds."""

    def heads(self, changed_since: float) -> list[Head]:
        """The last place of every stream that grew since then."""


class Answers:
    """What a store answers by reading alone."""

    def __init__(self, reader: Reader, collections: Mapping[str, Collection], observe: Observe | None) -> None:
        self.collections = collections
        self.fields: Mapping[str, tuple[str, ...]] = {name: c.fields for name, c in collections.items()}
        self._reader = reader
        self.raw = reader.raw
        self.find_raw = reader.find_raw
        self.search_raw = reader.search_raw
        self._journal = reader.journal
        if observe:
            self.raw = timed(observe, "get", self.raw)
            self.find_raw = timed(observe, "find", self.find_raw)
            self.search_raw = timed(observe, "search", self.search_raw)
            self._journal = timed(observe, "journal", self._journal)

    def get(self, collection: str, id: str) -> Document | None:
        """A committed document."""
        row = self.raw(collection, id)
        return None if row is None else Document(id, row[0], orjson.loads(row[1]))

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
        """Committed documents by declared fields."""
        equals = equals or {}
        check_question(self.collections[collection], equals, between, order, limit)
        start = None if after is None else place_of(after)
        rows = self.find_raw(collection, equals, between, order, descending, limit + 1, start)
        page = [Document(id, version, orjson.loads(body)) for id, version, body, _ in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(page, None if last is None else cursor_of(Place(last[3], last[0])))

    def search(
        self,
        collection: str,
        words: Sequence[str],
        *,
        equals: Mapping[str, Scalar] | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Committed documents that were entered with all these words, the last born first."""
        equals = equals or {}
        check_search(self.collections[collection], words, equals, limit)
        before = None if after is None else born_of(after)
        rows = self.search_raw(collection, words, equals, limit + 1, before)
        page = [Document(id, version, orjson.loads(body)) for id, version, body, _ in rows[:limit]]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(page, None if last is None else cursor_of(Place(last[3], last[0])))

    def counter(self, key: str) -> int:
        """One counter; 0 when nothing was ever added."""
        return self._reader.counter(key)

    def counters(self, prefix: str) -> dict[str, int]:
        """All counters whose key begins with `prefix`."""
        return self._reader.counters(prefix)

    def handled_state(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream."""
        return self._reader.handled_state(inbox, stream)

    def handled_rows(self, after: tuple[str, str] | None = None, limit: int = 500) -> list[HandledRow]:
        """How far every inbox has come, by (inbox, stream)."""
        return self._reader.handled_rows(after or ("", ""), limit)

    def journal(
        self,
        stream: str | None = None,
        *,
        exchange: str | None = None,
        epoch: int | None = None,
        from_seq: int | None = None,
        to_seq: int | None = None,
        since: float | None = None,
        after_position: int = 0,
        limit: int = 500,
    ) -> list[JournalRow]:
        """Facts in commit order."""
        bounds = {
            "stream": stream,
            "exchange": exchange,
            "epoch": epoch,
            "from_seq": from_seq,
            "to_seq": to_seq,
        }
        return self._journal(bounds, since, after_position, limit)

    def heads(self, changed_since: float) -> list[Head]:
        """The last place of every stream that grew since then."""
        return self._reader.heads(changed_since)


def timed(observe: Observe, name: str, fn: Callable[P, T]) -> Callable[P, T]:
    """The same function, its seconds told each time."""

    def measured(*args: P.args, **kwargs: P.kwargs) -> T:
        began = monotonic()
        try:
            return fn(*args, **kwargs)
        finally:
            observe(name, monotonic() - began)

    return measured
