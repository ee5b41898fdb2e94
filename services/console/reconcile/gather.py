"""Everything that is compared, read from the services over `/ops` and from the clients' logs; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from services.console.hub import SERVICES
from services.console.lives.client_log import FOLDER, read_logs
from services.console.ops import Ops
from services.console.reconcile.model import Applied, Picture, Told
from services.console.reconcile.wall import hidden
from services.console.reconcile.words import FIELDS, shape
from services.contracts.envelope import Envelope, decode
from services.contracts.registry import FACTS

EXPORT = "/api/oversight/audit/export"
"""A chain block's line holds `entries`, each with the id of its `fact`."""


def gather(ops: Ops) -> Picture:
    """One picture of the hub. Raises ConsoleError where a service cannot be read."""
    picture = Picture(commands=list(read_logs(ops.hub.var / FOLDER)))
    for service in SERVICES:
        picture.facts.extend(_facts(ops, service))
        for row in ops.pages(service, "/ops/handled", "handled"):
            states = picture.applied.setdefault(row["inbox"], {})
            states[row["stream"]] = Applied(row["epoch"], row["seq"], tuple(row["fact_ids"]))
        for row in ops.pages(service, "/ops/diverged", "documents"):
            picture.diverged.append({"service": service, **row["body"]})
        picture.parked += [{"service": service, **row} for row in ops.pages(service, "/ops/parked", "parked")]
    picture.matters = dict(documents(ops, "intake", "matter"))
    picture.cases = dict(documents(ops, "routing", "case"))
    picture.mediations = dict(documents(ops, "mediation", "case"))
    picture.messages = dict(documents(ops, "notify", "message"))
    picture.dockets = {number for number, _ in documents(ops, "oversight", "docket")}
    for service, collection in FIELDS:
        rows = documents(ops, service, collection)
        picture.words[(service, collection)] = {id: shape(service, collection, body) for id, body in rows}
    for entry in _entries(ops):
        picture.chain[entry["fact"]] += 1
        picture.recorded[entry["fact"]] = entry["stream"]
    unseen = hidden(picture)
    picture.commands = [command for command in picture.commands if command.number not in unseen]
    return picture


def documents(ops: Ops, service: str, collection: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Id and body of every document of a collection; sealed values stay sealed."""
    for row in ops.pages(service, f"/ops/documents/{collection}", "documents"):
        yield row["id"], row["body"]


def told(envelope: Envelope) -> Told:
    """An envelope as the comparison wants it."""
    kind = FACTS.get(envelope.type)
    name = envelope.type.split(".")[2]
    return Told(
        envelope.id,
        envelope.service,
        kind.exchange if kind is not None else f"countynet.{envelope.service}",
        envelope.stream,
        envelope.epoch,
        envelope.seq,
        envelope.after,
        name,
        envelope.subject,
        envelope.time,
        envelope.data,
    )


def _facts(ops: Ops, service: str) -> Iterator[Told]:
    for row in ops.pages(service, "/ops/journal", "facts", cursor="after_position"):
        yield told(decode(orjson.dumps(row["envelope"])))


def _entries(ops: Ops) -> Iterator[Mapping[str, Any]]:
    for line in ops.stream("oversight", EXPORT):
        if line:
            yield from orjson.loads(line).get("entries", ())  # the first line holds the key alone
