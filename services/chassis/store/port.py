"""The store's port: what a service may keep and ask for; every adapter passes the suite in tests/store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeAlias, TypeVar

from services.chassis.store.blobs import Blobs
from services.chassis.store.handled import Handled, HandledRow, Verdict
from services.contracts.envelope import Context
from services.contracts.refusals import Transient

if TYPE_CHECKING:
    from services.chassis.store.work import Work

Scalar: TypeAlias = str | int | None
Between: TypeAlias = tuple[str, Scalar, Scalar]
Head: TypeAlias = tuple[str, str, int, int]
P = ParamSpec("P")
R = TypeVar("R")


class Conflict(Transient):
    """What the work read has changed since; nothing of it was committed."""

    def __init__(self, collection: str, id: str) -> None:
        super().__init__(f"{collection}/{id} has changed since it was read")
        self.collection = collection
        self.id = id


class Taken(Exception):
    """Another document already has this unique key; `key` names its fields."""

    def __init__(self, collection: str, key: tuple[str, ...]) -> None:
        super().__init__(f"{collection}: {', '.join(key)} is taken by another document")
        self.collection = collection
        self.key = key


class OutOfOrder(Exception):
    """The fact is not the next of its stream; `verdict` says how (`SEEN`, `FORKED` or `GAP`)."""

    def __init__(self, inbox: str, stream: str, verdict: Verdict) -> None:
        super().__init__(f"{inbox}: the fact of {stream} is not the next one but {verdict.value}")
        self.inbox = inbox
        self.stream = stream
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of one kind: which scalar fields can be asked for together, and which keys are unique.

    Fields are at the top level of the body and hold str, int or None; a key that holds a None is not compared.
    """

    name: str
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    walled: bool = False
    """Shown by `/ops` to an operator of discipline alone (Art. 30)."""
    searchable: bool = False
    """Documents may be entered with keyed words (`Work.enter`) and found by them; never what lies behind the wall."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Every declared field once, in the order of declaration."""
        return tuple(dict.fromkeys(f for key in (*self.indexes, *self.unique) for f in key))


@dataclass(slots=True)
class Document:
    """A document as it stands; `version` counts its changes from 1."""

    id: str
    version: int
    body: dict[str, Any]


class Page(NamedTuple):
    """Some documents in order, and the `after` that continues behind them (None: there are no more)."""

    documents: list[Document]
    cursor: str | None


class JournalRow(NamedTuple):
    """One fact as it was committed; `committed_at` is real time in seconds, `body` the encoded envelope."""

    position: int
    stream: str
    epoch: int
    seq: int
    fact_id: str
    type: str
    exchange: str
    routing_key: str
    number: str
    body: bytes
    committed_at: float
    published: bool


FactsListener: TypeAlias = Callable[[list[JournalRow]], None]
Observe: TypeAlias = Callable[[str, float], None]
"""Told after each operation: its name (`get`, `find`, `journal`, `commit`, `work`) and its seconds."""


class Store(Protocol):
    """One service's database. Safe for green threads, threads and several processes on the same file."""

    service: str

    @property
    def epoch(self) -> int:
        """The current epoch of the journal; every restore opens a greater one."""

    @property
    def blobs(self) -> Blobs:
        """Large contents beside the documents."""

    @property
    def collections(self) -> Mapping[str, Collection]:
        """What was declared, by name; `diverged` is always there."""

    def work(self, context: Context) -> AbstractContextManager[Work]:
        """A unit of work; commits at the end of the block. Raises Conflict, Taken, OutOfOrder or Transient."""

    def run(self, context: Context, fn: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do `fn(work, …)` and commit; do it again when what it read has changed (at most 20 times)."""

    def attempt(self, works: Sequence[tuple[Context, Callable[[Work], object]]]) -> list[Exception | None]:
        """Do each work once and commit all together; what went wrong with each, None for those that are done."""

    def remembered(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream, as this process last saw it; None when it does not remember."""

    def get(self, collection: str, id: str) -> Document | None:
        """A committed document."""

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
        """Committed documents by declared fields; `between` is (field, from, to), both inclusive, None is open."""

    def search(
        self,
        collection: str,
        words: Sequence[str],
        *,
        equals: Mapping[str, Scalar] | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Committed documents that were entered with all these words (`seal.words`), the last born first."""

    def counter(self, key: str) -> int:
        """One counter; 0 when nothing was ever added."""

    def counters(self, prefix: str) -> dict[str, int]:
        """All counters whose key begins with `prefix`."""

    def handled_state(self, inbox: str, stream: str) -> Handled | None:
        """How far an inbox has come with a stream."""

    def handled_rows(self, after: tuple[str, str] | None = None, limit: int = 500) -> list[HandledRow]:
        """How far every inbox has come, by (inbox, stream); `after` is the last pair of the page before."""

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
        """Facts in commit order; bounds are inclusive, `since` is a real time in seconds."""

    def unpublished(self, after_position: int = 0, limit: int = 500) -> list[JournalRow]:
        """Facts that the broker has not yet confirmed, in commit order."""

    def mark_published(self, positions: Iterable[int]) -> None:
        """The broker has confirmed these; kept at the latest 100 ms later."""

    def outbox_pending(self) -> int:
        """How many facts the broker has not yet confirmed."""

    def on_facts(self, callback: FactsListener) -> None:
        """Call with the new rows right after each commit, in commit order; it must not block."""

    def heads(self, changed_since: float) -> list[Head]:
        """(exchange, stream, epoch, seq) of every stream that grew since a real time in seconds."""

    def backup(self, path: str) -> None:
        """Write a consistent copy to a new file while work goes on; blobs go to a folder beside it."""

    def restore_from(self, path: str) -> int:
        """Put a backup in place of the present state and open a new epoch, which is returned.

        The bus must stand still: a confirm that is still on its way would be for a fact that is no more.
        """

    def close(self) -> None:
        """Commit what waits, then let go of the database."""
