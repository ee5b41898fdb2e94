"""How messages leave the hub: what a carrier is given, what it answers, and its rest when the next hop is away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, TypeVar

from services.notify.domain.message import Outcome

Item = TypeVar("Item")
TIME_OUT = 15.0
"""Seconds for each step of an exchange with the next hop."""
FIRST_REST, LONGEST_REST = 1.0, 60.0


class Letter(NamedTuple):
    """One message ready to go: its stable id, the address, and its words, which live no longer than the attempt."""

    id: str
    to: str
    subject: str
    text: str


class Unreached(Exception):
    """The next hop cannot be reached, or does not let us in: nothing was given to it."""


class Line(Protocol):
    """An open way to the next hop."""

    def deliver(self, letter: Letter) -> Outcome:
        """Give one letter; raises Unreached when the way is gone before anything of it was given."""


class Carrier(Protocol):
    """One channel's way out."""

    rest: Rest

    def open(self) -> AbstractContextManager[Line]:
        """Open the way for some letters. Raises Unreached."""


class Rest:
    """How long a channel is left alone because its next hop was not there; each failure in a row doubles it."""

    def __init__(self) -> None:
        self._length = 0.0
        self._until = 0.0

    @property
    def rests(self) -> bool:
        """Whether it is left alone now."""
        return time.monotonic() < self._until

    def begin(self) -> int:
        """The next hop is not there; the seconds until it is tried again."""
        if not self.rests:
            self._length = min(max(self._length * 2, FIRST_REST), LONGEST_REST)
            self._until = time.monotonic() + self._length
        return max(1, round(self._until - time.monotonic()))

    def end(self) -> None:
        """The next hop is there."""
        self._length = self._until = 0.0


def batches(messages: list[Item], most: int) -> Iterator[list[Item]]:
    """The messages in at most `most` parts of about one size."""
    size = max(1, -(-len(messages) // most))
    for start in range(0, len(messages), size):
        yield messages[start : start + size]
