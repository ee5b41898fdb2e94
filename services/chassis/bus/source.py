"""A source answers for its journal: tells recent heads, and sends facts again to the one queue that misses them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import eventlet
import orjson
from marshmallow import RAISE, ValidationError

from services.chassis.bus.consumer import Consumer
from services.chassis.bus.control import Head, RequestSchema, heads_message
from services.chassis.bus.declare import Declaration, declare_topology
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.publisher import Outgoing, Publisher
from services.chassis.bus.relay import outgoing
from services.chassis.store import JournalRow, Store
from services.contracts.refusals import Transient
from services.contracts.topology import may_have, requests_queue

log = logging.getLogger(__name__)

PAGE = 200
TELL_EVERY_S = 4.0
QUIET_S = 4.0
"""A stream is told when it has been quiet for so long: where it goes on, its next fact shows what is missing."""

FIRST_LOOK_BACK_S = 300.0

_REQUEST = RequestSchema(unknown=RAISE)


class Source:
    """One service as the source of its facts."""

    def __init__(
        self,
        uri: str,
        service: str,
        store: Store,
        publisher: Publisher,
        declaration: Declaration = declare_topology,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._spread = {inbox.queue for inbox in declaration.inboxes.values() if inbox.spread}
        self._leads = leads
        self._service = service
        self._store = store
        self._publisher = publisher
        self._stopping: Callable[[], bool] = lambda: False
        self.consumer = Consumer(uri, requests_queue(service), self._asked, declaration)
        self.in_flight = 0

    def start(self, stopping: Callable[[], bool]) -> None:
        """Answer requests and tell heads in green threads until stopping."""
        self._stopping = stopping
        self.consumer.start()
        eventlet.spawn_n(self._tell_heads)

    def _asked(self, delivery: Delivery) -> None:
        self.in_flight += 1
        eventlet.spawn_n(self._answer_safely, delivery)

    def _answer_safely(self, delivery: Delivery) -> None:
        try:
            while True:
                try:
                    self._answer(delivery)
                    break
                except Transient as error:
                    log.warning("an answer waits: %s", error)
                    eventlet.sleep(0.5)
                    if delivery.comes_again():
                        return
                except Exception:
                    log.exception("a request failed")
                    break
            delivery.done()
        finally:
            self.in_flight -= 1

    def _answer(self, delivery: Delivery) -> None:
        try:
            request: dict[str, Any] = _REQUEST.load(orjson.loads(delivery.body))
        except (orjson.JSONDecodeError, ValidationError) as error:
            log.warning("a malformed request was dropped: %s", type(error).__name__)
            return
        queue = request["queue"]
        if request["stream"] is not None:
            self.send_stream(request["stream"], request["from_seq"], queue)
        else:
            self.send_since(request["since"] or 0.0, queue)

    def send_stream(self, stream: str, from_seq: int, queue: str) -> int:
        """Send a stream's facts from a seq on, then its head; returns how many facts were sent."""
        rows = [r for r in self._store.journal(stream=stream, from_seq=from_seq) if may_have(queue, r.exchange)]
        if rows:
            self._publisher.publish([self._to(row, queue) for row in rows])
        last = rows[-1] if rows else self._last_of(stream, queue)
        head = Head(stream, last.epoch, last.seq) if last else Head(stream, self._store.epoch, 0)
        number = last.number if last else stream.partition("/")[2]
        exchange = queue if queue in self._spread else ""
        answer = heads_message(self._service, [head], exchange=exchange, queue=queue, number=number)
        self._publisher.publish([answer])
        return len(rows)

    def _to(self, row: JournalRow, queue: str) -> Outgoing:
        """A row for one inbox: into its queue, or to be spread over its partitions."""
        made = outgoing(row, queue=queue)
        return replace(made, exchange=queue) if queue in self._spread else made

    def _last_of(self, stream: str, queue: str) -> JournalRow | None:
        rows = [r for r in self._store.journal(stream=stream) if may_have(queue, r.exchange)]
        return rows[-1] if rows else None

    def send_since(self, since: float, queue: str) -> int:
        """Send all facts committed since an instant (real time, epoch seconds); returns how many."""
        position, sent = 0, 0
        while rows := self._store.journal(since=since, after_position=position, limit=PAGE):
            position = rows[-1].position
            wanted = [self._to(row, queue) for row in rows if may_have(queue, row.exchange)]
            if wanted:
                self._publisher.publish(wanted)
            sent += len(wanted)
        return sent

    def _tell_heads(self) -> None:
        told_to = time.time() - FIRST_LOOK_BACK_S
        while not self._stopping():
            eventlet.sleep(TELL_EVERY_S)
            if not self._leads():
                told_to = time.time() - FIRST_LOOK_BACK_S
                continue
            until = time.time() - QUIET_S
            try:
                restless = {head[1] for head in self._store.heads(changed_since=until)}
                heads = [head for head in self._store.heads(changed_since=told_to) if head[1] not in restless]
                for exchange, group in _by_exchange(heads).items():
                    for start in range(0, len(group), PAGE):
                        page = group[start : start + PAGE]
                        self._publisher.publish([heads_message(self._service, page, exchange=exchange)])
                told_to = until
            except Transient as error:
                log.debug("heads not told: %s", error)
            except Exception:
                log.exception("telling heads failed")


def _by_exchange(heads: Iterable[tuple[str, str, int, int]]) -> dict[str, list[Head]]:
    grouped: dict[str, list[Head]] = {}
    for exchange, stream, epoch, seq in heads:
        grouped.setdefault(exchange, []).append(Head(stream, epoch, seq))
    return grouped
