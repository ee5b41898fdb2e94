"""Digests of documents' fields: sha256(nonce + plaintext), unsealed in this process and never shown."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from services.chassis.seal import Opener, SealError
from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.service import HubService

UNREADABLE = "unreadable"
"""What stands for a sealed value that does not open."""


def digests(
    service: HubService, collection: str, ids: list[str], names: list[str], nonce: str, *, walled: bool
) -> dict[str, dict[str, str | None] | None]:
    """Per id and field (a dotted path in the body) the hex digest; None for a document or field that is not there.

    A sealed value is opened with the document's key under its address `collection/id/field`; other values are
    digested as text, or as JSON where they are no text. What lies behind the wall is not there unless `walled`.
    """
    declared = service.store.collections.get(collection)
    if declared is None or (declared.walled and not walled):
        raise Refusal.not_found("collection")
    made: dict[str, dict[str, str | None] | None] = {}
    for id in ids:
        document = service.store.get(collection, id)
        if document is None or (not walled and service.is_walled(collection, document)):
            made[id] = None
            continue
        try:
            opener = service.opener_of(collection, document)
        except SealError:
            spoilt = UNREADABLE.encode()
            made[id] = {n: None if _at(document.body, n) is None else _digest(nonce, spoilt) for n in names}
            continue
        made[id] = {
            name: _digest(nonce, _plain(_at(document.body, name), opener, collection, id, name)) for name in names
        }
    return made


def _at(body: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(body, dict):
            body = body.get(part)
        elif isinstance(body, list) and part.isascii() and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return None
    return body


def _plain(value: Any, opener: Opener | None, collection: str, id: str, field: str) -> bytes | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    if not value.startswith("s1.") or opener is None:
        return value.encode()
    try:
        return opener.open(collection, id, field, value).encode()
    except SealError:
        return UNREADABLE.encode()


def _digest(nonce: str, plain: bytes | None) -> str | None:
    return None if plain is None else hashlib.sha256(nonce.encode() + plain).hexdigest()
