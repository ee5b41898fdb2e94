"""Clear away what is over: deliveries taken a month ago, too old for a stopped subscription, or of one that left."""

from __future__ import annotations

import time
from collections.abc import Mapping

from services.chassis.store import Document, Scalar, Work
from services.contracts.envelope import Context, new_id
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.subscription import COLLECT_AFTER_STOP_S, SubscriptionState
from services.notify.store import DELIVERY, HEARD, SUBSCRIPTION
from services.notify.use_cases.subscription_deps import Deps

KEEP_TAKEN_S = 30 * 86_400
"""So long what was taken can be replayed; what is parked stays until it is replayed or its subscription goes."""

KEEP_HEARD_S = 30 * 86_400
"""So long the fact that draws a department in may come behind what was told after it."""

AT_ONCE = 500


def trim(deps: Deps) -> None:
    """One sweep."""
    now = int(time.time())
    _clear(deps, DELIVERY, {"state": str(DeliveryState.DELIVERED)}, ("settled", None, now - KEEP_TAKEN_S))
    _clear(deps, HEARD, {}, ("heard", None, now - KEEP_HEARD_S))
    for subscription in _in_state(deps, SubscriptionState.STOPPED):
        if now >= subscription.body["stopped_at"] + COLLECT_AFTER_STOP_S:
            _clear(deps, DELIVERY, {"subscription": subscription.id, "state": str(DeliveryState.WAITING)})
    for subscription in _in_state(deps, SubscriptionState.LEAVING):
        _clear(deps, DELIVERY, {"subscription": subscription.id})
        deps.store.run(_context(deps), _take_away, SUBSCRIPTION, [subscription.id])


def _in_state(deps: Deps, state: SubscriptionState) -> list[Document]:
    return deps.store.find(SUBSCRIPTION, equals={"state": str(state)}, limit=AT_ONCE).documents


def _clear(
    deps: Deps, collection: str, equals: Mapping[str, Scalar], between: tuple[str, Scalar, Scalar] | None = None
) -> None:
    while True:
        found = deps.store.find(collection, equals=equals, between=between, limit=AT_ONCE).documents
        if not found:
            return
        deps.store.run(_context(deps), _take_away, collection, [document.id for document in found])


def _take_away(work: Work, collection: str, ids: list[str]) -> None:
    for id in ids:
        found = work.get(collection, id)
        if found is not None:
            work.delete(collection, id, found.version)


def _context(deps: Deps) -> Context:
    return Context("machine", deps.clock.now(), new_id())
