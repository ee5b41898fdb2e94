"""Poison: messages that no service may apply, each with the inboxes that must park it, and why.

Bodies are unique: every one carries a token of its own. `duplicate` is none: a fact that was told before comes again
and must change nothing and be parked nowhere.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from services.contracts.envelope import CONTENT_TYPE
from services.contracts.topology import INBOXES

INTAKE, ROUTING, ACCUSATIONS = "countynet.intake", "countynet.routing", "countynet.intake.accusations"
CONTROL = "application/vnd.countynet.control+json"
HUGE_BYTES = 1_100_000
"""More than the largest body that an inbox reads (1 MiB)."""

REASONS = {
    "not_json": "not_json",
    "behind the wall": "not_json",
    "wrong envelope": "envelope",
    "wrong schema": "schema",
    "unknown version": "unknown_version",
    "unknown type": "unknown_fact",
    "forged source": "forged",
    "foreign exchange": "forged",
    "forked": "forked",
    "far ahead": "beyond_head",
    "huge": "too_large",
    "control": "control",
}
"""Each kind of poison, and the reason with which it must be parked."""

KINDS = (*REASONS, "duplicate")
NEEDS_FACT = frozenset({"forked", "duplicate"})
"""Kinds that are made from a fact that every inbox has already applied."""

NAMELESS = frozenset({"not_json", "behind the wall", "wrong envelope", "foreign exchange", "huge", "control"})
"""Kinds of which the inbox reads no fact id."""


@dataclass(frozen=True, slots=True)
class Parking:
    """One row that must lie parked: where, why, and the fact id as far as the inbox could read it."""

    inbox: str
    reason: str
    fact: str | None


@dataclass(frozen=True, slots=True)
class Poison:
    """One message and the rows that it must leave."""

    kind: str
    message_id: str
    exchange: str
    routing_key: str
    body: bytes
    content_type: str
    parked: tuple[Parking, ...]

    def wire(self) -> dict[str, str]:
        """The message as deploy/local/outsider.py takes it."""
        return {
            "exchange": self.exchange,
            "routing_key": self.routing_key,
            "body": base64.b64encode(self.body).decode(),
            "message_id": self.message_id,
            "content_type": self.content_type,
        }


def make(kind: str, number: str, now: str, fact: Mapping[str, Any] | None = None) -> Poison:
    """Poison of a kind about a matter that does not exist; `fact`: an applied envelope on intake's exchange."""
    token = uuid4().hex
    exchange = {"foreign exchange": ROUTING, "behind the wall": ACCUSATIONS}.get(kind, INTAKE)
    told = _fact(token, number, now)
    body, key, content_type = told, "matter_registered.v1", CONTENT_TYPE
    match kind:
        case "not_json" | "behind the wall":
            return _made(kind, token, exchange, key, f"{{poison {token}".encode(), content_type)
        case "wrong envelope":
            body = {"poison": token}
        case "wrong schema":
            body = told | {"data": {"number": number, "channel": "smoke", "token": token}}
        case "unknown version":
            body = told | {"type": "countynet.intake.matter_registered.v9"}
        case "unknown type":
            body, key = told | {"type": "countynet.intake.rumour_heard.v1"}, "rumour_heard.v1"
        case "forged source":
            body = told | {"source": "/countynet/routing"}
        case "far ahead":
            body = told | {"seq": 5}
        case "huge":
            body = told | {"padding": "0" * HUGE_BYTES}
        case "control":
            body, content_type = {"poison": token}, CONTROL
        case "forked":
            body = dict(fact or {}) | {"id": token}
        case "duplicate":
            body, token = dict(fact or {}), str((fact or {})["id"])
    return _made(kind, token, exchange, key, orjson.dumps(body), content_type)


def _made(kind: str, token: str, exchange: str, key: str, body: bytes, content_type: str) -> Poison:
    reason, fact = REASONS.get(kind), None if kind in NAMELESS else token
    inboxes = [name for name, inbox in INBOXES.items() if exchange in inbox.exchanges]
    rows = tuple(Parking(name, reason, fact) for name in inboxes) if reason is not None else ()
    return Poison(kind, token, exchange, key, body, content_type, rows)


def _fact(token: str, number: str, now: str) -> dict[str, Any]:
    """An envelope that nothing is wrong with, about a matter that nobody registered."""
    data = {
        "number": number,
        "place": "nowhere",
        "channel": "phone",
        "purpose": "appeal",
        "contactable": False,
        "received_at": now,
        "owner": "nobody",
        "petitioners": 1,
        "anonymous": False,
        "secret": False,
    }
    return {
        "specversion": "1.0",
        "id": token,
        "source": "/countynet/intake",
        "type": "countynet.intake.matter_registered.v1",
        "time": now,
        "subject": number,
        "datacontenttype": "application/json",
        "dataschema": "urn:countynet:intake:matter_registered:v1",
        "stream": f"matter/{number}",
        "seq": 1,
        "epoch": 1,
        "correlationid": token,
        "actor": "citizen",
        "data": data,
    }
