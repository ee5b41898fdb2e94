"""A subscription: which facts of a department's own matters its system wants to hear."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum
from typing import NamedTuple


class SubscriptionState(StrEnum):
    """`stopped` by the subscriber's 410; what happens meanwhile is kept a while, and goes out when it is resumed."""

    ACTIVE = "active"
    STOPPED = "stopped"
    LEAVING = "leaving"


MOST_OF_ONE_DEPARTMENT = 20
"""Subscriptions that one department may have at a time."""

COLLECT_AFTER_STOP_S = 30 * 86_400
"""So long after its stop a subscription still collects what it would have heard."""


class Subscription(NamedTuple):
    """What matching asks of a subscription; an empty filter lets everything through."""

    id: str
    department: str
    state: str
    types: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    stopped_at: int | None = None

    def collects(self, now: float) -> bool:
        """Whether facts are put by for it; `now` in seconds of real time."""
        if self.state == SubscriptionState.STOPPED:
            return now < (self.stopped_at or 0) + COLLECT_AFTER_STOP_S
        return self.state == SubscriptionState.ACTIVE

    def wants(self, type_name: str, place_line: Set[str], category_line: Set[str]) -> bool:
        """Whether a fact passes its filters; the lines are the matter's place and category with all above them."""
        return (
            (not self.types or type_name in self.types)
            and (not self.places or not self.places.isdisjoint(place_line))
            and (not self.categories or not self.categories.isdisjoint(category_line))
        )
