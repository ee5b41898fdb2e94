"""Keeps one process' leases: looks at the table twice a second, and writes only when there is something to change."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import eventlet

from services.chassis.leases import table as arithmetic
from services.chassis.leases.table import LEAD, Process, Slot, Table
from services.chassis.store import Collection, Store, Work
from services.contracts.envelope import Context, new_id
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

COLLECTION = Collection("hub_lease")
TABLE, LEADER = "table", "leader"
LOOK_S = 0.5


class Leases:
    """What this process holds now. One that cannot reach its store holds nothing more once its lease is over."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._table = Table()
        self._me = Process("", new_id(), "")
        self._queues: Sequence[str] = ()
        self._rests: Callable[[str], bool] = bool
        self._looked: list[Callable[[], None]] = []
        self._stopping = False

    def share(self, queues: Sequence[str], rests: Callable[[str], bool]) -> None:
        """Share these queues, and the lead, with the other processes.

        `rests(claim)`: asked again and again of what another process shall have; begins to bring it to rest when first
        asked, and says whether it rests.
        """
        self._queues, self._rests = tuple(queues), rests

    def after_each_look(self, call: Callable[[], None]) -> None:
        """Have `call` called after each look at the table, changed or not; it must not block."""
        self._looked.append(call)

    def start(self, host: str, port: int) -> None:
        """Enter under the name of this web port, which only one process of this machine can have; then keep looking."""
        name = f"{socket.gethostname()}:{port}"
        self._me = replace(self._me, name=name, address=f"{_reachable(host)}:{port}")
        self._look()
        eventlet.spawn_n(self._watch)

    def stop(self) -> None:
        """Leave: the others take over with their next look."""
        self._stopping = True
        try:
            self._store.run(_machine(), self._leave)
        except Transient as error:
            log.warning("not left; the lease runs out: %s", error)

    @property
    def slot(self) -> int:
        """The number of this process among those of its service, from 0; stays the same over a restart."""
        mine = self._table.slot_of(self._me.holder)
        return mine.number if mine else 0

    @property
    def held(self) -> frozenset[str]:
        """What this process holds by the table that it saw last."""
        return self._table.held_by(self._me.holder)

    @property
    def leads(self) -> bool:
        """Whether what only one may do is this process' to do, by a lease that is not over."""
        mine = self._table.slot_of(self._me.holder)
        return LEAD in self.held and mine is not None and mine.until > time.time()

    @property
    def alone(self) -> bool:
        """Whether no other process of the service is known to live."""
        return len(self._table.slots) < 2

    def others(self) -> list[Slot]:
        """The other processes that live, as the table says now."""
        document = self._store.get(COLLECTION.name, TABLE)
        now, table = time.time(), Table.of(document.body if document else None)
        return [s for s in table.slots if s.holder != self._me.holder and s.until > now]

    def fence(self, work: Work) -> None:
        """Have a work commit only while this process leads; raises Transient where it does not.

        The lead's document changes only when the lead does, so after a takeover a work that read it fails at its
        commit.
        """
        document = work.get(COLLECTION.name, LEADER)
        if document is None or document.body["holder"] != self._me.holder:
            raise Transient("another process of this service leads now")

    def _watch(self) -> None:
        while not self._stopping:
            eventlet.sleep(LOOK_S)
            if not self._stopping:
                self._look()

    def _look(self) -> None:
        try:
            document = self._store.get(COLLECTION.name, TABLE)
            seen = Table.of(document.body if document else None)
            held = seen.held_by(self._me.holder)
            shall = arithmetic.shares(seen.slots, self._queues)
            done = {c for c in held if shall.get(c) != self._me.holder and self._rests(c)}
            if arithmetic.turn(seen, self._me, time.time(), self._queues, done) is not seen:
                seen = self._store.run(_machine(), self._turn, done)
            if seen.slots != self._table.slots or seen.claims != self._table.claims:
                self._tell(seen)
            self._table = seen
            self._me = replace(self._me, known=True)
        except Transient as error:
            log.warning("leases not renewed: %s", error)
        except Exception:
            log.exception("looking at the leases failed")
        for call in self._looked:
            call()

    def _tell(self, seen: Table) -> None:
        before, after = self.held, seen.held_by(self._me.holder)
        if before != after:
            told = {"taken": sorted(after - before), "given": sorted(before - after), "slots": len(seen.slots)}
            log.info("leases changed", extra=told)

    def _turn(self, work: Work, done: set[str]) -> Table:
        document = work.get(COLLECTION.name, TABLE)
        seen = Table.of(document.body if document else None)
        if self._stopping:
            return seen
        made = arithmetic.turn(seen, self._me, time.time(), self._queues, done)
        if made is not seen:
            work.put(COLLECTION.name, TABLE, made.body(), document.version if document else 0)
        if made.term != seen.term:
            leader = work.get(COLLECTION.name, LEADER)
            body = {"holder": (made.claims or {})[LEAD], "term": made.term}
            work.put(COLLECTION.name, LEADER, body, leader.version if leader else 0)
        return made

    def _leave(self, work: Work) -> None:
        document = work.get(COLLECTION.name, TABLE)
        if document is not None:
            made = arithmetic.leave(Table.of(document.body), self._me.holder)
            work.put(COLLECTION.name, TABLE, made.body(), document.version)


def _reachable(host: str) -> str:
    """Where the other processes reach this one: an address to listen on everywhere is none to call."""
    return socket.gethostbyname(socket.gethostname()) if host in ("", "0.0.0.0", "::") else host


def _machine() -> Context:
    return Context("machine", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), new_id())
