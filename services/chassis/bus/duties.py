"""What this process does for its service, of what only one process may do: which queues it reads, whether it leads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

import eventlet
from kombu import Connection

from services.chassis.bus.consumer import Consumer
from services.chassis.bus.declare import Declaration
from services.chassis.bus.link import BROKEN, SETUP_S
from services.chassis.leases import LEAD, Leases

log = logging.getLogger(__name__)


class Duties:
    """Follows the leases: opens consumers of the queues that this process holds, brings those to rest that it gives."""

    def __init__(self, leases: Leases, make: Mapping[str, Callable[[], Consumer]], at_rest: Callable[[], bool]) -> None:
        """`make`: queue to a new consumer of it; `at_rest`: whether the relay has nothing under way."""
        self._leases = leases
        self._make = make
        self._at_rest = at_rest
        self._consumers: dict[str, Consumer] = {}
        self._giving: set[str] = set()
        self._stopping = False
        self.leads = False
        """Whether the relay and what goes with it are this process' to do; two for a moment do no harm."""
        self.on_lead: list[Callable[[], None]] = []

    def start(self) -> None:
        """Take what is ours now, and follow from here on."""
        self._leases.after_each_look(self._follow)
        self._follow()

    @property
    def alone(self) -> bool:
        """Whether no other process of the service lives."""
        return self._leases.alone

    @property
    def ready(self) -> bool:
        """Whether messages of every queue that is ours can arrive now."""
        ours = self._leases.held - {LEAD}
        return all(queue in self._consumers and self._consumers[queue].ready for queue in ours & self._make.keys())

    def rests(self, claim: str) -> bool:
        """Bring to rest what another process shall have; whether it rests."""
        self._giving.add(claim)
        if claim == LEAD:
            self.leads = False
            return self._at_rest()
        consumer = self._consumers.get(claim)
        if consumer is None:
            return True
        if not consumer.paused:
            consumer.pause()
        if not consumer.rests:
            return False
        self._close(claim)
        return True

    def pause(self) -> None:
        """Take no more messages; what was taken is worked off."""
        self._stopping = True
        for consumer in self._consumers.values():
            consumer.pause()

    def stop(self) -> None:
        """Close every consumer."""
        for queue in list(self._consumers):
            self._close(queue)

    def _close(self, queue: str) -> None:
        self._consumers.pop(queue).stop()

    def _follow(self) -> None:
        if self._stopping:
            return
        held, giving = self._leases.held, self._giving
        self._giving = set()
        led, self.leads = self.leads, LEAD in held - giving
        if self.leads and not led:
            for call in self.on_lead:
                eventlet.spawn_n(call)
        for queue, make in self._make.items():
            consumer = self._consumers.get(queue)
            ours = queue in held and queue not in giving
            lost = queue not in held or (ours and consumer is not None and consumer.paused)
            if consumer is not None and lost:
                self._close(queue)
                consumer = None
            if consumer is None and ours:
                self._consumers[queue] = consumer = make()
                consumer.start()


def take_away(uri: str, declaration: Declaration, service: str, stopping: Callable[[], bool]) -> None:
    """Take away what is of another number of partitions, on a connection of its own; again until it is done."""
    if all(ever == 1 for ever in declaration.ever.values()):
        return
    while not stopping():
        connection = Connection(uri, connect_timeout=5, heartbeat=0)
        try:
            with eventlet.Timeout(SETUP_S):
                declaration.take_away(connection.channel(), service)
                return
        except (eventlet.Timeout, *BROKEN, connection.connection_errors) as error:
            log.warning("bindings not yet taken away: %s", type(error).__name__)
            eventlet.sleep(2)
        finally:
            connection.collect()
