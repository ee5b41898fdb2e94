"""After a restore a subscriber has forgotten what it applied since the backup: it asks all its sources for that."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import eventlet

from services.chassis.store import Collection, Store, Work
from services.contracts.envelope import Context, new_id
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

STATE = Collection("bus_state")
ALIVE = "alive"
REMEMBER_S = 30.0
MARGIN_S = 3_600.0
"""What was told shortly before the backup may have been handled after it."""


class Restoration:
    """Knows by a note in the store, `alive {epoch, at}`, that the store is an older one than the bus last saw."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def watch(
        self, ask_since: Callable[[float], bool], stopping: Callable[[], bool], leads: Callable[[], bool]
    ) -> None:
        """Where this process leads: ask when a new epoch has begun, until it could be asked; note from time to time."""
        while not stopping():
            if not leads():
                eventlet.sleep(0.5)
                continue
            try:
                note = self._store.get(STATE.name, ALIVE)
                behind = note is not None and note.body["epoch"] < self._store.epoch
                if note is not None and behind:
                    if not ask_since(float(note.body["at"]) - MARGIN_S):
                        eventlet.sleep(0.2)
                        continue
                    log.info("this store was restored; every source was asked for what it told since")
                self._note()
            except Transient as error:
                log.warning("not noted: %s", error)
            eventlet.sleep(REMEMBER_S)

    def _note(self) -> None:
        at = time.time()

        def write(work: Work) -> None:
            note = work.get(STATE.name, ALIVE)
            body = {"epoch": self._store.epoch, "at": at}
            work.put(STATE.name, ALIVE, body, note.version if note else 0)

        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
        self._store.run(Context("machine", now, new_id()), write)
