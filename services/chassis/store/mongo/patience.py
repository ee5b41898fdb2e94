"""Whose works go first after they have lost often: one process at a time reserves the turn, and all others wait.

Without it a work of several steps could lose for ever against shorter ones of other processes.
"""

from __future__ import annotations

import threading
from random import random
from time import monotonic, sleep, time

from pymongo import MongoClient
from pymongo.client_session import ClientSession

from services.chassis.store.mongo.connecting import Row, Rows, told
from services.chassis.store.mongo.reader import TURN
from services.chassis.store.mongo.transaction import transact
from services.contracts.envelope import new_id
from services.contracts.refusals import Transient

RESERVED_SECONDS = 4.0
"""A reservation ends by itself after so long, should its process have died."""
WAIT_SECONDS = 12.0
POLL_SECONDS = 0.02


class Reserved(Transient):
    """The turn is reserved; the group waits for it."""


class Patience:
    """The turn to go first: within the process by a lock, among processes by a mark on the turn."""

    def __init__(self, client: MongoClient[Row], rows: Rows) -> None:
        self._client = client
        self._rows = rows
        self._lock = threading.Lock()
        self._token = new_id()
        self._waiting = 0
        self._reserved_until = 0.0
        self.mine = False
        """Whether the turn is reserved for somebody of this process."""

    def acquire(self, *, timeout: float) -> bool:
        """Wait for it, at least `timeout` seconds; False when it did not come."""
        self._waiting += 1
        try:
            if not self._lock.acquire(timeout=max(timeout, WAIT_SECONDS)):
                return False
        finally:
            self._waiting -= 1
        try:
            self.mine = self._keep() or self._come_by()
        finally:
            if not self.mine:
                self._lock.release()
        return self.mine

    def _keep(self) -> bool:
        """The one before has left its reservation, with enough time for another work."""
        return monotonic() < self._reserved_until - RESERVED_SECONDS / 2

    def _come_by(self) -> bool:
        deadline = monotonic() + WAIT_SECONDS
        while True:
            began = monotonic()
            with told():
                if transact(self._client, self._reserve):
                    self._reserved_until = began + RESERVED_SECONDS
                    return True
            if monotonic() > deadline:
                return False
            sleep(POLL_SECONDS * random())

    def _reserve(self, session: ClientSession) -> bool:
        now = time()
        mark = {"$set": {"by": self._token, "until": now + RESERVED_SECONDS}}
        free = {"_id": TURN, "$or": [{"until": {"$lt": now}}, {"by": self._token}]}
        return self._rows["meta"].update_one(free, mark, session=session).modified_count == 1

    def release(self) -> None:
        """Pass it on, within the process if somebody waits and there is time."""
        try:
            if not (self._waiting and self._keep()):
                self._reserved_until = 0.0
                with told():
                    transact(self._client, self._give_back)
        finally:
            self.mine = False
            self._lock.release()

    def _give_back(self, session: ClientSession) -> None:
        mark = {"$set": {"by": "", "until": 0.0}}
        self._rows["meta"].update_one({"_id": TURN, "by": self._token}, mark, session=session)
