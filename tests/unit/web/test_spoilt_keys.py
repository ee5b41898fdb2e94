"""A document whose key does not open any more is told as unreadable, and holds up no other."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any

from services.chassis.hub.digests import UNREADABLE, digests
from services.chassis.seal import SealError


def opener_of(_collection: str, document: Any) -> Any:
    if document.id == "spoilt":
        raise SealError("this key does not open here")
    return SimpleNamespace(open=lambda *_place: "words")


def document(_collection: str, id: str) -> Any:
    return SimpleNamespace(id=id, body={"text": f"s1.k1.{id}", "urgency": None})


def test_a_spoilt_key_is_told_and_the_others_are_still_compared() -> None:
    shelf = SimpleNamespace(collections={"note": SimpleNamespace(walled=False)}, get=document)
    service: Any = SimpleNamespace(store=shelf, is_walled=lambda *_document: False, opener_of=opener_of)
    made = digests(service, "note", ["spoilt", "good"], ["text", "urgency"], "n", walled=False)
    told = hashlib.sha256(f"n{UNREADABLE}".encode()).hexdigest()
    assert made["spoilt"] == {"text": told, "urgency": None}
    assert made["good"] == {"text": hashlib.sha256(b"nwords").hexdigest(), "urgency": None}
