"""How long to wait before a command that needs another service's fact to have arrived: learned from try to try."""

from __future__ import annotations

RAISED, LOWERED = 1.3, 0.995
"""After a try that came too early, and after one that did not: a balance at 2 early tries in 100."""


class Aim:
    """`seconds` to wait before the first try, between `least` and `most`; pure, told of each try how it went."""

    def __init__(self, begin: float, least: float, most: float) -> None:
        self.seconds = begin
        self._least, self._most = least, most

    def early(self) -> None:
        """A try came before its time: wait longer from now on."""
        self.seconds = min(self.seconds * RAISED, self._most)

    def in_time(self) -> None:
        """A first try was not too early: wait a little less next time."""
        self.seconds = max(self.seconds * LOWERED, self._least)
