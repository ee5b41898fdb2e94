"""Messages held against their facts: what is right is silent, each planted fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from services.console.reconcile.messages import compare_messages
from services.console.reconcile.model import Picture, Told

NUMBER, ID = "123456789012", "123456789012-n1"
CODES: dict[str, Any] = {"message": ID, "templates": ["whistle"], "channel": "sms", "audience": "staff", "unit": "u-1"}
KEPT = {"number": NUMBER, **CODES, "state": "sent"}


def told(*names: str) -> list[Told]:
    return [
        Told(f"f-{n}", "notify", "countynet.notify", f"message/{NUMBER}", 1, n, None, name, NUMBER, "t", CODES)
        for n, name in enumerate(names, 1)
    ]


def kinds(facts: list[Told], messages: dict[str, Any]) -> list[str]:
    return [difference.kind for difference in compare_messages(Picture(facts=facts, messages=messages))]


@pytest.mark.parametrize(
    ("names", "state"),
    [
        (["message_sent"], "sent"),
        (["message_uncertain", "message_sent"], "sent"),
        (["message_failed"], "failed"),
        (["message_failed"], "retry"),
        ([], "queued"),
    ],
)
def test_a_message_that_stands_where_its_facts_say_is_silent(names: list[str], state: str) -> None:
    assert kinds(told(*names), {ID: {**KEPT, "state": state}}) == []


@pytest.mark.parametrize(
    ("facts", "messages", "kind"),
    [
        (told("message_sent"), {}, "document"),
        (told("message_sent"), {ID: {**KEPT, "state": "queued"}}, "status"),
        (told("message_uncertain"), {ID: KEPT}, "status"),
        (told("message_sent"), {ID: {**KEPT, "unit": "u-2"}}, "field"),
        (told("message_sent"), {ID: {**KEPT, "templates": []}}, "field"),
        ([], {ID: KEPT}, "lost"),
    ],
)
def test_a_planted_fault_is_named(facts: list[Told], messages: dict[str, Any], kind: str) -> None:
    assert kinds(facts, messages) == [kind]


def test_messages_of_a_walled_matter_are_gone_and_none_may_be_left() -> None:
    wall = Told("f-9", "routing", "countynet.routing", f"case/{NUMBER}", 1, 9, None, "matter_walled", NUMBER, "t", {})
    assert kinds([*told("message_sent"), wall], {}) == []
    assert kinds([*told("message_sent"), wall], {ID: KEPT}) == ["wall"]
