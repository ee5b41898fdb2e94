"""Commits groups one after the other; whoever wants to commit takes the turn first, one document that all contend for.

Because each transaction begins by moving the turn on, commits of all processes have one order: positions of the journal
have no gaps and never appear behind a greater one, and what a work read cannot change unseen while it commits. Who only
adds to counters needs no turn, and has a slot of its own to add in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from random import randrange
from time import monotonic, sleep, time

from pymongo import MongoClient, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from services.chassis.store.entry import Ticket
from services.chassis.store.mongo.connecting import Row, Rows, said
from services.chassis.store.mongo.gathering import gather
from services.chassis.store.mongo.group import Group
from services.chassis.store.mongo.hearing import Hearing
from services.chassis.store.mongo.patience import Reserved
from services.chassis.store.mongo.reader import TURN
from services.chassis.store.mongo.transaction import transact
from services.chassis.store.mongo.writer import strike, write
from services.chassis.store.port import Collection
from services.chassis.store.work import Work
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

SLOTS = 16
"""A counter has so many documents at the most; a process draws one of these numbers when it opens the store."""

RESERVED_PAUSE = 0.01
BIRTHS = 65_536
"""Numbers that one turn has for documents that are born in it."""


class Committer:
    """Used by one thread at a time."""

    def __init__(
        self,
        client: MongoClient[Row],
        rows: Rows,
        collections: Mapping[str, Collection],
        hearing: Hearing,
        observe: Callable[[str, float], None] | None,
    ) -> None:
        self._client = client
        self._rows = rows
        self._collections = collections
        self._hearing = hearing
        self._observe = observe
        self._slot = randrange(SLOTS)
        self.published: set[int] = set()

    def mark(self, positions: Iterable[int]) -> None:
        """Strike these facts from the outbox with the next commit."""
        self.published.update(positions)

    def commit(self, tickets: list[Ticket], *, reserved: bool = False) -> bool:
        """Commit what can be; afterwards every ticket is done, unless it is False: then the turn is reserved.

        `reserved`: by this process, for these.
        """
        try:
            self._commit(tickets, reserved)
        except Reserved:
            return False
        except Exception as error:  # noqa: BLE001 - given to the works that it belongs to
            _fail(tickets, said(error) if isinstance(error, PyMongoError) else error)
            if not tickets:
                log.warning("marks are kept later: %s", type(error).__name__)
        except BaseException:
            _fail(tickets, Transient("the commit was broken off"))
            raise
        return True

    def _commit(self, tickets: list[Ticket], reserved: bool) -> None:
        published = frozenset(self.published)
        if not tickets and not published:
            return
        began = monotonic()
        works = [ticket.work for ticket in tickets if ticket.work is not None]
        try:
            group, errors = transact(self._client, lambda session: self._write(session, works, published, reserved))
        except PyMongoError as error:
            if len(tickets) < 2:
                raise
            log.warning("%d works were refused together (%s); each goes alone", len(tickets), type(error).__name__)
            for ticket in tickets:
                self._alone(ticket, reserved)
            return
        self.published -= published
        if self._observe:
            self._observe("commit", monotonic() - began)
        for ticket in tickets:
            ticket.error = errors.get(id(ticket.work))
            ticket.done = True
        if group is not None and group.rows:
            self._hearing.committed(group.rows)

    def _write(
        self, session: ClientSession, works: list[Work], published: frozenset[int], reserved: bool
    ) -> tuple[Group | None, dict[int, Exception]]:
        """Everything inside the transaction; the errors are those of works that did not join, by their identity."""
        errors: dict[int, Exception] = {}
        group = None
        if works:
            turn = self._take_turn(session, reserved) if any(_needs_turn(work) for work in works) else None
            known = gather(self._rows, session, self._collections, works)
            epoch, position, at = (turn["epoch"], turn["position"], turn["at"]) if turn else (0, 0, 0.0)
            born = turn["turns"] * BIRTHS if turn else 0
            group = Group(self._collections, known, epoch, position, max(time(), at), born)
            for work in works:
                try:
                    group.admit(work)
                except Exception as error:  # noqa: BLE001 - given to the work that it belongs to
                    errors[id(work)] = error
            write(self._rows, session, self._collections, group, self._slot)
        if published:
            strike(self._rows, session, published)
        return group, errors

    def _alone(self, ticket: Ticket, reserved: bool) -> None:
        while not self.commit([ticket], reserved=reserved):
            sleep(RESERVED_PAUSE)

    def _take_turn(self, session: ClientSession, reserved: bool) -> Row:
        turn = self._rows["meta"].find_one_and_update(
            {"_id": TURN}, {"$inc": {"turns": 1}}, session=session, return_document=ReturnDocument.AFTER
        )
        if turn is None:
            raise Transient("the store has lost its turn; allowed: a database that a service has opened")
        if not reserved and turn["until"] > time():
            raise Reserved("the turn is reserved")
        return turn


def _needs_turn(work: Work) -> bool:
    return bool(work.writes or work.reads or work.facts or work.handled_facts or work.numbers)


def _fail(tickets: list[Ticket], error: Exception) -> None:
    for ticket in tickets:
        if not ticket.done:
            ticket.error, ticket.done = error, True
