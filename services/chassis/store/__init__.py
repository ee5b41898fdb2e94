"""What a service keeps: one small port, a unit of work, with interchangeable adapters behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from services.chassis.store.blobs import Blob, Blobs
from services.chassis.store.handled import Handled, HandledRow, Verdict, judge
from services.chassis.store.port import (
    Collection,
    Conflict,
    Document,
    JournalRow,
    Observe,
    OutOfOrder,
    Page,
    Scalar,
    Store,
    Taken,
)
from services.chassis.store.sqlite.adapter import SqliteStore
from services.chassis.store.sqlite.opening import Manner, open_file
from services.chassis.store.work import Work
from services.contracts.envelope import Context

__all__ = [
    "Blob", "Blobs", "Collection", "Conflict", "Context", "Document", "Handled", "HandledRow", "JournalRow",
    "OutOfOrder", "Page", "Scalar", "Store", "Taken", "Verdict", "Work", "judge", "open_store",
]  # fmt: skip


def open_store(
    uri: str,
    collections: Iterable[Collection],
    service: str,
    *,
    observe: Observe | None = None,
    green: bool | None = None,
    most: int = 256,
    linger: float = 0.0,
) -> Store:
    """Open one service's store; raises ValueError for what cannot be opened, OSError where it cannot be reached.

    `sqlite:////absolute/path.db`: `green` None means green threads when eventlet has patched this process, else
    threads; `linger` seconds are waited for company before each commit. `mongodb://host/database`: a replica set.
    `most` works share a commit at the most.
    """
    parts = urlsplit(uri)
    if parts.scheme == "mongodb":
        from services.chassis.store.mongo.adapter import MongoStore

        return MongoStore(uri, collections, service, observe, most)
    path = unquote(parts.path)
    if parts.scheme != "sqlite" or parts.netloc or not path.startswith("/") or path == "/":
        raise ValueError(f"{uri!r} is no store; allowed: sqlite:////absolute/path.db or mongodb://host/database")
    path = path[1:] if path.startswith("//") else path
    if green is None:
        eventlet = sys.modules.get("eventlet")
        green = eventlet is not None and bool(eventlet.patcher.is_monkey_patched("thread"))
    return SqliteStore(open_file(path, collections, service, Manner(green, most, linger), observe), observe)
