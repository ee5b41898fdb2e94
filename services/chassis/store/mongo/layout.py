"""How documents lie in MongoDB: their names, their sortable fields, their unique keys, and the indexes over them.

A document is `{_id, v: version, b: its body as JSON text, f: {field: sortable}, u: {key: sortables}}`, and where it
can be searched `w: keyed words` and `n: its number in the order of birth`. The body is kept
as text, so that both adapters keep the same bytes; only declared fields can be asked for, and they lie in `f`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import OperationFailure

from services.chassis.store.documents import MOST, scalars
from services.chassis.store.mongo.connecting import Row, Rows
from services.chassis.store.port import Collection, Scalar
from services.chassis.store.work import Write

_EXISTS = 48
BATCH = 500

FIXED: Mapping[str, Iterable[tuple[list[tuple[str, int]], bool]]] = {
    "meta": (),
    "journal": (([("stream", 1), ("epoch", 1), ("seq", 1)], True), ([("at", 1), ("_id", 1)], False)),
    "outbox": (),
    "stream": (([("at", 1)], False),),
    "handled": (([("inbox", 1), ("stream", 1)], True),),
    "counter": (([("key", 1)], False),),
    "series": (),
}
"""What every store has besides documents: each collection with its (keys, unique) indexes."""


def sortable(value: Scalar) -> str:
    """A scalar as text whose byte order is the order of all scalars: None, then numbers (of 64 bits), then text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"={value}"
    return f"#{int(value) + MOST:020d}"


def scalar(text: str) -> Scalar:
    """The value that `sortable` was given."""
    if not text:
        return None
    return text[1:] if text[0] == "=" else int(text[1:]) - MOST


def name_of(collection: str) -> str:
    """Where a collection's documents lie."""
    return f"doc_{collection}"


def key_name(key: tuple[str, ...]) -> str:
    """A declared key in the name of a field or index."""
    return "-".join(key)


def key_of(name: str) -> tuple[str, ...]:
    """The declared key that `key_name` was given."""
    return tuple(name.split("-"))


def claims(collection: Collection, values: Mapping[str, Scalar]) -> dict[str, str]:
    """The unique keys that a document with these declared values holds; a key with a None is not held."""
    held = {}
    for key in collection.unique:
        own = [values[name] for name in key]
        if None not in own:
            held[key_name(key)] = orjson.dumps([sortable(value) for value in own]).decode()
    return held


def document(collection: Collection, write: Write) -> Row:
    """What a write sets in the row of its document; its words stay as they are."""
    assert write.body is not None
    values = dict(zip(collection.fields, write.values, strict=True))
    return {
        "v": write.version,
        "b": write.body.decode(),
        "f": {name: sortable(value) for name, value in values.items()},
        "u": claims(collection, values),
    }


def prepare(rows: Rows, collections: Mapping[str, Collection]) -> None:
    """Create what is missing and bring older documents up to the declaration; several processes may do it at once."""
    there = set(rows.list_collection_names())
    for name, indexes in FIXED.items():
        _create(rows, name, there)
        for keys, unique in indexes:
            rows[name].create_index(keys, unique=unique)
    declared = {row["_id"]: row for row in rows["meta"].find({"_id": {"$regex": "^declared/"}})}
    for collection in collections.values():
        name = name_of(collection.name)
        _create(rows, name, there)
        now = {"fields": list(collection.fields), "unique": [list(key) for key in collection.unique]}
        before = declared.get(f"declared/{collection.name}")
        if before is not None and (before["fields"], before["unique"]) != (now["fields"], now["unique"]):
            _rewrite(rows, collection)
        _set_indexes(rows, collection)
        if before is None or {**before, **now} != before:
            id = f"declared/{collection.name}"
            rows["meta"].replace_one({"_id": id}, {"_id": id, **now}, upsert=True)


def _create(rows: Rows, name: str, there: set[str]) -> None:
    if name not in there:
        try:
            rows.create_collection(name)
        except OperationFailure as error:
            if error.code != _EXISTS:
                raise


def _rewrite(rows: Rows, collection: Collection) -> None:
    """Take the declared fields anew out of every body."""
    changes: list[UpdateOne | ReplaceOne[Any]] = []
    target = rows[name_of(collection.name)]
    for row in target.find({}, {"b": 1, "v": 1}):
        values = dict(
            zip(collection.fields, scalars(collection, collection.fields, orjson.loads(row["b"])), strict=True)
        )
        fields = {name: sortable(value) for name, value in values.items()}
        change = {"$set": {"f": fields, "u": claims(collection, values)}}
        changes.append(UpdateOne({"_id": row["_id"], "v": row["v"]}, change))
        if len(changes) == BATCH:
            target.bulk_write(changes, ordered=False)
            changes = []
    if changes:
        target.bulk_write(changes, ordered=False)


def _set_indexes(rows: Rows, collection: Collection) -> None:
    target = rows[name_of(collection.name)]
    wanted: dict[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {}
    for key in collection.indexes:
        wanted[f"by__{key_name(key)}"] = ([*((f"f.{name}", 1) for name in key), ("_id", 1)], {})
    for key in collection.unique:
        wanted[f"one__{key_name(key)}"] = ([(f"u.{key_name(key)}", 1)], {"unique": True, "sparse": True})
    if collection.searchable:
        wanted["words"] = ([("w", 1), ("n", -1)], {"sparse": True})
    there = set(target.index_information()) - {"_id_"}
    for name in there - wanted.keys():
        target.drop_index(name)
    for name in wanted.keys() - there:
        keys, how = wanted[name]
        target.create_index(keys, name=name, **how)
