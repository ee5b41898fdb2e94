"""What the use cases of subscriptions and deliveries are given besides their unit of work and the call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.post import Outbound
from services.county.county import County
from services.notify.use_cases.subscription_register import Register


class Waking(Protocol):
    """Who carries deliveries out."""

    def wake(self, subscriptions: Iterable[str]) -> None:
        """There is something new for these."""


class Deps(Protocol):
    """The part of the running service that subscriptions ask."""

    store: Store
    clock: Clock
    seal: Seal
    county: County
    metrics: Metrics
    register: Register
    reach: Reach
    outbound: Outbound

    @property
    def couriers(self) -> Waking:
        """Who carries deliveries out."""
