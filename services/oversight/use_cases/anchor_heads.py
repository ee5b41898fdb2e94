"""Append signed heads to the anchor, a file outside the database: what was anchored cannot be unsaid.

The county's chain is anchored in the file that `AUDIT_ANCHOR` names, each chain behind the wall in a file of its own
beside it. A head is appended once, also when several processes seal; one that a crash kept from the file follows with
the next.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from services.contracts import chain
from services.oversight import store
from services.oversight.use_cases.desk import Desk

TAIL = 4096
"""Bytes read from the end of the file: more than one head takes."""


def anchor_heads(desk: Desk) -> None:
    """Append every head that is not in the anchor yet."""
    after: str | None = None
    while True:
        page = desk.store.find(store.CHAIN.name, limit=200, after=after)
        for head in page.documents:
            if "hash" in head.body:
                _anchor(desk, head.body)
        after = page.cursor
        if after is None:
            return


def path_of(desk: Desk, name: str) -> Path:
    """The anchor of one chain."""
    return desk.anchor if name == chain.COUNTY_CHAIN else desk.anchor.with_name(f"{desk.anchor.name}.{name}")


def read_anchor(path: Path) -> list[dict[str, Any]]:
    """Every head in an anchor, in the order anchored; none when there is no such file yet."""
    return chain.read_heads(path.read_bytes()) if path.exists() else []


def _anchor(desk: Desk, head: dict[str, Any]) -> None:
    """Append what is missing up to this head, under a lock that other processes see."""
    name, walled = str(head["chain"]), head["chain"] != chain.COUNTY_CHAIN
    path = path_of(desk, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        epoch, number = _last(file)
        missing: list[dict[str, Any]] = []
        at = int(head["number"])
        while at > 0:
            collection = store.WALLED_BLOCK if walled else store.BLOCK
            block = desk.store.get(collection.name, store.block_id(name, at, walled))
            if block is None or (block.body["epoch"], at) <= (epoch, number):
                break
            missing.append(chain.head_of(block.body))
            at -= 1
        if missing:
            file.write(b"".join(orjson.dumps(each) + b"\n" for each in reversed(missing)))
            file.flush()
            os.fsync(file.fileno())


def _last(file: BinaryIO) -> tuple[int, int]:
    """Epoch and number of the last whole head; a line that a crash tore off is closed first."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - TAIL))
    raw = file.read()
    if raw and not raw.endswith(b"\n"):
        file.write(b"\n")
    for line in reversed(raw.splitlines()):
        try:
            head = orjson.loads(line)
            return int(head["epoch"]), int(head["number"])
        except (ValueError, KeyError, TypeError):
            continue
    return 0, 0
