"""The store on MongoDB: see `port.Store`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from time import sleep

from pymongo.errors import PyMongoError

from services.chassis.store.documents import KEPT, declared
from services.chassis.store.entry import Entry
from services.chassis.store.mongo import epochs
from services.chassis.store.mongo.committer import Committer
from services.chassis.store.mongo.connecting import connect, told, unopened
from services.chassis.store.mongo.gridded import GridBlobs
from services.chassis.store.mongo.hearing import Hearing
from services.chassis.store.mongo.layout import prepare
from services.chassis.store.mongo.patience import Patience
from services.chassis.store.mongo.reader import MongoReader
from services.chassis.store.mongo.turnstile import Turnstile
from services.chassis.store.port import Collection, FactsListener, JournalRow, Observe
from services.chassis.store.works import Works
from services.contracts.refusals import Refusal, Transient

log = logging.getLogger(__name__)

BY_HAND = "{verb} of a store on MongoDB is done with MongoDB's own tools; docs/runbook.md says how"


class MongoStore(Works):
    """One service's database on a replica set."""

    def __init__(
        self, uri: str, collections: Iterable[Collection], service: str, observe: Observe | None, most: int
    ) -> None:
        known = declared(collections)
        self._client, self._rows = connect(uri)
        try:
            prepare(self._rows, known)
            epochs.settle(self._client, self._rows, service)
            self._mongo = MongoReader(self._rows)
            position = self._mongo.turn()["position"]
            epochs.remember(self._client, self._rows, position)
            self._hearing = Hearing(self._mongo, position)
        except (PyMongoError, Transient) as error:
            self._client.close()
            raise unopened(error) from error
        except BaseException:
            self._client.close()
            raise
        self._committer = Committer(self._client, self._rows, known, self._hearing, observe)
        patience = Patience(self._client, self._rows)
        turnstile = Turnstile(self._committer, patience, most)
        super().__init__(self._mongo, known, observe, Entry(turnstile, threading.Lock(), patience, sleep))
        self.service = service
        self._closed = False
        self.blobs = GridBlobs(self._rows, lambda id: self.get(KEPT.name, id) is not None)

    @property
    def epoch(self) -> int:
        """The current epoch of the journal."""
        return int(self._mongo.turn()["epoch"])

    def unpublished(self, after_position: int = 0, limit: int = 500) -> list[JournalRow]:
        """Facts that the broker has not yet confirmed."""
        return self._mongo.unpublished(after_position, limit, frozenset(self._committer.published))

    def mark_published(self, positions: Iterable[int]) -> None:
        """The broker has confirmed these."""
        self._committer.mark(positions)

    def outbox_pending(self) -> int:
        """How many facts the broker has not yet confirmed."""
        return self._mongo.outbox(frozenset(self._committer.published))

    def on_facts(self, callback: FactsListener) -> None:
        """Call with the new rows right after each commit."""
        self._hearing.listen(callback)

    def backup(self, path: str) -> None:
        """Refuse: `mongodump` does it."""
        raise Refusal.of_field("path", "by_hand", f"{path}: {BY_HAND.format(verb='a backup')}")

    def restore_from(self, path: str) -> int:
        """Refuse: `mongorestore` does it, and `open_epoch` follows."""
        raise Refusal.of_field("path", "by_hand", f"{path}: {BY_HAND.format(verb='a restore')}")

    def open_epoch(self) -> int:
        """After `mongorestore`: open a new epoch, which is returned. The bus must stand still."""
        opened: list[int] = []

        def do() -> None:
            with told():
                opened.append(epochs.open_next(self._client, self._rows))
            self._committer.published.clear()
            self._issued.clear()
            self._hearing.restart(self._mongo.turn()["position"])

        self._entry.turnstile.alone(do)
        return opened[0]

    def close(self) -> None:
        """Commit what waits, then let go of the server; once is enough."""
        if self._closed:
            return
        self._closed = True
        self._hearing.close()
        self._entry.turnstile.close()
        try:
            with told():
                epochs.remember(self._client, self._rows, self._mongo.turn()["position"])
        except Transient as error:
            log.warning("how far the store has come is not kept beside it: %s", error)
        self._client.close()
