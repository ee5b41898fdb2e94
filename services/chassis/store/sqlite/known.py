"""What the writer remembers of the database between commits; forgotten as soon as another process has written."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import NamedTuple, TypeVar

from services.chassis.store.handled import Handled
from services.chassis.store.work import Key, Write


class Head(NamedTuple):
    """Where a stream stands: its number in this file, and the last place given."""

    stream_id: int
    epoch: int
    seq: int


K = TypeVar("K")
V = TypeVar("V")

MOST_DOCUMENTS = 2_000
"""Bodies kept: the ones written last."""
MOST = 6_000
"""Entries kept of each other kind; the oldest go first."""
SLACK = 16
"""A kind may pass its bound by the sixteenth part before it is trimmed."""


class Known:
    """Documents, versions, heads and handled states as of the last commit of this process.

    Only the writer changes it, and only the writer may trust it, once `refresh` has seen that nobody else wrote.
    Works may read `documents` early, since what they read is checked at their commit.
    """

    def __init__(self) -> None:
        self.documents: dict[Key, Write] = {}
        self.versions: dict[Key, int] = {}
        self.heads: dict[str, Head] = {}
        self.handled: dict[tuple[str, str], Handled] = {}
        self.position = 0
        self.streams = 0
        self.epoch = 1
        self._data_version = -1

    def forget(self) -> None:
        """Trust nothing any longer."""
        self.documents.clear()
        self.versions.clear()
        self.heads.clear()
        self.handled.clear()
        self._data_version = -1

    def refresh(self, connection: sqlite3.Connection) -> bool:
        """At the beginning of a write transaction: notice what other processes did; False amid a restore."""
        now: int = connection.execute("PRAGMA data_version").fetchone()[0]
        if now == self._data_version:
            return True
        self.forget()
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        if "backup" in meta:
            return False
        self._data_version = now
        self.position = connection.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()[0]
        self.streams = connection.execute("SELECT coalesce(max(id), 0) FROM stream").fetchone()[0]
        self.epoch = int(meta["epoch"])
        return True

    def trim(self) -> None:
        """Keep each kind near its bound."""
        _trim(self.documents, MOST_DOCUMENTS)
        _trim(self.versions, MOST)
        _trim(self.heads, MOST)
        _trim(self.handled, MOST)


def _trim(kind: dict[K, V], most: int) -> None:
    """Let the oldest go, many at a time: finding the first of a dictionary passes over all that went before it."""
    surplus = len(kind) - most
    if surplus * SLACK > most:
        for key in list(islice(kind, surplus)):
            del kind[key]
