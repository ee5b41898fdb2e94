"""The inbox: applies each fact once, in the order of its stream, in one commit with `handled`.

A mailbox per stream keeps order inside the process while streams run side by side. What arrives together is applied
together, one commit for all; a fact with which anything is out of the ordinary goes its own way. Whatever cannot be
applied goes somewhere where it is found again: a delay queue, or parked with its reason. Nothing is ever just
acknowledged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import eventlet

from services.chassis.bus.consumer import Consumer
from services.chassis.bus.control import read_control
from services.chassis.bus.declare import Declaration
from services.chassis.bus.delivery import ATTEMPT, MAX_ATTEMPTS, Delivery
from services.chassis.bus.gaps import Gaps
from services.chassis.bus.mailboxes import Letter, Mailboxes
from services.chassis.bus.parking import Parking
from services.chassis.bus.patience import Patience
from services.chassis.bus.publisher import Publisher
from services.chassis.bus.reading import Poison, read_delivery, read_fact
from services.chassis.store import Conflict, OutOfOrder, Store, Verdict, Work, judge
from services.contracts.envelope import Context, Envelope
from services.contracts.fact import FACTS, Fact
from services.contracts.refusals import Transient
from services.contracts.topology import Inbox

log = logging.getLogger(__name__)

Handler = Callable[[Work, Any, Envelope], None]
Handlers = Mapping[type[Fact], Handler]
Observe = Callable[[str, str, float | None], None]
"""`(fact name, outcome, seconds from commit to applied)`."""

HANDLING_S = 60.0
"""A handler that takes longer is interrupted and tried again; a lock would hold up its stream for good."""


class InboxReader:
    """Reads one inbox of one service."""

    def __init__(
        self,
        uri: str,
        inbox: Inbox,
        store: Store,
        handlers: Handlers,
        publisher: Publisher,
        parking: Parking,
        observe: Observe,
    ) -> None:
        self.inbox = inbox
        self._store = store
        self._handlers = handlers
        self._publisher = publisher
        self._parking = parking
        self._observe = observe
        self.gaps = Gaps(inbox, store, publisher, parking)
        self._uri = uri
        self._patience = Patience(HANDLING_S)
        self._mailboxes = Mailboxes(self._work_off)
        self.in_flight = 0
        self.settled = 0

    def consumer_of(self, queue: str, declare: Declaration) -> Consumer:
        """A new consumer of one of the inbox's queues."""
        return Consumer(self._uri, queue, self._arrived, declare)

    def _arrived(self, delivery: Delivery) -> None:
        self.in_flight += 1
        try:
            control = read_control(delivery)
            envelope = None if control else read_delivery(delivery)
        except Poison as poison:
            eventlet.spawn_n(self._finish, delivery, partial(self._park, delivery, None, poison))
            return
        if control is not None:
            eventlet.spawn_n(self._finish, delivery, partial(self.gaps.learn, control))
            return
        assert envelope is not None
        self._mailboxes.put((delivery, envelope))

    def _work_off(self, letters: list[Letter]) -> None:
        """Apply together what is plainly next in its stream; each of the others is settled by itself."""
        plain: list[Letter] = []
        works: list[tuple[Context, Callable[[Work], None]]] = []
        for letter in letters:
            fact = self._plainly_next(letter[1])
            if fact is None:
                eventlet.spawn_n(self._settle_alone, letter)
            else:
                plain.append(letter)
                works.append(self._work(letter[1], fact))
        errors: Sequence[Exception | None]
        try:
            with self._patience:
                errors = self._store.attempt(works)
        except Exception as error:  # noqa: BLE001 - each is settled by itself, where what is wrong is dealt with
            errors = [error] * len(plain)
        for letter, problem in zip(plain, errors, strict=True):
            if problem is None:
                self._applied(*letter)
                letter[0].done()
                self.settled += 1
                self.in_flight -= 1
                self._mailboxes.settled(letter)
            else:
                eventlet.spawn_n(self._settle_alone, letter)

    def _plainly_next(self, envelope: Envelope) -> Fact | None:
        """The fact, where nothing speaks against it as far as this process remembers; the commit checks that."""
        state = self._store.remembered(self.inbox.name, envelope.stream)
        if state is None and envelope.seq > 1:
            state = self._store.handled_state(self.inbox.name, envelope.stream)
        if not judge(state, envelope).applies:
            return None
        try:
            return read_fact(self.inbox, envelope)
        except Poison:
            return None

    def _settle_alone(self, letter: Letter) -> None:
        try:
            self._finish(letter[0], partial(self._settle, *letter))
        finally:
            self._mailboxes.settled(letter)

    def _finish(self, delivery: Delivery, settle: Callable[[], None]) -> None:
        """Settle one delivery and acknowledge it; what fails here stays unacknowledged and is tried again at once."""
        try:
            while True:
                try:
                    settle()
                    break
                except Exception as error:  # noqa: BLE001 - nothing may escape: the message would be lost or block its queue
                    log.warning("settling failed: %s", type(error).__name__, exc_info=not isinstance(error, Transient))
                    eventlet.sleep(0.5)
                    if delivery.comes_again():
                        return
            delivery.done()
            self.settled += 1
        finally:
            self.in_flight -= 1

    def _count(self, envelope: Envelope | None, outcome: str, seconds: float | None = None) -> None:
        known = FACTS.get(envelope.type) if envelope else None
        if known is None or not known.walled:
            self._observe(known.name if known else "unreadable", outcome, seconds)

    def _park(self, delivery: Delivery, envelope: Envelope | None, poison: Poison) -> None:
        self._parking.park(self.inbox.name, delivery, envelope, poison.reason, poison.detail)
        self._count(envelope, "parked")

    def _settle(self, delivery: Delivery, envelope: Envelope) -> None:
        verdict = judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope)
        if verdict is Verdict.SEEN:
            self._count(envelope, "seen")
        elif verdict is Verdict.FORKED:
            self._park(delivery, envelope, Poison("forked", "another fact was handled under this stream and seq"))
        elif verdict is Verdict.GAP:
            self._wait(delivery, envelope)
        else:
            self._apply(delivery, envelope)

    def _wait(self, delivery: Delivery, envelope: Envelope) -> None:
        if self._parking.blocks(self.inbox.name, envelope.stream, envelope.epoch, envelope.seq):
            self._park(delivery, envelope, Poison("behind", "an earlier fact of the stream is parked"))
        elif self.gaps.beyond_head(delivery, envelope):
            self._park(delivery, envelope, Poison("beyond_head", "the source does not know of this seq"))
        else:
            self._publisher.publish([delivery.again(self.inbox, envelope.subject, waiting=True)])
            self.gaps.ask_when_lasting(delivery, envelope)
            self._count(envelope, "waiting")

    def _apply(self, delivery: Delivery, envelope: Envelope) -> None:
        name = envelope.type.split(".")[2]
        try:
            fact = read_fact(self.inbox, envelope)
            self._commit(envelope, fact)
        except Poison as poison:
            self._park(delivery, envelope, poison)
        except OutOfOrder:
            self._settle(delivery, envelope)
        except (Transient, Conflict, OSError, eventlet.Timeout) as error:
            self._delay(delivery, envelope, error)
        except Exception as error:
            log.exception("handling %s failed", name)
            self._park(delivery, envelope, Poison("bug", type(error).__name__))
        else:
            self._applied(delivery, envelope)

    def _applied(self, delivery: Delivery, envelope: Envelope) -> None:
        committed = delivery.committed_at
        self._count(envelope, "applied", None if committed is None else time.time() - committed)

    def _commit(self, envelope: Envelope, fact: Fact) -> None:
        context, apply = self._work(envelope, fact)
        with self._patience:
            self._store.run(context, apply)

    def _work(self, envelope: Envelope, fact: Fact) -> tuple[Context, Callable[[Work], None]]:
        """What applying a fact means, in whose name and at what time."""
        handler = self._handlers.get(type(fact))

        def apply(work: Work) -> None:
            if handler is not None:
                handler(work, fact, envelope)
            work.handled(self.inbox.name, envelope)

        return Context(envelope.actor, envelope.time, envelope.correlationid, envelope.id), apply

    def _delay(self, delivery: Delivery, envelope: Envelope, error: BaseException) -> None:
        name = envelope.type.split(".")[2]
        if delivery.count(ATTEMPT) + 1 >= MAX_ATTEMPTS:
            self._park(delivery, envelope, Poison("exhausted", type(error).__name__))
            return
        log.warning("%s will be tried again: %s", name, type(error).__name__)
        self._publisher.publish([delivery.again(self.inbox, envelope.subject, waiting=False)])
        self._count(envelope, "delayed")

    def replay(self, body: bytes, headers: dict[str, Any]) -> None:
        """Apply a parked message now; raises `Poison` where it still cannot be applied."""
        envelope = read_delivery(Delivery(0, 0, body, "", "", headers, ""))
        verdict = judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope)
        if verdict is Verdict.SEEN:
            return
        if verdict is Verdict.FORKED:
            raise Poison("forked", "another fact was handled under this stream and seq")
        if verdict is Verdict.GAP:
            raise Poison("behind", "an earlier fact of the stream has not been handled")
        self._commit(envelope, read_fact(self.inbox, envelope))
        self._count(envelope, "replayed")

    def is_next(self, envelope: Envelope) -> bool:
        """Whether a fact is the next that its stream waits for."""
        return judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope).applies
