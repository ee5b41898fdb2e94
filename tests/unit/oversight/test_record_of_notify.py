"""What notify tells, and who read words at routing: in the record, and nowhere else in oversight."""

from __future__ import annotations

from typing import Any

import pytest

from services.chassis.entrypoints import Handles
from services.contracts.events import notify, routing
from services.contracts.fact import Fact
from services.oversight import store as documents
from services.oversight.service import OversightService
from services.oversight.use_cases import seal_blocks
from tests.unit.oversight.conftest import MONDAY, NUMBER, RECORDED, Oversight, fact

NOON = "2026-11-23T04:00:00Z"
PARKED = {"delivery": "s-1-f1", "subscription": "s-1", "fact": "whistle_blown", "attempts": 15}
NOTICE = {"message": "m-1", "templates": ("whistle",), "channel": "sms", "audience": "citizen"}


def told() -> list[Fact]:
    return [
        fact(notify.MessageSent, **NOTICE, attempt=1),
        fact(notify.MessageUncertain, **NOTICE, attempt=2),
        fact(notify.MessageFailed, **NOTICE, reason="exhausted"),
        fact(notify.DeliveryParked, **PARKED),
        fact(routing.SealedDataRead, reader="u-1", fields=("replies",)),
    ]


def recorded(oversight: Oversight, collection: str) -> list[Any]:
    seal_blocks.seal_all(oversight)  # type: ignore[arg-type]
    blocks = oversight.store.find(collection, limit=100).documents
    return [entry["fact"] for block in blocks for entry in block.body["entries"]]


def test_the_service_handles_each_of_them_by_the_record_alone() -> None:
    declared = {entrypoint.fact for entrypoint in OversightService.keep_record.nameko_entrypoints}
    assert all(isinstance(entrypoint, Handles) for entrypoint in OversightService.keep_record.nameko_entrypoints)
    assert declared == set(RECORDED)


def test_what_notify_tells_costs_one_entry_of_the_record_and_no_docket(oversight: Oversight) -> None:
    heard = [oversight.hear(each, MONDAY) for each in told()]
    assert oversight.store.get(documents.DOCKET.name, NUMBER) is None
    assert oversight.store.counters("") == {}
    assert sorted(recorded(oversight, documents.BLOCK.name)) == sorted(heard)


@pytest.mark.parametrize("late", told(), ids=lambda each: each.name)
def test_of_a_walled_matter_it_stands_in_the_recipients_record_alone(oversight: Oversight, late: Fact) -> None:
    wall = oversight.hear(fact(routing.MatterWalled), MONDAY)
    heard = oversight.hear(late, NOON)
    assert recorded(oversight, documents.BLOCK.name) == []
    assert recorded(oversight, documents.WALLED_BLOCK.name) == [wall, heard]
