"""Large contents beside the documents: written once, never changed, and kept only once a document names them.

`put` writes the content, which the caller has sealed; `work.attach(blob)` keeps it in the commit of the document that
names it; `work.detach(id)` gives it up in the commit of the document that no longer does. What nobody attached within
an hour, or was detached, goes with the next `sweep`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from services.contracts.envelope import new_id
from services.contracts.refusals import Refusal

CHUNK = 256 * 1024
KEPT_SECONDS = 3600.0
_ID = re.compile(r"[0-9a-f]{32}\Z")


class Blob(NamedTuple):
    """A content that is written: its id, its bytes, and their SHA-256 in hex."""

    id: str
    size: int
    sha256: str


class Blobs(Protocol):
    """The contents of one service; blocking work is done away from the hub."""

    def put(self, content: Iterable[bytes], limit: int) -> Blob:
        """Write a content as it comes in; on the disk when this returns.

        Raises Refusal `too_large` (413) beyond `limit` bytes; nothing of it is kept then.
        """

    def open(self, id: str) -> Iterator[bytes]:
        """Read a content in pieces; raises Refusal `not_found` (404) at once."""

    def delete(self, id: str) -> None:
        """Delete a content now; nothing happens where there is none."""

    def sweep(self, older_than: float = KEPT_SECONDS) -> int:
        """Delete what was written so many seconds ago and no document has kept; returns how many."""


def new_blob_id() -> str:
    """32 hex digits."""
    return new_id()


def is_blob_id(id: str) -> bool:
    """Whether `new_blob_id` may have made it; nothing else gets near a path."""
    return _ID.match(id) is not None


def metered(content: Iterable[bytes], limit: int, write: Callable[[bytes], object]) -> tuple[int, str]:
    """Write a content in pieces of `CHUNK`; returns its size and SHA-256, or raises Refusal `too_large`."""
    size, digest, waiting = 0, hashlib.sha256(), bytearray()
    for piece in content:
        size += len(piece)
        if size > limit:
            raise Refusal("too_large", f"The content is too large; allowed: {limit} bytes.", status=413)
        digest.update(piece)
        waiting += piece
        while len(waiting) >= CHUNK:
            write(bytes(waiting[:CHUNK]))
            del waiting[:CHUNK]
    if waiting:
        write(bytes(waiting))
    return size, digest.hexdigest()


def missing() -> Refusal:
    """No content has this id."""
    return Refusal.not_found("blob")
