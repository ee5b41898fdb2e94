"""Give an attachment back: to its citizen by number and query code, to staff by right, whose reading is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.store import Document, Work
from services.chassis.store.blobs import CHUNK
from services.chassis.web.answer import Answer
from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.store import Reads
from services.intake.use_cases.attachments import PART, opened
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.read_matter import tell_reading
from services.intake.use_cases.staff import parts_for


def open_by_staff(work: Work, deps: Deps, call: Asked) -> Answer:
    """`{name media blob}` of what the reader may open; the reading is told. Raises Refusal `not_found` (404)."""
    found = store.find_matter(work, call.path["number"])
    parts = None if found is None or call.user is None else parts_for(deps, found, call.user)
    if found is None or call.user is None or parts is None or PART not in parts:
        raise Refusal.not_found("attachment")
    document = _document(work, call)
    tell_reading(work, found, call.user.id, (PART,))
    return Answer(opened(work, deps, document), counted=not found.walled)


def open_by_citizen(work: Work, deps: Deps, call: Asked) -> Answer:
    """The same for who holds number and query code; their own reading is nobody's business."""
    found = opened_by(work, deps, call.path["number"], call.body["query_code"])
    return Answer(opened(work, deps, _document(work, call)), counted=not found.walled)


def content_of(deps: Deps, told: Mapping[str, Any]) -> Iterator[bytes]:
    """The content, piece by piece; raises Refusal (404) at once where it is gone."""
    return pieces(deps, told, deps.store.blobs.open(told["blob"]))


def _document(reads: Reads, call: Asked) -> Document:
    document = reads.get(store.ATTACHMENT, call.path["id"])
    if document is None or document.body["number"] != call.path["number"]:
        raise Refusal.not_found("attachment")
    return document


def pieces(deps: Deps, told: Mapping[str, Any], sealed: Iterator[bytes]) -> Iterator[bytes]:
    """Opened one behind what is read, since a piece knows whether it is the last."""
    opener = deps.seal.opener(told["key"])
    position, waiting = 0, bytearray()
    for some in sealed:
        waiting += some
        while len(waiting) > CHUNK:
            yield opener.open_piece(told["address"], position, False, bytes(waiting[:CHUNK]))
            del waiting[:CHUNK]
            position += 1
    yield opener.open_piece(told["address"], position, True, bytes(waiting))
