"""Epochs on MongoDB: the turn holds the present one, and a database of its own keeps the greatest ever opened.

That database (`<name>_epochs`) is not part of a dump of the service's own, so that restoring one dump twice never gives
the same epoch twice; it also knows how far the journal had come when the service was last opened or closed, so that a
dump that was put back without a word opens an epoch as well.
"""

from __future__ import annotations

import logging

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from services.chassis.store.mongo.connecting import Row, Rows
from services.chassis.store.mongo.reader import TURN
from services.chassis.store.mongo.transaction import transact

log = logging.getLogger(__name__)

SERVICE, EPOCH = "service", "epoch"


def settle(client: MongoClient[Row], rows: Rows, service: str) -> None:
    """At opening: know the service, make the turn, and go on in the greatest epoch known."""
    meta = rows["meta"]
    try:
        meta.insert_one({"_id": SERVICE, "name": service})
    except DuplicateKeyError:
        owner = meta.find_one({"_id": SERVICE})
        if owner is not None and owner["name"] != service:
            raise ValueError(f"{rows.name} is the store of {owner['name']}, not of {service}") from None
    try:
        meta.insert_one({"_id": TURN, "turns": 0, "epoch": 1, "position": 0, "at": 0.0, "by": "", "until": 0.0})
    except DuplicateKeyError:
        beside = _beside(client, rows)
        greatest = {"$max": {"epoch": beside["n"]}}
        transact(client, lambda session: meta.update_one({"_id": TURN}, greatest, session=session))
        turn = meta.find_one({"_id": TURN})
        if turn is not None and turn["position"] < beside["position"]:
            log.warning("the database is short of what it was; it goes on in epoch %d", open_next(client, rows))


def open_next(client: MongoClient[Row], rows: Rows) -> int:
    """Open a new epoch, greater than any before, after a dump has been put back; returns it. The service must rest.

    Facts that the dump holds as unpublished are published once more, and known by their ids.
    """
    turn = rows["meta"].find_one({"_id": TURN})
    assert turn is not None
    epoch = max(int(turn["epoch"]), int(_beside(client, rows)["n"])) + 1
    kept = {"_id": EPOCH, "n": epoch, "position": turn["position"]}
    _greatest(client, rows).replace_one({"_id": EPOCH}, kept, upsert=True)
    transact(client, lambda s: rows["meta"].update_one({"_id": TURN}, {"$set": {"epoch": epoch}}, session=s))
    return epoch


def remember(client: MongoClient[Row], rows: Rows, position: int) -> None:
    """Keep beside the database how far it has come: found short of it, it has been put back."""
    _greatest(client, rows).update_one(
        {"_id": EPOCH}, {"$max": {"position": position}, "$setOnInsert": {"n": 1}}, upsert=True
    )


def _greatest(client: MongoClient[Row], rows: Rows) -> Collection[Row]:
    return client[f"{rows.name}_epochs"]["greatest"]


def _beside(client: MongoClient[Row], rows: Rows) -> Row:
    return _greatest(client, rows).find_one({"_id": EPOCH}) or {"n": 1, "position": 0}
