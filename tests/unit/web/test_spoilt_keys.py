"""A document whose key does not open any more is told as unreadable, and holds up no other."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any, ClassVar

from services.chassis.hub.digests import UNREADABLE, digests
from services.chassis.seal import SealError


class Shelf:
    collections: ClassVar = {"note": SimpleNamespace(walled=False)}

    def get(self, collection: str, id: str) -> Any:
        return SimpleNamespace(id=id, body={"text": f"s1.k1.{id}", "urgency": None})


class Service:
    store = Shelf()

    def is_walled(self, collection: str, document: Any) -> bool:
        return False

    def opener_of(self, collection: str, document: Any) -> Any:
        if document.id == "spoilt":
            raise SealError("this key does not open here")
        return SimpleNamespace(open=lambda collection, id, field, value: "words")


def test_a_spoilt_key_is_told_and_the_others_are_still_compared() -> None:
    made = digests(Service(), "note", ["spoilt", "good"], ["text", "urgency"], "n", walled=False)  # type: ignore[arg-type]
    told = hashlib.sha256(f"n{UNREADABLE}".encode()).hexdigest()
    assert made["spoilt"] == {"text": told, "urgency": None}
    assert made["good"] == {"text": hashlib.sha256(b"nwords").hexdigest(), "urgency": None}
