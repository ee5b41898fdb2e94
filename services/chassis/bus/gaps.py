"""Gaps: a fact came before its predecessor. It waits; when that lasts, the source is asked for what is missing."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict

import eventlet

from services.chassis.bus.control import Control, Head, request_message
from services.chassis.bus.delivery import SINCE, WAITS, Delivery
from services.chassis.bus.parking import Parking
from services.chassis.bus.publisher import Publisher
from services.chassis.store import Store
from services.contracts.envelope import Envelope
from services.contracts.refusals import Transient
from services.contracts.topology import Inbox, owner_of, requests_queue

log = logging.getLogger(__name__)

LASTING_WAITS = 2
GRACE_S = 1.5
"""A head ahead of us may be of facts that are being handled just now; only what is missing later is asked for."""

REMEMBERED = 10_000
ASK_AGAIN_S = 3.0


class Gaps:
    """Knows the heads that sources told, and asks for facts that one inbox misses."""

    def __init__(self, inbox: Inbox, store: Store, publisher: Publisher, parking: Parking) -> None:
        self._inbox = inbox
        self._store = store
        self._publisher = publisher
        self._parking = parking
        self._heads: OrderedDict[str, tuple[float, Head]] = OrderedDict()
        self._asked: OrderedDict[str, float] = OrderedDict()

    def learn(self, control: Control) -> None:
        """Take a source's heads; look after a while at those that are ahead of what is handled."""
        ahead = []
        for head in control.heads:
            self._heads[head.stream] = (control.at, head)
            self._heads.move_to_end(head.stream)
            if self._behind(head):
                ahead.append(head)
        while len(self._heads) > REMEMBERED:
            self._heads.popitem(last=False)
        if ahead:
            eventlet.spawn_after(GRACE_S, self._ask_for_missing, control.service, ahead)

    def _behind(self, head: Head) -> int:
        """The first seq missing up to a head, 0 when none is.

        What this process remembers is enough to say that none is: an inbox never goes back. Thousands of heads are
        told at once under load, and a look into the store for each would hold up the facts behind them.
        """
        for look in (self._store.remembered, self._store.handled_state):
            state = look(self._inbox.name, head.stream)
            if state is not None and (state.epoch, state.seq) >= (head.epoch, head.seq):
                return 0
        return 1 if state is None else state.seq + 1

    def _ask_for_missing(self, service: str, heads: list[Head]) -> None:
        for head in heads:
            first = self._behind(head)
            behind_parked = self._parking.blocks(self._inbox.name, head.stream, head.epoch, head.seq + 1)
            if first and not behind_parked:
                self._ask(service, head.stream, first)

    def ask_when_lasting(self, delivery: Delivery, envelope: Envelope) -> None:
        """Ask the source for the predecessors of a fact that has waited for some time."""
        if delivery.count(WAITS) + 1 < LASTING_WAITS:
            return
        state = self._store.handled_state(self._inbox.name, envelope.stream)
        self._ask(envelope.service, envelope.stream, 1 if state is None else state.seq + 1)

    def _ask(self, service: str, stream: str, from_seq: int) -> None:
        now = time.monotonic()
        if now - self._asked.get(stream, -ASK_AGAIN_S) < ASK_AGAIN_S:
            return
        self._asked[stream] = now
        self._asked.move_to_end(stream)
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        self.request(service, {"queue": self._inbox.queue, "stream": stream, "from_seq": from_seq})

    def request(self, service: str, request: dict[str, object]) -> None:
        """Send a request to a source that this inbox listens to."""
        if service not in {owner_of(exchange) for exchange in self._inbox.exchanges}:
            return
        try:
            self._publisher.publish([request_message(requests_queue(service), request)])
        except Transient as error:
            log.warning("could not ask %s: %s", service, error)

    def beyond_head(self, delivery: Delivery, envelope: Envelope) -> bool:
        """Whether the source, asked after this fact began to wait, does not know of it."""
        known, since = self._heads.get(envelope.stream), delivery.count(SINCE)
        if known is None or not since:
            return False
        at, head = known
        return at * 1000 > since + 1 and (head.epoch, head.seq) < (envelope.epoch, envelope.seq)
