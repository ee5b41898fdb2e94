"""Enter a handled fact into the record: it waits, in the same commit, for the block that it will be sealed into."""

from __future__ import annotations

import time

from services.chassis.store import Work
from services.contracts import chain
from services.contracts.envelope import Envelope
from services.oversight import store

WALLED_CHAIN = "wall."
"""A recipient's own chain is named `wall.<unit>`."""


def append_entry(work: Work, envelope: Envelope) -> None:
    """Into the county's chain."""
    work.put(store.ENTRY.name, _waiting_id(envelope), chain.entry_of(envelope))


def append_walled_entry(work: Work, envelope: Envelope, recipient: str) -> None:
    """Into the chain of the one unit that may know of this matter."""
    entry = chain.entry_of(envelope)
    entry["chain"] = WALLED_CHAIN + recipient
    work.put(store.WALLED_ENTRY.name, _waiting_id(envelope), entry)


def _waiting_id(envelope: Envelope) -> str:
    """Ids in the order of handling: blocks take what waits by id, so a stream keeps its order across blocks."""
    return f"{time.time_ns():020d}-{envelope.id}"
