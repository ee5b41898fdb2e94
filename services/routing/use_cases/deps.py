"""What a use case is given besides its unit of work and the call."""

from __future__ import annotations

from typing import Protocol

from services.chassis.clock import Clock
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.store import Store
from services.county.county import County


class Deps(Protocol):
    """The part of the running service that routing's use cases ask."""

    store: Store
    clock: Clock
    seal: Seal
    county: County
    metrics: Metrics

    def county_of(self, version: str | None) -> County:
        """The county by the clocks of the file of this version; the present one where that is unknown."""


def town_of(county: County, place: str) -> str | None:
    """The town of a place; None for the county itself, and for a place that the county file no longer has."""
    return county.places.town_of(place) if county.places.exists(place) else None
