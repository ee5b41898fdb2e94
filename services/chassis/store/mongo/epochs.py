"""Epochs on MongoDB: the turn holds the present one, and a database of its own keeps the greatest ever opened.

That database (`<name>_epochs`) is not part of a dump of the service's own, so that restoring one dump twice never gives
the same epoch twice.
"""

from __future__ import annotations

from pymongo import MongoClient
from pymongo.errors import DuplicateKeyError, PyMongoError

from services.chassis.store.mongo.connecting import Row, Rows, connect, unopened
from services.chassis.store.mongo.reader import TURN
from services.chassis.store.mongo.transaction import transact
from services.contracts.refusals import Transient

SERVICE = "service"


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
        transact(client, lambda session: meta.update_one({"_id": TURN}, {"$max": {"epoch": beside}}, session=session))


def open_next(client: MongoClient[Row], rows: Rows) -> int:
    """Open a new epoch, greater than any before, after a dump has been put back; returns it. The service must rest.

    Facts that the dump holds as unpublished are published once more, and known by their ids.
    """
    turn = rows["meta"].find_one({"_id": TURN})
    if turn is None:
        raise ValueError(f"{rows.name} is no store: it has no turn; allowed: a database that a service has opened")
    epoch = max(int(turn["epoch"]), _beside(client, rows)) + 1
    client[f"{rows.name}_epochs"]["greatest"].replace_one({"_id": "epoch"}, {"_id": "epoch", "n": epoch}, upsert=True)
    transact(client, lambda s: rows["meta"].update_one({"_id": TURN}, {"$set": {"epoch": epoch}}, session=s))
    return epoch


def open_at(uri: str) -> tuple[str, int]:
    """Open a new epoch at an address: the database's name and the epoch; raises ValueError or ConnectionError."""
    client, rows = connect(uri)
    with client:
        try:
            return rows.name, open_next(client, rows)
        except (PyMongoError, Transient) as error:
            raise unopened(error) from error


def _beside(client: MongoClient[Row], rows: Rows) -> int:
    row = client[f"{rows.name}_epochs"]["greatest"].find_one({"_id": "epoch"})
    return 1 if row is None else int(row["n"])
