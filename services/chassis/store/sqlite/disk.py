"""A native thread for the disk write of each commit, reached from green threads by one queue and one event counter.

`eventlet.tpool` costs about as much as the disk write itself; most groups are small, so this is on every work's way.
"""

from __future__ import annotations

import os
from _queue import SimpleQueue
from collections.abc import Callable

from eventlet.hubs import trampoline
from eventlet.patcher import original


class DiskThread:
    """Does one errand at a time while its green thread sleeps; the caller sees to it that there is only one."""

    def __init__(self) -> None:
        self._errands: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._done = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._error: BaseException | None = None
        self._thread = original("threading").Thread(target=self._serve, name="store-disk", daemon=True)
        self._thread.start()

    def do(self, errand: Callable[[], None]) -> None:
        """Have it done in the native thread; raises what it raised."""
        self._errands.put(errand)
        trampoline(self._done, read=True)
        os.eventfd_read(self._done)
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _serve(self) -> None:
        while (errand := self._errands.get()) is not None:
            try:
                errand()
            except BaseException as error:  # noqa: BLE001 - raised again where the errand came from
                self._error = error
            os.eventfd_write(self._done, 1)

    def close(self) -> None:
        """End the thread."""
        self._errands.put(None)
        self._thread.join()
        os.close(self._done)
