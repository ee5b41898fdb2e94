"""The way into a store for works: each waits by its ticket while somebody commits it, alone or with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from services.chassis.store.handled import Handled
from services.chassis.store.work import Key, Work, Write


class Waiter(Protocol):
    """A green thread that has gone to sleep until it is switched to."""

    def switch(self) -> object:
        """Wake it."""


class Ticket:
    """A work that waits for its commit; `error` says why it was not committed."""

    __slots__ = ("done", "error", "waiter", "work")

    def __init__(self, work: Work | None) -> None:
        self.work = work
        self.done = False
        self.error: Exception | None = None
        self.waiter: Waiter | None = None


class Turnstile(Protocol):
    """The way in for works: groups them and has them committed."""

    def submit(self, ticket: Ticket, *, ahead: bool) -> None:
        """Put a work in the queue, `ahead` at its head; returns at once."""

    def wait(self, ticket: Ticket) -> None:
        """Wait until the ticket is done."""

    def nudge(self) -> None:
        """There are marks to be kept within 100 ms."""

    def alone(self, fn: Callable[[], None]) -> None:
        """Do something while nothing is being committed."""

    def close(self) -> None:
        """Commit what waits and accept nothing more."""


class Turn(Protocol):
    """Whose turn it is: to take numbers, or to go first after many conflicts."""

    def acquire(self, *, timeout: float) -> bool:
        """Wait for the turn; False when it did not come in so many seconds."""

    def release(self) -> None:
        """Pass it on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What works need to come in: the turnstile, the two turns, a way to sleep, and what this process remembers.

    Remembered are documents by key and handled states by inbox and stream; both are checked at commit.
    """

    turnstile: Turnstile
    numbering: Turn
    patience: Turn
    sleep: Callable[[float], None]
    memory: Mapping[Key, Write] = field(default_factory=dict)
    handled: Mapping[tuple[str, str], Handled] = field(default_factory=dict)
