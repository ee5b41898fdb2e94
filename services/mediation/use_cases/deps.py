"""What a use case is given besides its unit of work and the call."""

from __future__ import annotations

from typing import Protocol

from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.county.county import County


class Deps(Protocol):
    """The part of the running service that mediation's use cases ask."""

    store: Store
    clock: Clock
    seal: Seal
    county: County
    metrics: Metrics
