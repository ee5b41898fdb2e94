"""Show the chain: blocks by number, an export for who verifies it elsewhere, and a recipient's own chain."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import orjson

from services.chassis.web.call import Answer, Call
from services.contracts import chain
from services.contracts.refusals import Refusal
from services.oversight import store
from services.oversight.use_cases.append_entry import WALLED_CHAIN
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.seal_blocks import seal_all

AT_ONCE = 50


def read_audit(desk: Desk, call: Call) -> dict[str, Any]:
    """Blocks of the county's chain after a number; `head` is the newest, sealed with everything up to now."""
    return _blocks(desk, call, chain.COUNTY_CHAIN)


def read_walled_audit(desk: Desk, call: Call) -> dict[str, Any]:
    """Blocks of the recipient's own chain."""
    department = call.staff().department
    if department is None:
        raise Refusal.not_found("chain")
    return _blocks(desk, call, WALLED_CHAIN + department)


def export_audit(desk: Desk, _call: Call) -> Answer:
    """The county's whole chain as JSON lines: a first line with the public key, then a line a block."""
    seal_all(desk)
    return Answer({}, lines=_lines(desk))


def _blocks(desk: Desk, call: Call, name: str) -> dict[str, Any]:
    seal_all(desk)
    head = desk.store.get(store.CHAIN.name, name)
    last = 0 if head is None else int(head.body["number"])
    first = call.query["after"] + 1
    until = min(last, call.query["after"] + call.query["limit"])
    return {
        "chain": name,
        "blocks": [block for n in range(first, until + 1) if (block := _block(desk, name, n)) is not None],
        "after": until if until < last else None,
        "head": None if head is None else head.body,
        "keys": {desk.signer.kid: b64encode(desk.signer.public).decode("ascii")},
    }


def _block(desk: Desk, name: str, number: int) -> dict[str, Any] | None:
    walled = name != chain.COUNTY_CHAIN
    collection = store.WALLED_BLOCK if walled else store.BLOCK
    found = desk.store.get(collection.name, store.block_id(name, number, walled))
    return None if found is None else found.body


def _lines(desk: Desk) -> Iterator[bytes]:
    key = b64encode(desk.signer.public).decode("ascii")
    yield orjson.dumps({"chain": chain.COUNTY_CHAIN, "keys": {desk.signer.kid: key}}) + b"\n"
    after: str | None = None
    while True:
        page = desk.store.find(store.BLOCK.name, limit=AT_ONCE, after=after)
        for document in page.documents:
            yield orjson.dumps(document.body) + b"\n"
        after = page.cursor
        if after is None:
            return
