"""Listeners hear every fact of the service in commit order: own ones at once, those of other processes by looking."""

from __future__ import annotations

import logging
import threading

from services.chassis.store.mongo.reader import MongoReader
from services.chassis.store.port import FactsListener, JournalRow
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
PAGE = 500


class Hearing:
    """Knows up to which position listeners have heard, and fills what other processes told in between."""

    def __init__(self, reader: MongoReader, position: int) -> None:
        self._reader = reader
        self._heard = position
        self._lock = threading.Lock()
        self._listeners: list[FactsListener] = []
        self._ending = threading.Event()
        self._looking: threading.Thread | None = None

    def listen(self, callback: FactsListener) -> None:
        """From now on, tell this one too."""
        self._listeners.append(callback)
        if self._looking is None:
            self._looking = threading.Thread(target=self._look, name="store-hearing", daemon=True)
            self._looking.start()

    def committed(self, rows: list[JournalRow]) -> None:
        """This process has committed these."""
        if not self._listeners:
            self._heard = rows[-1].position
            return
        with self._lock:
            if rows[0].position > self._heard + 1:
                self._catch_up(rows[0].position - 1)
            fresh = [row for row in rows if row.position > self._heard]
            if fresh:
                self._tell(fresh)

    def restart(self, position: int) -> None:
        """The database has been put back: go on behind this position."""
        with self._lock:
            self._heard = position

    def _catch_up(self, to: int | None) -> None:
        while rows := self._reader.journal({}, None, self._heard, PAGE):
            rows = [row for row in rows if to is None or row.position <= to]
            if not rows:
                return
            self._tell(rows)

    def _tell(self, rows: list[JournalRow]) -> None:
        self._heard = rows[-1].position
        for listener in self._listeners:
            try:
                listener(rows)
            except Exception:
                log.exception("a listener to committed facts failed")

    def _look(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                if self._reader.turn()["position"] > self._heard:
                    with self._lock:
                        self._catch_up(None)
            except Transient as error:
                log.warning("looking for other processes' facts: %s", error)
            except Exception:
                log.exception("looking for other processes' facts failed")

    def close(self) -> None:
        """Stop looking."""
        self._ending.set()
        if self._looking is not None:
            self._looking.join(LOOK_SECONDS * 20)
