"""What a group's works need to know of the database, fetched in one go at the beginning of its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pymongo.client_session import ClientSession

from services.chassis.store.handled import Handled
from services.chassis.store.mongo.connecting import Row, Rows
from services.chassis.store.mongo.layout import claims, name_of
from services.chassis.store.mongo.reader import handled_of
from services.chassis.store.port import Collection
from services.chassis.store.work import Key, Work, Write

Claim = tuple[str, str, str]
"""Collection, name of the unique key, its value."""


@dataclass(slots=True)
class Gathered:
    """Committed state as the transaction sees it; what is not there is 0, or missing."""

    versions: dict[Key, int] = field(default_factory=dict)
    held: dict[Key, dict[str, str]] = field(default_factory=dict)
    holders: dict[Claim, str] = field(default_factory=dict)
    born: dict[Key, int] = field(default_factory=dict)
    handled: dict[str, Handled] = field(default_factory=dict)
    heads: dict[str, tuple[int, int]] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)


def held_by(collections: Mapping[str, Collection], name: str, write: Write) -> dict[str, str]:
    """The unique keys that a document to be will hold."""
    shape = collections[name]
    if write.body is None or not shape.unique:
        return {}
    return claims(shape, dict(zip(shape.fields, write.values, strict=True)))


def gather(
    rows: Rows, session: ClientSession, collections: Mapping[str, Collection], works: Iterable[Work]
) -> Gathered:
    """Fetch it: at the most one question a collection and one a unique key."""
    wanted: dict[str, set[str]] = defaultdict(set)
    gained: dict[tuple[str, str], set[str]] = defaultdict(set)
    places: set[str] = set()
    streams: set[str] = set()
    series: set[str] = set()
    for work in works:
        for name, id in work.reads:
            wanted[name].add(id)
        for (name, _), write in work.writes.items():
            for key, value in held_by(collections, name, write).items():
                gained[name, key].add(value)
        places.update(f"{inbox}/{envelope.stream}" for inbox, envelope in work.handled_facts)
        streams.update(fact.stream for _, fact in work.facts)
        series.update(work.numbers)

    def ask(collection: str, field: str, among: Iterable[str], fields: Row | None = None) -> Iterable[Row]:
        asked = sorted(among)
        return rows[collection].find({field: {"$in": asked}}, fields, session=session) if asked else ()

    found = Gathered()
    for name, ids in wanted.items():
        for row in ask(name_of(name), "_id", ids, {"v": 1, "u": 1, "n": 1}):
            found.versions[name, row["_id"]] = row["v"]
            found.held[name, row["_id"]] = row["u"]
            if "n" in row:
                found.born[name, row["_id"]] = row["n"]
    for (name, key), values in gained.items():
        for row in ask(name_of(name), f"u.{key}", values, {"u": 1}):
            found.holders[name, key, row["u"][key]] = row["_id"]
    found.handled = {row["_id"]: handled_of(row) for row in ask("handled", "_id", places)}
    found.heads = {row["_id"]: (row["epoch"], row["seq"]) for row in ask("stream", "_id", streams)}
    found.series = {row["_id"]: row["last"] for row in ask("series", "_id", series)}
    return found
