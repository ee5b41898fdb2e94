"""What the writer remembers of the database between commits; forgotten as soon as another process has written."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple, TypeVar

from services.chassis.store.handled import Handled
from services.chassis.store.port import Scalar


class Head(NamedTuple):
    """Where a stream stands: its number in this file, and the last place given."""

    stream_id: int
    epoch: int
    seq: int


K = TypeVar("K")
V = TypeVar("V")

MOST = 20_000
"""Entries kept of each kind; the oldest go first."""


class Known:
    """Versions, declared values, heads and handled states as of the last commit; the writer's alone."""

    def __init__(self) -> None:
        self.versions: dict[tuple[str, str], int] = {}
        self.values: dict[tuple[str, str], tuple[Scalar, ...]] = {}
        self.heads: dict[str, Head] = {}
        self.handled: dict[tuple[str, str], Handled] = {}
        self.position = 0
        self.streams = 0
        self.epoch = 1
        self._data_version = -1

    def forget(self) -> None:
        """Trust nothing any longer."""
        self.versions.clear()
        self.values.clear()
        self.heads.clear()
        self.handled.clear()
        self._data_version = -1

    def refresh(self, connection: sqlite3.Connection) -> None:
        """At the beginning of a write transaction: notice what other processes did."""
        now: int = connection.execute("PRAGMA data_version").fetchone()[0]
        if now == self._data_version:
            return
        self.forget()
        self._data_version = now
        self.position = connection.execute("SELECT coalesce(max(position), 0) FROM journal").fetchone()[0]
        self.streams = connection.execute("SELECT coalesce(max(id), 0) FROM stream").fetchone()[0]
        self.epoch = int(connection.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0])

    def trim(self) -> None:
        """Keep each kind within its bound."""
        _trim(self.versions)
        _trim(self.values)
        _trim(self.heads)
        _trim(self.handled)


def _trim(kind: dict[K, V]) -> None:
    while len(kind) > MOST:
        del kind[next(iter(kind))]
