"""How department systems are doing, for monitoring: how many hear us, how many have not for a while, how many left."""

from __future__ import annotations

from services.contracts.vocabulary import MessageChannel
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.subscription import SubscriptionState
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.message_health import count_waiting
from services.notify.use_cases.subscription_deps import Deps

FAILING_AFTER = 5
"""Attempts in vain at the first delivery of a line; the fifth comes some three minutes after the first."""

MOST = 1_000


def begin(deps: Deps) -> None:
    """Show what is counted of messages and deliveries before there are any."""
    deps.metrics.from_zero(deps.metrics.deliveries_total, ("delivered", "retried", "parked", "stopped"))
    deps.metrics.from_zero(deps.metrics.messages_total, MessageChannel, ("sent", "retry", "uncertain", "failed"))
    count(deps)


def count(deps: Deps) -> None:
    """Set `countynet_subscriptions` for each state, `active failing stopped`, and what waits among the messages."""
    active = deps.register.active
    failing = sum(_fails(deps, id) for id in active)
    stopped = deps.store.find(SUBSCRIPTION, equals={"state": str(SubscriptionState.STOPPED)}, limit=MOST).documents
    for state, number in (("active", len(active) - failing), ("failing", failing), ("stopped", len(stopped))):
        deps.metrics.child(deps.metrics.subscriptions, state).set(number)
    count_waiting(deps.store, deps.metrics)


def _fails(deps: Deps, id: str) -> bool:
    """Whether the first of its line was tried often in vain, or something of it is parked."""
    for state in (DeliveryState.WAITING, DeliveryState.PARKED):
        equals = {"subscription": id, "state": str(state)}
        first = deps.store.find(DELIVERY, equals=equals, order="turn", limit=1).documents
        if first and first[0].body["attempts"] >= FAILING_AFTER:
            return True
    return False
