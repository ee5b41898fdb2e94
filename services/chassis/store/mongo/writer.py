"""Writes what a group holds, inside its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bson import Binary
from pymongo import DeleteOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession

from services.chassis.store.mongo.connecting import Row, Rows
from services.chassis.store.mongo.group import Group
from services.chassis.store.mongo.layout import document, name_of
from services.chassis.store.mongo.reader import TURN
from services.chassis.store.port import Collection, JournalRow

Change = ReplaceOne[Row] | UpdateOne | DeleteOne


def write(rows: Rows, session: ClientSession, collections: Mapping[str, Collection], group: Group, slot: int) -> None:
    """Write documents, facts, states, counters and numbers; unique keys are given back before they are taken."""
    changes: dict[str, list[Change]] = defaultdict(list)
    for name, id, key in group.released:
        changes[name_of(name)].append(UpdateOne({"_id": id}, {"$unset": {f"u.{key}": ""}}))
    for (name, id), one in group.writes.items():
        if one.body is None:
            changes[name_of(name)].append(DeleteOne({"_id": id}))
        else:
            row = document(collections[name], one) | group.entered(name, id)
            changes[name_of(name)].append(UpdateOne({"_id": id}, {"$set": row}, upsert=True))
    for (inbox, stream), state in group.handled.items():
        id = f"{inbox}/{stream}"
        row = {
            "_id": id, "inbox": inbox, "stream": stream, "epoch": state.epoch, "seq": state.seq,
            "fact_ids": list(state.fact_ids), "surplus_ids": list(state.surplus_ids),
        }  # fmt: skip
        changes["handled"].append(ReplaceOne({"_id": id}, row, upsert=True))
    for head in group.heads.values():
        row = {
            "_id": head.stream, "exchange": head.exchange, "epoch": head.epoch, "seq": head.seq,
            "position": head.position, "at": head.committed_at,
        }  # fmt: skip
        changes["stream"].append(ReplaceOne({"_id": head.stream}, row, upsert=True))
    for series, last in group.series.items():
        changes["series"].append(ReplaceOne({"_id": series}, {"_id": series, "last": last}, upsert=True))
    for key, amount in group.counters.items():
        add = {"$inc": {"n": amount}, "$setOnInsert": {"key": key}}
        changes["counter"].append(UpdateOne({"_id": f"{slot:02d}/{key}"}, add, upsert=True))
    for name, some in changes.items():
        rows[name].bulk_write(some, session=session)
    if group.rows:
        rows["journal"].insert_many([_journal(row) for row in group.rows], session=session)
        rows["outbox"].insert_many([{"_id": row.position} for row in group.rows], session=session)
        place = {"position": group.position, "at": group.rows[-1].committed_at}
        rows["meta"].update_one({"_id": TURN}, {"$set": place}, session=session)


def strike(rows: Rows, session: ClientSession, published: Iterable[int]) -> None:
    """Take out of the outbox what the broker has confirmed."""
    rows["outbox"].delete_many({"_id": {"$in": sorted(published)}}, session=session)


def _journal(row: JournalRow) -> Row:
    return {
        "_id": row.position, "stream": row.stream, "epoch": row.epoch, "seq": row.seq, "fact_id": row.fact_id,
        "type": row.type, "exchange": row.exchange, "routing_key": row.routing_key, "number": row.number,
        "body": Binary(row.body), "at": row.committed_at,
    }  # fmt: skip
