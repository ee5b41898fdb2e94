"""Parking: what cannot be applied lies in the inbox's own store with its reason, until somebody replays or drops it."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Protocol

from services.chassis.bus.delivery import Delivery
from services.chassis.store import Collection, Document, Store, Work
from services.contracts.envelope import Context, Envelope, new_id
from services.contracts.fact import FACTS

PARKED = Collection("parked", indexes=(("state", "inbox", "stream"), ("state", "at")))

COUNTED = 200
"""So many parked messages are counted when monitoring asks; whether there are more does not matter to it."""


class Vault(Protocol):
    """Seals the bodies of parked messages: poison may hold anything, so nothing of it lies open."""

    def county_seal(self, collection: str, id: str, field: str, plaintext: str) -> str: ...

    def county_open(self, collection: str, id: str, field: str, sealed: str) -> str: ...


class Parking:
    """The parked messages of one service, over all its inboxes."""

    def __init__(self, store: Store, vault: Vault, counted: Callable[[str], None]) -> None:
        self._store = store
        self._vault = vault
        self._counted = counted

    def park(self, inbox: str, delivery: Delivery, envelope: Envelope | None, reason: str, detail: str) -> None:
        """Keep a message with its reason; the same message of the same inbox is kept once."""
        key = f"{inbox}-{sha256(delivery.message_id.encode() + delivery.body).hexdigest()[:32]}"
        body = base64.b64encode(delivery.body).decode()
        row: dict[str, Any] = {
            "inbox": inbox,
            "state": "parked",
            "reason": reason,
            "detail": detail[:300],
            "stream": envelope.stream if envelope else None,
            "epoch": envelope.epoch if envelope else None,
            "seq": envelope.seq if envelope else None,
            "fact": envelope.id if envelope else None,
            "type": envelope.type if envelope else None,
            "at": _now(),
            "committed": delivery.headers.get("committed") if type(delivery.headers.get("committed")) is int else None,
        }

        def keep(work: Work) -> bool:
            held = work.get(PARKED.name, key)
            if held is not None and held.body["state"] == "parked":
                return False
            sealed = self._vault.county_seal(PARKED.name, key, "body", body)
            work.put(PARKED.name, key, {**row, "body": sealed}, held.version if held else 0)
            return True

        known = FACTS.get(envelope.type) if envelope else None
        if self._store.run(_machine(), keep) and (known is None or not known.walled):
            self._counted(reason)

    def of_stream(self, inbox: str, stream: str) -> list[Document]:
        """The parked messages of one stream, in the stream's order."""
        page = self._store.find(PARKED.name, equals={"state": "parked", "inbox": inbox, "stream": stream}, limit=500)
        return sorted(page.documents, key=lambda d: (d.body["epoch"], d.body["seq"], d.body["at"]))

    def blocks(self, inbox: str, stream: str, epoch: int, seq: int) -> bool:
        """Whether a parked fact stands between what is handled of a stream and this place in it."""
        handled = self._store.handled_state(inbox, stream)
        floor = (handled.epoch, handled.seq) if handled else (0, 0)
        parked = [(d.body["epoch"], d.body["seq"]) for d in self.of_stream(inbox, stream)]
        return any(floor < at < (epoch, seq) for at in parked)

    def listed(self, after: str | None = None, limit: int = 100) -> tuple[list[dict[str, Any]], str | None]:
        """Parked messages, oldest first, without their bodies."""
        page = self._store.find(PARKED.name, equals={"state": "parked"}, order="at", limit=limit, after=after)
        return [_row(d) for d in page.documents], page.cursor

    def waiting(self) -> int:
        """How many messages nobody has settled, counted up to 200; none that tells of an accusation (Art. 30)."""
        page = self._store.find(PARKED.name, equals={"state": "parked"}, limit=COUNTED)
        kinds = [FACTS.get(str(document.body["type"])) for document in page.documents]
        return sum(known is None or not known.walled for known in kinds)

    def shown(self, key: str) -> dict[str, Any] | None:
        """One parked message without its body."""
        document = self._store.get(PARKED.name, key)
        return _row(document) if document else None

    def body_of(self, document: Document) -> bytes:
        """The bytes of a parked message as they came."""
        sealed = document.body["body"]
        return base64.b64decode(self._vault.county_open(PARKED.name, document.id, "body", sealed))

    def mark(self, work: Work, key: str, state: str, actor: str) -> None:
        """Note that a parked message was replayed or dropped, by whom and when; the row stays, its body goes."""
        document = work.get(PARKED.name, key)
        if document is not None and document.body["state"] == "parked":
            body = {k: v for k, v in document.body.items() if k != "body"}
            work.put(PARKED.name, key, {**body, "state": state, "by": actor, "settled_at": _now()}, document.version)


def _row(document: Document) -> dict[str, Any]:
    return {"id": document.id, **{k: v for k, v in document.body.items() if k != "body"}}


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _machine() -> Context:
    return Context("machine", _now(), new_id())
