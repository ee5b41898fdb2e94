"""Show the staff one matter; who opens sealed words is told as a fact."""

from __future__ import annotations

from typing import Any

import orjson

from services.chassis.store import Work
from services.contracts.events.intake import AccusationRead, SealedDataRead
from services.contracts.events.matter import codes_of
from services.contracts.fact import Fact
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import RequestKind
from services.intake import store
from services.intake.domain import requests, view
from services.intake.domain.grave import REPORTED, report_id
from services.intake.store import Found, Reads
from services.intake.use_cases import attachments
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import parts_for
from services.intake.use_cases.tell import tell


def read_matter(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """The matter with `story petitioners accused supplements ratings comments`, as far as the reader's rights go.

    With `?fields=codes` nothing is unsealed and nothing is told. Raises Refusal `not_found` (404).
    """
    found = store.find_matter(work, call.path["number"])
    parts = None if found is None or call.user is None else parts_for(deps, found, call.user)
    if found is None or call.user is None or parts is None:
        raise Refusal.not_found("matter")
    shown = view.whole(found.picture, walled=found.walled)
    shown |= {"petitioners": None, "anonymous": found.picture["anonymous"], "secret": found.picture["secret"]}
    shown["ratings"] = [asked for asked in shown["requests"] if asked["kind"] == RequestKind.RATING]
    shown["joined"] = found.picture.get("joined", [])
    shown["repeats"] = _repeated(work, found)
    shown |= {"story": None, "accused": None, "supplements": [], "comments": []}
    if call.query["fields_"] == "codes":
        return shown
    opened = _open(work, deps, found, parts)
    if shown["attachments"] and attachments.PART in parts:
        opened[attachments.PART] = attachments.named(work, deps, found)
    if opened:
        tell_reading(work, found, call.user.id, tuple(sorted(opened)))
    if "title" in opened and "text" in opened:
        shown["story"] = {"title": opened["title"], "text": opened["text"]}
    if shown["agent"] is not None:
        shown["agent"]["person"] = opened.get("agent")
    shown |= {
        name: opened[name]
        for name in ("petitioners", "accused", "supplements", "comments", "attachments")
        if name in opened
    }
    return shown


def _repeated(reads: Reads, found: Found) -> str | None:
    """The earlier matter that this one repeats, as somebody confirmed; nothing leads behind the wall or out of it."""
    number = None if found.walled else found.picture.get("repeats")
    first = None if number is None else store.find_matter(reads, number)
    return None if first is None or first.walled else number


def _open(reads: Reads, deps: Deps, found: Found, parts: frozenset[str]) -> dict[str, Any]:
    """The readable parts that there are, by name."""
    number = found.picture["number"]
    opened: dict[str, Any] = {}
    story = reads.get(store.STORY, number)
    if story is not None:
        wanted = {field: value for field, value in story.body.items() if field in parts}
        opened = dict(store.open_words(deps.seal, story.body["key"], store.STORY, number, wanted))
        for listed in ("petitioners", "accused", "agent"):
            if listed in opened:
                opened[listed] = orjson.loads(opened[listed])
    key = None if story is None else story.body["key"]
    rows = found.picture["timeline"]
    if "supplements" in parts:
        ids = [requests.supplement_id(number, row["supplement"]) for row in rows if "supplement" in row]
        opened |= _later_words(reads, deps, key, store.SUPPLEMENT, ids, "supplements")
    if "comments" in parts:
        ids = [row["request"] for row in rows if row["type"] in requests.ASKED]
        ids += [report_id(number, row["report"]) for row in rows if row["type"] == REPORTED]
        opened |= _later_words(reads, deps, key, store.REQUEST, ids, "comments")
    return opened


def _later_words(
    reads: Reads, deps: Deps, key: str | None, collection: str, ids: list[str], name: str
) -> dict[str, list[dict[str, str]]]:
    found = []
    for id in ids:
        document = reads.get(collection, id)
        if document is not None:
            words = store.open_words(deps.seal, document.body.get("key") or key or "", collection, id, document.body)
            found.append({"id": id, "at": document.body["at"], "by": document.body["by"], "text": words["text"]})
    return {name: found} if found else {}


def tell_reading(work: Work, found: Found, reader: str, fields: tuple[str, ...]) -> None:
    """Reading is a fact of the matter like any other: on its stream, in its timeline, in the record."""
    fact: Fact
    if found.walled:
        number, recipient = found.picture["number"], found.picture["recipient"]
        fact = AccusationRead(number=number, recipient=recipient, reader=reader, fields=fields)
    else:
        fact = SealedDataRead(**codes_of(found.picture), reader=reader, fields=fields)
    store.put_found(work, found, found.picture | {"timeline": [*found.picture["timeline"], tell(work, fact)]})
