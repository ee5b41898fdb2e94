"""All subscriptions as this process knows them, so that a fact costs no question to the store.

Read again after each change made here, and every second for changes of other processes.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from services.chassis.store import Store
from services.notify.domain.subscription import Subscription, SubscriptionState
from services.notify.store import SUBSCRIPTION

PAGE = 500


class Register:
    """Subscriptions by department."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_department: dict[str, list[Subscription]] = {}
        self.active: tuple[str, ...] = ()
        """The ids of those that are sent to."""

    @property
    def empty(self) -> bool:
        """Whether nobody subscribes at all."""
        return not self._by_department

    def refresh(self) -> None:
        """Read them all."""
        found: dict[str, list[Subscription]] = defaultdict(list)
        active: list[str] = []
        after = None
        while True:
            page = self._store.find(SUBSCRIPTION, limit=PAGE, after=after)
            for document in page.documents:
                kept = subscription_of(document.id, document.body)
                if kept.state != SubscriptionState.LEAVING:
                    found[kept.department].append(kept)
                if kept.state == SubscriptionState.ACTIVE:
                    active.append(kept.id)
            after = page.cursor
            if after is None:
                break
        self._by_department, self.active = dict(found), tuple(active)

    def of(self, departments: Iterable[str]) -> list[Subscription]:
        """Those of some departments that collect facts now."""
        now = time.time()
        return [
            kept for department in departments for kept in self._by_department.get(department, ()) if kept.collects(now)
        ]


def subscription_of(id: str, body: dict[str, Any]) -> Subscription:
    """What matching asks of a subscription's document."""
    return Subscription(
        id,
        body["department"],
        body["state"],
        frozenset(body["types"]),
        frozenset(body["places"]),
        frozenset(body["categories"]),
        body["stopped_at"],
    )
