"""The way in for green threads: statements run on the hub's thread; only a slow disk is written in a native thread.

A statement takes microseconds, so a second thread for it would lose more in handing over the interpreter's lock than
it gains. So does a disk that writes in a fraction of a millisecond (measured: 6 % of all CPU at middle load).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

import eventlet
from eventlet import tpool
from eventlet.hubs import get_hub
from eventlet.semaphore import Semaphore
from greenlet import getcurrent

from services.chassis.store.entry import Ticket
from services.chassis.store.sqlite.committer import Committer
from services.chassis.store.sqlite.disk import DiskThread

log = logging.getLogger(__name__)

MARKS_SECONDS = 0.1
QUICK_SECONDS = 0.001
JUDGED_BY = 32
"""The quickest of so many disk writes tells what the disk takes; the others waited for a processor besides."""


class GreenPace:
    """Green threads yield; what blocks for long goes to native threads."""

    def __init__(self) -> None:
        self._disk = DiskThread()
        self._quick = False
        self._count, self._quickest = 0, QUICK_SECONDS

    def disk(self, fn: Callable[[], None]) -> None:
        """Do it here while the disk is quick, else in the native thread that is kept for it."""
        if self._quick:
            self._timed(fn)
        else:
            self._disk.do(lambda: self._timed(fn))

    def _timed(self, fn: Callable[[], None]) -> None:
        began = monotonic()
        fn()
        self._quickest = min(self._quickest, monotonic() - began)
        self._count += 1
        if self._count == JUDGED_BY:
            self._quick = self._quickest < QUICK_SECONDS
            self._count, self._quickest = 0, QUICK_SECONDS

    def blocking(self, fn: Callable[[], None]) -> None:
        """Do it in some native thread."""
        tpool.execute(fn)

    def sleep(self, seconds: float) -> None:
        """Yield."""
        eventlet.sleep(seconds)

    def close(self) -> None:
        """End the native thread."""
        self._disk.close()


class GreenTurnstile:
    """Works of green threads; one green thread commits for all, and while it waits for the disk the queue grows."""

    def __init__(self, committer: Committer, most: int, linger: float) -> None:
        self._committer = committer
        self._most = most
        self._linger = linger
        self._queue: list[Ticket] = []
        self._door = Semaphore(1)
        self._serving = False
        self._nudged = False

    def submit(self, ticket: Ticket, *, ahead: bool) -> None:
        """Queue it, and see to it that somebody serves."""
        self._queue.insert(0 if ahead else len(self._queue), ticket)
        if not self._serving:
            self._serving = True
            eventlet.spawn_n(self._serve)

    def wait(self, ticket: Ticket) -> None:
        """Wait; a wait that is broken off takes its work out of the queue while it still stands there."""
        if ticket.done:
            return
        ticket.waiter = getcurrent()
        hub = get_hub()
        try:
            while not ticket.done:
                hub.switch()
        finally:
            ticket.waiter = None
            if not ticket.done and ticket in self._queue:
                self._queue.remove(ticket)

    def _serve(self) -> None:
        try:
            while self._queue:
                eventlet.sleep(self._linger)
                with self._door:
                    group = self._queue[: self._most]
                    del self._queue[: len(group)]
                    self._committer.commit(group)
                get_hub().schedule_call_global(0, _wake, group)
        finally:
            self._serving = False

    def nudge(self) -> None:
        """Have the marks kept, alone if no work comes along."""
        if not self._nudged:
            self._nudged = True
            eventlet.spawn_after(MARKS_SECONDS, self._keep_marks)

    def _keep_marks(self) -> None:
        self._nudged = False
        if self._committer.published and not self._serving:
            with self._door:
                self._committer.commit([])

    def alone(self, fn: Callable[[], None]) -> None:
        """Do it behind the closed door, in a native thread."""
        with self._door:
            tpool.execute(fn)

    def close(self) -> None:
        """Keep what waits."""
        while self._serving:
            eventlet.sleep(0.001)
        with self._door:
            self._committer.commit([])


def _wake(tickets: list[Ticket]) -> None:
    """Switch to each waiter in turn, from the hub itself; one timer for all of them is cheaper than one for each."""
    tickets.reverse()
    while tickets:
        waiter = tickets.pop().waiter
        if waiter is not None:
            try:
                waiter.switch()
            except BaseException:
                get_hub().schedule_call_global(0, _wake, tickets[::-1])
                raise
