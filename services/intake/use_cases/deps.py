"""What intake's use cases are given beside their work: the running service, seen narrowly."""

from __future__ import annotations

from typing import Any, Protocol

from services.chassis.access import User
from services.chassis.boxes import BoxSealer
from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.chassis.tokens import Tokens
from services.county.county import County


class Deps(Protocol):
    """The service instance: clock, keys, county, store, what signs tokens, counts, and seals contacts to notify."""

    clock: Clock
    seal: Seal
    county: County
    store: Store
    tokens: Tokens
    metrics: Metrics
    contacts: BoxSealer


class Asked(Protocol):
    """What a caller asked: the path's parts, the checked body and query, and who asks (None: a citizen)."""

    path: dict[str, str]
    body: dict[str, Any]
    query: dict[str, Any]
    user: User | None
