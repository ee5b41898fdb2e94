"""The way in: one thread of the store commits for all who wait, so that a wait broken off harms nobody else's work.

Where eventlet has patched the process, `threading` gives green threads, and this is the same code.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import sleep

from services.chassis.store.entry import Ticket
from services.chassis.store.mongo.committer import RESERVED_PAUSE, Committer
from services.chassis.store.mongo.patience import Patience

MARKS_SECONDS = 0.1


class Turnstile:
    """Queues works; all that wait go into the next transaction together."""

    def __init__(self, committer: Committer, patience: Patience, most: int) -> None:
        self._committer = committer
        self._patience = patience
        self._most = most
        self._queue: list[Ticket] = []
        self._ahead: list[Ticket] = []
        self._door = threading.Lock()
        self._work = threading.Event()
        self._settled = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._serve, name="store-commits", daemon=True)
        self._thread.start()

    def submit(self, ticket: Ticket, *, ahead: bool) -> None:
        """Queue it; `ahead` goes for those for whom this process has reserved the turn."""
        (self._ahead if ahead else self._queue).append(ticket)
        self._work.set()

    def wait(self, ticket: Ticket) -> None:
        """Wait; a wait that is broken off takes its work out of the queue while it still stands there."""
        try:
            with self._settled:
                while not ticket.done:
                    self._settled.wait()
        finally:
            for queue in (self._ahead, self._queue):
                if not ticket.done and ticket in queue:
                    queue.remove(ticket)

    def nudge(self) -> None:
        """The serving thread looks for marks by itself, at the latest after `MARKS_SECONDS`."""

    def _serve(self) -> None:
        while True:
            called = self._work.wait(MARKS_SECONDS)
            self._work.clear()
            while self._queue or self._ahead:
                with self._door:
                    self._commit_some()
            if self._ending:
                return
            if not called and self._committer.published:
                with self._door:
                    self._committer.commit([])

    def _commit_some(self) -> None:
        if self._patience.mine and not self._ahead:
            sleep(RESERVED_PAUSE / 5)
            return
        queue, reserved = (self._ahead, True) if self._ahead else (self._queue, False)
        group = queue[: self._most]
        del queue[: len(group)]
        if not self._committer.commit(group, reserved=reserved):
            queue[:0] = group
            sleep(RESERVED_PAUSE)
            return
        with self._settled:
            self._settled.notify_all()

    def alone(self, fn: Callable[[], None]) -> None:
        """Do it while nothing is being committed."""
        with self._door:
            fn()

    def close(self) -> None:
        """Commit what waits, keep the marks, end the thread."""
        self._ending = True
        self._work.set()
        self._thread.join()
        with self._door:
            self._committer.commit([])
