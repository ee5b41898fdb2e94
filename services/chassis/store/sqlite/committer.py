"""Group commit: works that wait share one transaction and one disk write; each succeeds or fails by itself."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from random import random
from time import monotonic
from typing import Protocol

from services.chassis.store.entry import Ticket
from services.chassis.store.port import FactsListener
from services.chassis.store.sqlite.writer import Writer, told
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

BUSY_SECONDS = 30.0
"""So long a group waits for other processes to finish writing before its works are told to try again."""


class Pace(Protocol):
    """How the surroundings wait: by green threads on a hub, or by threads."""

    def disk(self, fn: Callable[[], None]) -> None:
        """Write to the disk without stalling anybody else; one at a time."""

    def blocking(self, fn: Callable[[], None]) -> None:
        """Do something long without stalling anybody else."""

    def sleep(self, seconds: float) -> None:
        """Let others go on for a while."""

    def close(self) -> None:
        """Let go of what waiting needed."""


class Committer:
    """Commits groups one after the other; whoever calls `commit` sees to it that there is only one at a time."""

    def __init__(self, writer: Writer, pace: Pace, observe: Callable[[str, float], None] | None) -> None:
        self._writer = writer
        self._pace = pace
        self._observe = observe
        self.published: set[int] = set()
        self.listeners: list[FactsListener] = []

    def commit(self, tickets: list[Ticket]) -> None:
        """Commit what can be; afterwards every ticket is done."""
        try:
            self._commit(tickets)
        except Exception as error:  # noqa: BLE001 - given to the works that it belongs to
            _fail(tickets, told(error) if isinstance(error, sqlite3.Error) else error)
        except BaseException:
            _fail(tickets, Transient("the commit was broken off"))
            raise

    def _commit(self, tickets: list[Ticket]) -> None:
        self._begin()
        began = monotonic()
        published = frozenset(self.published)
        joined = []
        try:
            group = self._writer.group()
            for ticket in tickets:
                if ticket.work is not None:
                    try:
                        group.admit(ticket.work)
                    except Exception as error:  # noqa: BLE001 - given to the work that it belongs to
                        ticket.error, ticket.done = error, True
                        continue
                joined.append(ticket)
            if not joined and not published:
                self._writer.let_go()
                return
            self._writer.write(group, published)
            self._pace.disk(self._writer.commit)
        except sqlite3.Error:
            self._writer.take_back()
            if len(joined) < 2:
                raise
            log.warning("a group of %d works could not be committed together; each goes alone", len(joined))
            for ticket in joined:
                self.commit([ticket])
            return
        except BaseException:
            self._writer.take_back()
            raise
        self._writer.settle(group)
        self.published -= published
        if self._observe:
            self._observe("commit", monotonic() - began)
        for ticket in joined:
            ticket.done = True
        if group.rows:
            for listener in self.listeners:
                try:
                    listener(group.rows)
                except Exception:
                    log.exception("a listener to committed facts failed")

    def _begin(self) -> None:
        deadline = monotonic() + BUSY_SECONDS
        while not self._writer.begin():
            if monotonic() > deadline:
                raise Transient(f"another process has been writing to the store for {BUSY_SECONDS:.0f} s")
            self._pace.sleep(0.0005 + 0.001 * random())

    def mark(self, positions: Iterable[int]) -> None:
        """Strike these facts from the outbox with the next commit."""
        self.published.update(positions)


def _fail(tickets: list[Ticket], error: Exception) -> None:
    for ticket in tickets:
        if not ticket.done:
            ticket.error, ticket.done = error, True
