"""A busy process looks at its sockets in a beat: what came meanwhile is done together, in larger groups.

Measured with 192 lives at once on two cores, alternating every three seconds: 5 % more lives a second, 6 % less CPU
for each, oversight applies a fifth more. A process with time to spare answers at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eventlet.hubs.epolls import Hub, is_available
from eventlet.patcher import original

time = original("time")

BEAT_SECONDS = 0.02
WINDOW_SECONDS = 0.1
BEGINS_AT, ENDS_AT = 0.5, 0.25
"""The share of a window in which the process had something to do, or waited for a processor to do it."""


class BeatingHub(Hub):  # type: ignore[misc]
    """Eventlet's hub on epoll; timers keep their time in a beat too."""

    def __init__(self, clock: Callable[[], float] | None = None) -> None:
        super().__init__(clock)
        self.beating = False
        self._looked = self._window = time.monotonic()
        self._idle = 0.0

    @staticmethod
    def is_available() -> bool:
        """Eventlet asks whether the platform has it."""
        return bool(is_available())

    def do_poll(self, seconds: float) -> Sequence[tuple[int, int]]:
        """The sockets that are ready, awaited for so long at most: none before the beat is over."""
        began = time.monotonic()
        rest = self._looked + BEAT_SECONDS - began if self.beating else 0.0
        if rest > 0:
            pause = min(rest, seconds)
            if pause > 0:
                time.sleep(pause)
                self._idle += pause
            if seconds <= rest:
                return ()
            began, seconds = began + pause, seconds - rest
        ready: Sequence[tuple[int, int]] = self.poll.poll(seconds)
        self._looked = time.monotonic()
        self._idle += self._looked - began
        self._judge()
        return ready

    def _judge(self) -> None:
        passed = self._looked - self._window
        if passed > WINDOW_SECONDS:
            busy = 1.0 - self._idle / passed
            self.beating = busy > (ENDS_AT if self.beating else BEGINS_AT)
            self._window, self._idle = self._looked, 0.0
