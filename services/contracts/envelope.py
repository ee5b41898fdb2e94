"""The envelope of a fact: CloudEvents 1.0, structured JSON, plus the extensions that order and explain it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import orjson
from marshmallow import EXCLUDE, Schema, fields, validate

from services.contracts.acceptor import acceptor_of
from services.contracts.fact import Fact
from services.contracts.kinds import IDENTIFIER, INSTANT, text_of, whole

CONTENT_TYPE = "application/cloudevents+json"


class _EnvelopeSchema(Schema):
    id = text_of(IDENTIFIER, "an identifier")
    source = text_of(r"^/countynet/[a-z]{3,20}\Z", "/countynet/<service>")
    specversion = fields.String(required=True, validate=validate.Equal("1.0"))
    type = text_of(r"^countynet\.[a-z]{3,20}\.[a-z_]{3,60}\.v[1-9][0-9]?\Z", "countynet.<service>.<fact>.v<N>")
    time = text_of(INSTANT, "an instant in UTC")
    subject = text_of(IDENTIFIER, "the matter's number")
    datacontenttype = fields.String(required=True, validate=validate.Equal("application/json"))
    dataschema = fields.String(required=True, validate=validate.Length(max=200))
    stream = text_of(r"^[a-z]{3,20}/[A-Za-z0-9._-]{1,64}\Z", "<kind>/<number or code>")
    seq = whole(1, 10_000_000)
    epoch = whole(1, 1_000_000)
    after = fields.Integer(strict=True, allow_none=True, load_default=None, validate=validate.Range(0, 10_000_000))
    correlationid = text_of(IDENTIFIER, "an identifier")
    causationid = fields.String(
        allow_none=True, load_default=None, validate=validate.Regexp(IDENTIFIER, error="Allowed: an identifier.")
    )
    actor = text_of(IDENTIFIER, "an account id, `citizen` or `machine`")
    data = fields.Dict(required=True)


SCHEMA = _EnvelopeSchema(unknown=EXCLUDE)


@dataclass(frozen=True, slots=True)
class Context:
    """Who does something, when, and because of what: `now` is the domain's clock, an instant in UTC."""

    actor: str
    now: str
    correlation: str
    causation: str | None = None


@dataclass(slots=True)
class Envelope:
    """One fact as it travels; `epoch` and `seq` order its stream, `after` is the last seq kept by a restore."""

    id: str
    source: str
    type: str
    time: str
    subject: str
    dataschema: str
    stream: str
    seq: int
    epoch: int
    after: int | None
    correlationid: str
    causationid: str | None
    actor: str
    data: dict[str, Any]

    @property
    def service(self) -> str:
        """The service that the type belongs to."""
        return self.type.split(".", 2)[1]


def new_id() -> str:
    """A fact id nobody can guess (128 random bits, 32 hex digits)."""
    return os.urandom(16).hex()


def encode(fact: Fact, fact_id: str, context: Context, seq: int, epoch: int, after: int | None) -> bytes:
    """The fact as CloudEvents JSON; raises ValueError where a value may not travel."""
    body: dict[str, Any] = {
        "specversion": "1.0",
        "id": fact_id,
        "source": f"/countynet/{fact.service}",
        "type": fact.type_name(),
        "time": context.now,
        "subject": fact.number,
        "datacontenttype": "application/json",
        "dataschema": f"urn:countynet:{fact.service}:{fact.name}:v{fact.version}",
        "stream": fact.stream,
        "seq": seq,
        "epoch": epoch,
        "correlationid": context.correlation,
        "causationid": context.causation,
        "actor": context.actor,
        "data": fact.data(),
    }
    if after is not None:
        body["after"] = after
    if context.causation is None:
        del body["causationid"]
    return orjson.dumps(body)


_FIELDS = tuple(Envelope.__slots__)
_HEAD = SCHEMA.__class__(unknown=EXCLUDE, exclude=("data",))
_accept = acceptor_of(_HEAD)


def decode(body: bytes) -> Envelope:
    """Read an envelope; raises ValueError (not JSON) or marshmallow's ValidationError (fields at fault named)."""
    raw = orjson.loads(body)
    loaded = _accept(raw) if type(raw) is dict and type(raw.get("data")) is dict else None
    if loaded is None:
        loaded = SCHEMA.load(raw)
    else:
        loaded["data"] = raw["data"]
    return Envelope(*[loaded[name] for name in _FIELDS])
