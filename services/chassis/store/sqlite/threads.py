"""The way in for ordinary threads: whoever finds the door free commits for all who wait."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import sleep

from services.chassis.store.entry import Ticket
from services.chassis.store.sqlite.committer import Committer


class ThreadPace:
    """Threads may simply block."""

    def disk(self, fn: Callable[[], None]) -> None:
        """Do it here."""
        fn()

    def blocking(self, fn: Callable[[], None]) -> None:
        """Do it here."""
        fn()

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        sleep(seconds)

    def close(self) -> None:
        """There is nothing to let go of."""


class ThreadTurnstile:
    """Works of threads; the first one in commits for the others."""

    def __init__(self, committer: Committer, most: int) -> None:
        self._committer = committer
        self._most = most
        self._queue: list[Ticket] = []
        self._door = Lock()

    def submit(self, ticket: Ticket, *, ahead: bool) -> None:
        """Queue it."""
        self._queue.insert(0 if ahead else len(self._queue), ticket)

    def wait(self, ticket: Ticket) -> None:
        """Commit it, with all who wait, unless somebody else does."""
        while not ticket.done:
            with self._door:
                if not ticket.done:
                    group = self._queue[: self._most]
                    del self._queue[: len(group)]
                    self._committer.commit(group)

    def nudge(self) -> None:
        """Keep the marks now: a thread may wait."""
        with self._door:
            self._committer.commit([])

    def alone(self, fn: Callable[[], None]) -> None:
        """Do it behind the closed door."""
        with self._door:
            fn()

    def close(self) -> None:
        """Keep what waits."""
        with self._door:
            self._committer.commit(self._queue)
            self._queue = []
