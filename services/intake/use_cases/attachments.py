"""What is attached to a matter, with its sealed names opened."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Document
from services.intake import store
from services.intake.store import Found, Reads
from services.intake.use_cases.deps import Deps

PART = "attachments"
"""The part of a matter that its files are, in rights and in what is told of a reading."""


def named(reads: Reads, deps: Deps, found: Found) -> list[dict[str, Any]]:
    """The attachments of a matter with their names, `{id name type size at}`."""
    listed = []
    for each in found.picture.get("attachments", ()):
        document = reads.get(store.ATTACHMENT, each["id"])
        name = None if document is None else opened(reads, deps, document)["name"]
        listed.append({"id": each["id"], "name": name, "type": each["media"], "size": each["size"], "at": each["at"]})
    return listed


def opened(reads: Reads, deps: Deps, document: Document) -> dict[str, Any]:
    """`{name media blob key address}`: all that it takes to give the file back."""
    body = document.body
    key = body.get("key") or store.key_of(reads, body["number"]) or ""
    words = store.open_words(deps.seal, key, store.ATTACHMENT, document.id, body)
    address = f"{body['number']}/{body['digest']}"
    return {"name": words["name"], "media": body["media"], "blob": body["blob"], "key": key, "address": address}
