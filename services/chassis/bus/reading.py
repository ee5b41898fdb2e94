"""From bytes to a fact, or to the reason why not; a reason names fields, never what somebody wrote into them."""

from __future__ import annotations

import orjson
from marshmallow import ValidationError

from services.chassis.bus.delivery import Delivery
from services.contracts.envelope import Envelope, decode
from services.contracts.fact import Fact
from services.contracts.registry import Unreadable, read
from services.contracts.topology import Inbox, is_inbox, owner_of

MAX_BODY = 1_048_576


class Poison(Exception):
    """A message that cannot be applied: stable `reason`, and `detail` without any of its content."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def read_delivery(delivery: Delivery) -> Envelope:
    """The envelope; raises `Poison` with `not_json`, `too_large`, `envelope` or `forged`."""
    if len(delivery.body) > MAX_BODY:
        raise Poison("too_large", f"{len(delivery.body)} bytes")
    try:
        envelope = decode(delivery.body)
    except orjson.JSONDecodeError:
        raise Poison("not_json", "the body is not JSON in UTF-8") from None
    except ValidationError as error:
        fields = sorted(str(name)[:40] for name in error.messages_dict)
        raise Poison("envelope", f"not a CloudEvents envelope of ours; at fault: {', '.join(fields)}") from None
    if delivery.exchange and owner_of(delivery.exchange) != envelope.service and not is_inbox(delivery.exchange):
        raise Poison("forged", "the exchange is not its source's")
    return envelope


def read_fact(inbox: Inbox, envelope: Envelope) -> Fact:
    """The fact inside; raises `Poison` with the registry's reason, or `forged` for one that this inbox never binds."""
    try:
        fact = read(envelope)
    except Unreadable as error:
        raise Poison(error.reason, error.detail) from None
    if fact.exchange not in inbox.exchanges:
        raise Poison("forged", "a fact of an exchange that this inbox does not bind")
    return fact
