"""Control messages between the buses: heads of streams, requests for facts. They are no facts, change no document."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import Schema, fields, validate

from services.chassis.bus.delivery import KIND, Delivery
from services.chassis.bus.publisher import Outgoing
from services.chassis.bus.reading import Poison
from services.contracts.envelope import new_id
from services.contracts.topology import HASHED_BY, is_inbox, owner_of

CONTENT_TYPE = "application/vnd.countynet.control+json"


@dataclass(frozen=True, slots=True)
class Head:
    """The last fact that a source's journal holds of one stream."""

    stream: str
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class Control:
    """Heads as a source told them at `at` (real time, epoch seconds)."""

    service: str
    at: float
    heads: tuple[Head, ...]


class RequestSchema(Schema):
    """What may be asked of a source: facts of one stream, or all since an instant (real time, epoch seconds)."""

    queue = fields.String(required=True, validate=validate.Length(max=100))
    stream = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))
    from_seq = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, 10_000_000))
    since = fields.Float(load_default=None, allow_none=True)


def heads_message(
    service: str, heads: Iterable[Head], *, exchange: str = "", queue: str = "", number: str | None = None
) -> Outgoing:
    """Tell heads: to everybody on an exchange, to one queue, or to the partition of one matter's `number`."""
    body = {"service": service, "at": time.time(), "heads": [[h.stream, h.epoch, h.seq] for h in heads]}
    message = _message(body, "heads", exchange, queue or "stream_heads.v1")
    if number is not None:
        message.headers[HASHED_BY] = number
    return message


def request_message(target: str, request: dict[str, Any]) -> Outgoing:
    """Ask a source for facts; `target` is its requests queue."""
    return _message(request, "request", "", target)


def _message(body: dict[str, Any], kind: str, exchange: str, routing_key: str) -> Outgoing:
    return Outgoing(exchange, routing_key, orjson.dumps(body), new_id(), {KIND: kind}, CONTENT_TYPE)


def read_control(delivery: Delivery) -> Control | None:
    """The heads in a control message, `None` for what is a fact; raises `Poison` for a malformed one."""
    if delivery.content_type != CONTENT_TYPE:
        return None
    try:
        raw = orjson.loads(delivery.body)
        service, at, rows = raw["service"], raw["at"], raw["heads"]
        heads = tuple(Head(stream, epoch, seq) for stream, epoch, seq in rows)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise Poison("control", "not a control message of ours") from None
    if len(raw) != 3 or type(service) is not str or type(at) is not float or not all(map(_is_head, heads)):
        raise Poison("control", "a control message with a value of the wrong kind, or one too many")
    if delivery.exchange and owner_of(delivery.exchange) != service and not is_inbox(delivery.exchange):
        raise Poison("forged", "heads of another service than the exchange's")
    return Control(service, at, heads)


def _is_head(head: Head) -> bool:
    """Checked by hand: a message holds two hundred heads, and a schema took as long as handling ten facts."""
    return type(head.stream) is str and type(head.epoch) is int and type(head.seq) is int
