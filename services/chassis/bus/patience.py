"""How long work may take, watched by one green thread for all: a timer for each was a twentieth of a service's CPU."""

from __future__ import annotations

import time
from types import TracebackType

import eventlet
from eventlet.hubs import get_hub
from greenlet import getcurrent, greenlet

from services.contracts.refusals import Transient

LOOKS = 4


class Patience:
    """`with patience:` work that takes longer than `seconds` (and up to a quarter more) ends in Transient."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[greenlet, float] = {}
        self._watched = False

    def __enter__(self) -> None:
        self._since[getcurrent()] = time.monotonic()
        if not self._watched:
            self._watched = True
            eventlet.spawn_n(self._watch)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._since.pop(getcurrent(), None)

    def _watch(self) -> None:
        while self._since:
            eventlet.sleep(self._seconds / LOOKS)
            late = time.monotonic() - self._seconds
            for thread, since in list(self._since.items()):
                if since < late:
                    del self._since[thread]
                    get_hub().schedule_call_global(0, thread.throw, Transient("the work took too long"))
        self._watched = False
