"""Put what waits into signed blocks: one process at a time seals, and its heads are anchored outside the database."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from services.chassis.store import Conflict, Document, JournalRow, Work
from services.contracts import chain
from services.contracts.envelope import Context, decode, new_id
from services.contracts.events.oversight import ACCUSATIONS
from services.oversight import store
from services.oversight.use_cases.anchor_heads import anchor_heads
from services.oversight.use_cases.append_entry import WALLED_CHAIN
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.tell import MACHINE

IN_ONE_BLOCK = 64
"""Small blocks, often: whoever waits for a fact to be applied does not wait for a long seal."""

LEASE_SECONDS = 15
SEALER = "sealer"
JOURNAL = "journal"


def seal_blocks(desk: Desk) -> int:
    """Seal everything that waits, if this process holds the lease; how many entries were sealed."""
    if not _waiting(desk) or not _leased(desk):
        return 0
    return seal_all(desk)


def seal_all(desk: Desk) -> int:
    """Seal until nothing waits. Another sealer at the same moment costs a turn, never a number or an entry."""
    sealed = 0
    while True:
        done = desk.store.run(Context(MACHINE, _real_now(), new_id()), _seal_once, desk)
        if done == 0:
            break
        sealed += done
    anchor_heads(desk)
    return sealed


def _waiting(desk: Desk) -> bool:
    if any(desk.store.find(name, limit=1).documents for name in (store.ENTRY.name, store.WALLED_ENTRY.name)):
        return True
    head = desk.store.get(store.CHAIN.name, JOURNAL)
    return bool(desk.store.journal(after_position=0 if head is None else head.body["position"], limit=1))


def _leased(desk: Desk) -> bool:
    """Take the lease, or keep it; by real time, so that a stopped process loses it."""

    def take(work: Work) -> bool:
        lease, now = work.get(store.LEASE.name, SEALER), int(time.time())
        if lease is not None and lease.body["holder"] != desk.process and lease.body["until"] > now:
            return False
        if lease is None or lease.body["holder"] != desk.process or lease.body["until"] < now + LEASE_SECONDS // 2:
            body = {"holder": desk.process, "until": now + LEASE_SECONDS}
            work.put(store.LEASE.name, SEALER, body, 0 if lease is None else lease.version)
        return True

    try:
        return desk.store.run(Context(MACHINE, _real_now(), new_id()), take)
    except Conflict:
        return False


def _seal_once(work: Work, desk: Desk) -> int:
    """One block a chain from what waits: entries of handled facts first, then the own facts of the journal."""
    entries = [(chain.COUNTY_CHAIN, entry) for entry in _taken(work, store.ENTRY.name)]
    entries += [(entry.pop("chain"), entry) for entry in _taken(work, store.WALLED_ENTRY.name)]
    entries += _own_facts(work, desk)
    entries.sort(key=lambda each: (each[0], each[1]["time"], each[1]["stream"], each[1]["epoch"], each[1]["seq"]))
    for name, group in groupby(entries, key=lambda each: each[0]):
        _block(work, desk, name, [entry for _, entry in group])
    return len(entries)


def _taken(work: Work, collection: str) -> list[dict[str, Any]]:
    documents: Iterable[Document] = work.find(collection, limit=IN_ONE_BLOCK).documents
    taken = []
    for document in documents:
        work.delete(collection, document.id, document.version)
        taken.append(document.body)
    return taken


def _own_facts(work: Work, desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """The facts that oversight itself recorded since the last block; their journal is as durable as any entry."""
    kept = work.get(store.CHAIN.name, JOURNAL)
    position = 0 if kept is None else int(kept.body["position"])
    rows = desk.store.journal(after_position=position, limit=IN_ONE_BLOCK)
    if rows:
        work.put(store.CHAIN.name, JOURNAL, {"position": rows[-1].position}, 0 if kept is None else kept.version)
    return [_own_entry(row) for row in rows]


def _own_entry(row: JournalRow) -> tuple[str, dict[str, Any]]:
    envelope = decode(row.body)
    behind_wall = row.exchange == ACCUSATIONS
    name = WALLED_CHAIN + str(envelope.data["recipient"]) if behind_wall else chain.COUNTY_CHAIN
    return name, chain.entry_of(envelope)


def _block(work: Work, desk: Desk, name: str, entries: list[dict[str, Any]]) -> None:
    head = work.get(store.CHAIN.name, name)
    number = 1 if head is None else int(head.body["number"]) + 1
    header = {
        "chain": name,
        "number": number,
        "epoch": desk.store.epoch,
        "sealed_at": _real_now(),
        "previous": chain.GENESIS if head is None else head.body["hash"],
    }
    block = chain.seal_block(header, entries, desk.signer.kid, desk.signer.key)
    walled = name != chain.COUNTY_CHAIN
    collection = store.WALLED_BLOCK if walled else store.BLOCK
    work.put(collection.name, store.block_id(name, number, walled), block)
    work.put(store.CHAIN.name, name, chain.head_of(block), 0 if head is None else head.version)


def _real_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
