"""Couriers: one green thread a subscription that has something due, so that a slow subscriber holds up nobody else.

What is due is in the store; a courier takes the first of its subscription's line, and only that one at a time. After
`wake` it sets out within the next round, otherwise every five seconds, which also finds what other processes noted.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

import eventlet

from services.chassis.store import Document
from services.notify.domain.delivery import MICRO, DeliveryState
from services.notify.domain.subscription import SubscriptionState
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.deliver_send import attempt
from services.notify.use_cases.subscription_deps import Deps

log = logging.getLogger(__name__)

MOST = 64
"""Couriers under way at a time; a silent subscriber keeps one for 15 seconds and then backs off."""

LOOK_AGAIN_S = 5.0
LOAD = 50
"""Deliveries that a courier carries before others get their turn."""


class Couriers:
    """The couriers of one process."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._pool = eventlet.GreenPool(MOST)
        self._out: set[str] = set()
        self._look_at: dict[str, float] = {}
        self._last = 0

    @property
    def idle(self) -> bool:
        """Whether no courier is out."""
        return not self._out

    def wake(self, subscriptions: Iterable[str]) -> None:
        """Look at these in the next round."""
        for id in subscriptions:
            self._look_at[id] = 0.0

    def round(self) -> None:
        """Send couriers out for the subscriptions whose time has come, beginning behind the last one sent."""
        active = self._deps.register.active
        if not active:
            self._look_at.clear()
            return
        now = time.monotonic()
        start = self._last % len(active)
        for offset, id in enumerate((*active[start:], *active[:start])):
            if id in self._out or now < self._look_at.get(id, 0.0):
                continue
            if self._pool.free() <= 0:
                self._last = start + offset
                return
            self._out.add(id)
            self._pool.spawn_n(self._carry, id)

    def _carry(self, id: str) -> None:
        self._look_at[id] = time.monotonic() + LOOK_AGAIN_S
        try:
            for _ in range(LOAD):
                again = self._next(id)
                if again is not None:
                    self._look_at[id] = min(self._look_at[id], time.monotonic() + again)
                    return
            self._look_at[id] = 0.0
        except Exception:
            log.exception("a courier ended in an error", extra={"subscription": id})
        finally:
            self._out.discard(id)

    def _next(self, id: str) -> float | None:
        """Carry the first delivery of the line; else the seconds until it is to be looked at again."""
        subscription = self._deps.store.get(SUBSCRIPTION, id)
        if subscription is None or subscription.body["state"] != SubscriptionState.ACTIVE:
            return LOOK_AGAIN_S
        first = self._first(id)
        if first is None:
            return LOOK_AGAIN_S
        wait = float(max(first.body["turn"], first.body["not_before"])) / MICRO - time.time()
        if wait > 0:
            return wait
        attempt(self._deps, subscription, first)
        return None

    def _first(self, id: str) -> Document | None:
        equals = {"subscription": id, "state": str(DeliveryState.WAITING)}
        found = self._deps.store.find(DELIVERY, equals=equals, order="turn", limit=1).documents
        return found[0] if found else None
