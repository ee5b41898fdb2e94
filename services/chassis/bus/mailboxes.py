"""Mailboxes: a queue per stream, so that order holds inside a stream while streams run side by side.

The first of every waiting stream go out together, as one batch; the next of a stream only when its first is settled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

import eventlet

from services.chassis.bus.delivery import Delivery
from services.contracts.envelope import Envelope

Letter: TypeAlias = tuple[Delivery, Envelope]

MOST = 64
"""Letters of one batch: as many as a commit takes."""


class Mailboxes:
    """Gives batches to `work_off`, one after the other; whoever settles a letter says so by `settled`."""

    def __init__(self, work_off: Callable[[list[Letter]], None]) -> None:
        self._work_off = work_off
        self._boxes: dict[str, deque[Letter]] = {}
        self._waiting: list[str] = []
        self._running = False

    def put(self, letter: Letter) -> None:
        """Take a letter in; returns at once."""
        stream = letter[1].stream
        box = self._boxes.get(stream)
        if box is None:
            self._boxes[stream] = deque((letter,))
            self._call(stream)
        else:
            box.append(letter)

    def settled(self, letter: Letter) -> None:
        """The first letter of its stream is done with; the next may come."""
        stream = letter[1].stream
        box = self._boxes[stream]
        box.popleft()
        if box:
            self._call(stream)
        else:
            del self._boxes[stream]

    def _call(self, stream: str) -> None:
        self._waiting.append(stream)
        if not self._running:
            self._running = True
            eventlet.spawn_n(self._run)

    def _run(self) -> None:
        try:
            while self._waiting:
                streams, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                self._work_off([self._boxes[stream][0] for stream in streams])
        finally:
            self._running = False
