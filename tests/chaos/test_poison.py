"""Poison is what it says: read as an inbox reads it, each message is refused with the reason that the run expects."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from services.chassis.bus.control import read_control
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.reading import Poison as Unreadable
from services.chassis.bus.reading import read_delivery, read_fact
from services.chassis.store.handled import Handled, Verdict, judge
from services.console.chaos.poison import INTAKE, KINDS, REASONS, Poison, make
from services.contracts.topology import INBOXES, Inbox

NOW = "2026-11-22T08:00:00Z"
NUMBER = "123456789012"


def applied_fact() -> dict[str, Any]:
    """A registration that every inbox has applied; `far ahead` is nothing but a sound one with another seq."""
    sound: dict[str, Any] = orjson.loads(make("far ahead", NUMBER, NOW).body)
    return sound | {"seq": 1, "id": "a" * 32}


def made(kind: str) -> Poison:
    return make(kind, NUMBER, NOW, applied_fact())


def reason_and_fact(message: Poison, inbox: Inbox) -> tuple[str | None, str | None]:
    """What an inbox makes of it: the reason for parking (None: nothing is parked), and the fact id that it read."""
    delivery = Delivery(1, 1, message.body, message.message_id, message.exchange, {}, message.content_type)
    state = Handled(1, 1, ("a" * 32,)) if message.kind in ("forked", "duplicate") else None
    try:
        if read_control(delivery) is not None:
            return None, None
        envelope = read_delivery(delivery)
    except Unreadable as poison:
        return poison.reason, None
    match judge(state, envelope):
        case Verdict.SEEN:
            return None, envelope.id
        case Verdict.FORKED:
            return "forked", envelope.id
        case Verdict.GAP:
            return "beyond_head", envelope.id
    try:
        read_fact(inbox, envelope)
    except Unreadable as poison:
        return poison.reason, envelope.id
    return None, envelope.id


@pytest.mark.parametrize("kind", sorted(REASONS))
def test_each_kind_is_parked_by_every_inbox_that_binds_its_exchange_for_its_reason(kind: str) -> None:
    message = made(kind)
    binding = {name for name, inbox in INBOXES.items() if message.exchange in inbox.exchanges}
    assert binding
    assert {row.inbox for row in message.parked} == binding
    for row in message.parked:
        assert reason_and_fact(message, INBOXES[row.inbox]) == (row.reason, row.fact)


def test_a_duplicate_is_known_already_and_parked_nowhere() -> None:
    message = made("duplicate")
    assert message.parked == ()
    for inbox in INBOXES.values():
        if INTAKE in inbox.exchanges:
            assert reason_and_fact(message, inbox)[0] is None


def test_no_two_messages_have_the_same_body() -> None:
    bodies = [made(kind).body for kind in KINDS if kind != "duplicate" for _ in range(3)]
    assert len(set(bodies)) == len(bodies)
