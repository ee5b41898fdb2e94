"""Throttling: so many attempts (or failures) in a window of real time, per key; kept in memory of one process."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.web.call import Call

_KEYS = 20_000
FAILURES = frozenset({401, 403, 404})


class TooMany(Refusal):
    """Too many attempts; `seconds` until the next one is worth making."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too_many_requests", f"Too many attempts. Try again in {seconds} seconds.", status=429)
        self.seconds = seconds


class Throttle:
    """`limits` maps a kind of key (`number`, `address`) to how many are allowed in `seconds`.

    `keys(call)` says the value of each kind for one call (None: not counted). With `failures_only` only calls refused
    with 401, 403 or 404 count, so that who knows the right code is never held up by himself.
    """

    def __init__(
        self,
        limits: dict[str, int],
        keys: Callable[[Call], dict[str, str | None]],
        *,
        seconds: float = 60.0,
        failures_only: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self.keys = keys
        self.seconds = seconds
        self.failures_only = failures_only
        self._clock = clock
        self._seen: dict[tuple[str, str], deque[float]] = {}

    def admit(self, call: Call) -> tuple[tuple[str, str], ...]:
        """Let the call in, or raise TooMany; the keys to give to `failed` when it fails."""
        now = self._clock()
        marks = tuple((kind, value) for kind, value in self.keys(call).items() if value is not None)
        for mark in marks:
            times = self._recent(mark, now)
            if times is not None and len(times) >= self.limits[mark[0]]:
                raise TooMany(max(1, int(times[0] + self.seconds - now) + 1))
        if not self.failures_only:
            self._count(marks, now)
        return marks

    def failed(self, marks: tuple[tuple[str, str], ...], status: int) -> None:
        """Count a refused call."""
        if self.failures_only and status in FAILURES:
            self._count(marks, self._clock())

    def _recent(self, mark: tuple[str, str], now: float) -> deque[float] | None:
        times = self._seen.get(mark)
        if times is None:
            return None
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if not times:
            del self._seen[mark]
            return None
        return times

    def _count(self, marks: tuple[tuple[str, str], ...], now: float) -> None:
        if len(self._seen) > _KEYS:
            for known in list(self._seen):
                self._recent(known, now)
            while len(self._seen) > _KEYS:
                del self._seen[next(iter(self._seen))]
        for mark in marks:
            times = self._seen.get(mark)
            if times is None:
                times = self._seen[mark] = deque(maxlen=self.limits[mark[0]])
            times.append(now)
