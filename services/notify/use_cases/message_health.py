"""What waits for a person among the messages, for monitoring: how many by channel and state, never which."""

from __future__ import annotations

from collections import Counter

from services.chassis.metrics import Metrics
from services.chassis.store import Store
from services.contracts.vocabulary import FailedBecause, MessageChannel
from services.notify.domain.message import PARKED
from services.notify.store import MESSAGE

LOOKED_AT = 200
"""The newest messages of each state that are looked at; more than that says nothing more."""
NOBODY_CAN_HELP = frozenset({FailedBecause.NO_CONTACT, FailedBecause.OPTED_OUT})
"""Failed because there is no way to the citizen, or none is wanted: sending again changes nothing."""


def count_waiting(store: Store, metrics: Metrics) -> None:
    """Set `countynet_messages_waiting` for each channel that leaves the hub and each of `failed uncertain`."""
    for state in PARKED:
        newest = store.find(MESSAGE, equals={"state": str(state)}, order="made_at", descending=True, limit=LOOKED_AT)
        bodies = [document.body for document in newest.documents]
        waiting = Counter(body["channel"] for body in bodies if body["reason"] not in NOBODY_CAN_HELP)
        for channel in MessageChannel:
            if channel is not MessageChannel.IN_APP:
                metrics.child(metrics.messages_waiting, str(channel), str(state)).set(waiting[str(channel)])
