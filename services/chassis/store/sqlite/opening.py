"""Opening a store's file: connections, tables, epoch, and the way in that fits the surroundings."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.chassis.store.documents import declared
from services.chassis.store.entry import Turn, Turnstile
from services.chassis.store.port import Collection, Observe
from services.chassis.store.sqlite import epochs
from services.chassis.store.sqlite.committer import Committer, Pace
from services.chassis.store.sqlite.reader import Reader
from services.chassis.store.sqlite.schema import Table, create
from services.chassis.store.sqlite.threads import ThreadPace, ThreadTurnstile
from services.chassis.store.sqlite.writer import Writer

BUSY_MS = 10_000
CHECKPOINT_PAGES = 4000
"""Of the log, 16 MB, before they are written back: leaves of an index change many times in that while."""


@dataclass(slots=True)
class Opened:
    """The parts of an open store."""

    path: str
    service: str
    collections: dict[str, Collection]
    tables: dict[str, Table]
    reader: Reader
    read_connection: Callable[[], sqlite3.Connection]
    writer: Writer
    committer: Committer
    turnstile: Turnstile
    pace: Pace
    numbering: Turn
    patience: Turn
    connections: list[sqlite3.Connection]

    def close(self) -> None:
        """Close every connection."""
        self.pace.close()
        for connection in self.connections:
            connection.close()


@dataclass(frozen=True, slots=True)
class Manner:
    """How works come in: `green` for eventlet, the most works of one group, seconds to linger for company."""

    green: bool
    most: int = 256
    linger: float = 0.0


def open_file(
    path: str, collections: Iterable[Collection], service: str, manner: Manner, observe: Observe | None
) -> Opened:
    """Open or create the file; raises ValueError for a bad declaration or the file of another service."""
    known = declared(collections)
    tables = {name: Table.of(collection) for name, collection in known.items()}
    connections: list[sqlite3.Connection] = []
    write_connection = connect(path, connections)
    write_connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    write_connection.execute("PRAGMA journal_mode = WAL")
    write_connection.execute("BEGIN IMMEDIATE")
    try:
        create(write_connection, tables)
        epochs.settle(write_connection, path, service)
    except BaseException:
        write_connection.execute("ROLLBACK")
        write_connection.close()
        raise
    write_connection.execute("COMMIT")
    write_connection.execute("PRAGMA busy_timeout = 0")
    write_connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    read_connection = _one(path, connections) if manner.green else _one_each_thread(path, connections)
    writer = Writer(write_connection, tables)
    pace: Pace
    turnstile: Turnstile
    numbering: Turn
    patience: Turn
    if manner.green:
        from eventlet.semaphore import Semaphore

        from services.chassis.store.sqlite.green import GreenPace, GreenTurnstile

        pace = GreenPace()
        committer = Committer(writer, pace, observe)
        turnstile = GreenTurnstile(committer, manner.most, manner.linger)
        numbering, patience = Semaphore(1), Semaphore(1)
    else:
        pace = ThreadPace()
        committer = Committer(writer, pace, observe)
        turnstile = ThreadTurnstile(committer, manner.most)
        numbering, patience = threading.Lock(), threading.Lock()
    return Opened(
        path, service, known, tables, Reader(read_connection, tables), read_connection, writer, committer,
        turnstile, pace, numbering, patience, connections,
    )  # fmt: skip


def connect(path: str, connections: list[sqlite3.Connection]) -> sqlite3.Connection:
    """A connection whose transactions are begun by hand and whose commits reach the disk before they return."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -6144")
    connection.execute("PRAGMA temp_store = MEMORY")
    connections.append(connection)
    return connection


def _one(path: str, connections: list[sqlite3.Connection]) -> Callable[[], sqlite3.Connection]:
    connection = connect(path, connections)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    return lambda: connection


def _one_each_thread(path: str, connections: list[sqlite3.Connection]) -> Callable[[], sqlite3.Connection]:
    own = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(own, "connection"):
            own.connection = connect(path, connections)
            own.connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        found: sqlite3.Connection = own.connection
        return found

    return connection
