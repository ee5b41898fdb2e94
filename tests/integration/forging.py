"""Facts as somebody with the broker's password could write them: genuine in every part but the ones changed."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Iterator
from typing import Any

from services.contracts.envelope import Context, encode
from services.contracts.events.intake import AccusationRegistered, MatterRegistered, MatterSupplemented
from services.contracts.fact import Fact
from tests.integration.a_matter import MUNICIPAL, VILLAGE
from tests.integration.hub_under_test import Hub, until

INTAKE = "countynet.intake"
CONTROL = "application/vnd.countynet.control+json"
CODES: dict[str, Any] = {
    "place": VILLAGE,
    "channel": "web",
    "purpose": "appeal",
    "category": MUNICIPAL,
    "urgency": "livelihood",
    "contactable": True,
}


def ghost() -> str:
    """A number that intake has never given."""
    return str(10**11 + secrets.randbelow(9 * 10**11))


def now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def registered(number: str) -> MatterRegistered:
    rest = {"received_at": now(), "owner": "ns-t01-unit", "petitioners": 1, "anonymous": False, "secret": False}
    return MatterRegistered(number=number, **CODES, **rest)


def supplemented(number: str, ordinal: int = 1) -> MatterSupplemented:
    return MatterSupplemented(number=number, **CODES, supplement=ordinal)


def accused(number: str) -> AccusationRegistered:
    return AccusationRegistered(
        number=number, place=VILLAGE, channel="web", received_at=now(), recipient="ns-discipline"
    )


def envelope(fact: Fact, place: int, **changes: Any) -> bytes:
    """The fact as its source would send it at a place (seq) of its stream, then changed; `...` leaves a member out."""
    context = Context("citizen", now(), uuid.uuid4().hex)
    told = json.loads(encode(fact, uuid.uuid4().hex, context, place, 1, None)) | changes
    return json.dumps({name: value for name, value in told.items() if value is not ...}).encode()


def send(hub: Hub, body: bytes, key: str = "matter_registered.v1", exchange: str = INTAKE, **properties: Any) -> None:
    """Publish past every service."""
    properties.setdefault("message_id", uuid.uuid4().hex)
    hub.publish(exchange, key, body, **properties)


class Watch:
    """What is parked from now on, and dropped again at the end."""

    def __init__(self, hub: Hub, services: tuple[str, ...] = ("routing", "oversight", "intake")) -> None:
        self.hub = hub
        self._before = {service: self._ids(service) for service in services}

    def _ids(self, service: str) -> set[str]:
        return {row["id"] for row in self.hub.parked(service)}

    def new(self, service: str) -> list[dict[str, Any]]:
        """The rows parked since, oldest first."""
        return [row for row in self.hub.parked(service) if row["id"] not in self._before[service]]

    def wait(self, service: str, many: int = 1, seconds: float = 20) -> list[dict[str, Any]]:
        """At least so many new rows."""
        return until(lambda: (rows := self.new(service)) and len(rows) >= many and rows, seconds, "a parked row") or []

    def dropped(self) -> Iterator[str]:
        """Drop every new row; the services it was dropped at."""
        token = self.hub.insider()
        for service in self._before:
            for row in self.new(service):
                answer = self.hub.call(service, "POST", f"/ops/parked/{row['id']}/drop", {}, token=token)
                assert answer.status_code == 200, answer.text
                yield service
