"""Repair of what can be repaired by sending again: facts that a subscriber has not applied."""

from __future__ import annotations

from services.console.ops import Ops
from services.console.reconcile.model import Picture
from services.console.reconcile.streams import by_stream
from services.console.waiting import until_idle
from services.contracts.topology import INBOXES, owner_of

REPUBLISH = "/ops/journal/republish"


def missing_streams(picture: Picture) -> list[tuple[str, str, str]]:
    """(owner, stream, inbox) for every stream of which an inbox that binds it has not applied the head."""
    found = []
    for (exchange, stream), facts in by_stream(picture.facts).items():
        head = (facts[-1].epoch, facts[-1].seq)
        for name, inbox in INBOXES.items():
            if exchange in inbox.exchanges:
                state = picture.applied.get(name, {}).get(stream)
                if state is None or (state.epoch, state.seq) < head:
                    found.append((owner_of(exchange), stream, name))
    return found


def repair(ops: Ops, picture: Picture) -> int:
    """Have each missing stream sent again to the one inbox, wait until the hub is idle; gives how many were sent."""
    streams = missing_streams(picture)
    for service, stream, inbox in streams:
        ops.post(service, REPUBLISH, {"stream": stream, "inbox": inbox})
    if streams:
        until_idle(ops)
    return len(streams)
