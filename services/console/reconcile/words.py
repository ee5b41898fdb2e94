"""Sealed words, whether or not a client kept a log: what facts and cases speak of is there, whole, and opens.

A request (rating, withdrawal) has words only where the citizen gave some, and its fact does not tell; so a request's
document is held to open, but one that is missing cannot be known from the facts.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from services.console.ops import Refused
from services.console.reconcile.mediations import words_of
from services.console.reconcile.model import Difference, Picture, Told
from services.console.reconcile.texts import AT_ONCE, Digests, compare_texts
from services.console.reconcile.wall import WALLING, hidden

FIELDS: Mapping[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("intake", "story"): (("title", "text"), ("petitioners", "accused")),
    ("intake", "supplement"): (("text",), ()),
    ("intake", "request"): (("text",), ()),
    ("intake", "attachment"): (("name",), ()),
    ("routing", "reply"): (("text",), ()),
    ("routing", "remark"): (("text",), ()),
    ("mediation", "party"): (("name",), ("phone", "id_number", "address", "household")),
    ("mediation", "word"): (("text",), ()),
    ("mediation", "agreement"): (("facts", "terms", "manner"), ("responsibility",)),
}
"""By service and collection: the sealed fields that every document has, and those that it may have."""

FAILED = 500
SEALED = "s1."
UNREADABLE = b"unreadable"
"""What a service digests in the stead of a sealed value that does not open."""
KEYED = frozenset({"story", "reply", "remark", "party", "word", "agreement"})
"""Whose documents carry the key of their words; without it nothing of them opens."""

Wanted = dict[tuple[str, str], dict[str, set[str]]]
"""By service and collection, by document id: the sealed fields that must be there."""


def shape(service: str, collection: str, body: Mapping[str, Any]) -> dict[str, bool]:
    """By each sealed field that a document holds: whether its value is sealed at all, under a key that is there."""
    always, perhaps = FIELDS[(service, collection)]
    held = {name: body[name] for name in (*always, *perhaps) if body.get(name) is not None}
    keyed = collection not in KEYED or isinstance(body.get("key"), str)
    return {name: keyed and isinstance(value, str) and value.startswith(SEALED) for name, value in held.items()}


def wanted(picture: Picture) -> Wanted:
    """The documents that facts, matters and cases speak of; matters behind the wall are left out."""
    walled = {fact.number for fact in picture.facts if fact.name == WALLING}
    found: Wanted = defaultdict(lambda: defaultdict(set))

    def want(service: str, collection: str, id: str) -> None:
        if id.partition("-")[0] not in walled:
            found[(service, collection)][id].update(FIELDS[(service, collection)][0])

    for number, matter in picture.matters.items():
        want("intake", "story", number)
        for file in matter.get("attachments", ()):
            want("intake", "attachment", file["id"])
    attached = _attached(picture)
    for fact in picture.facts:
        if fact.name == "matter_supplemented" and (fact.number, fact.codes["supplement"]) in attached:
            continue
        for service, collection, id in _told_by(fact):
            want(service, collection, id)
            if fact.name == "matter_registered" and fact.codes.get("petitioners") and fact.number not in walled:
                found[(service, collection)][id].add("petitioners")
    for number, case in picture.cases.items():
        for collection, letter in (("reply", "r"), ("remark", "m")):
            for n in range(1, _count(case, collection) + 1):
                want("routing", collection, f"{number}-{letter}{n}")
    for collection, ids in words_of(picture).items():
        for id in ids:
            want("mediation", collection, id)
    return found


def _told_by(fact: Told) -> Iterator[tuple[str, str, str]]:
    if fact.name == "matter_registered":
        yield "intake", "story", fact.number
    elif fact.name == "matter_supplemented":
        yield "intake", "supplement", f"{fact.number}-s{fact.codes['supplement']}"
    elif fact.name in ("department_replied", "matter_answered"):
        yield "routing", "reply", f"{fact.number}-r{fact.codes['reply']}"


def _attached(picture: Picture) -> set[tuple[str, int]]:
    """What was added to a matter as a file: told as a supplement too, but the file's own document keeps it."""
    files = ((number, each) for number, matter in picture.matters.items() for each in matter.get("attachments", ()))
    return {(number, each["supplement"]) for number, each in files if "supplement" in each}


def _count(case: Mapping[str, Any], collection: str) -> int:
    """How many replies or remarks a case counts; a count that was changed to nonsense is no count."""
    many = case.get({"reply": "replies", "remark": "remarks"}[collection])
    return many if isinstance(many, int) else 0


class Fault(NamedTuple):
    """A difference, and of which document and field (empty: the whole document) it speaks."""

    collection: str
    id: str
    field: str
    difference: Difference


def compare_sealed(picture: Picture, digests: Digests) -> list[Difference]:
    """Words that are gone or do not open, then those that are not what a client sent; none is named twice."""
    faults = list(compare_words(picture, digests))
    named = {(fault.collection, fault.id, fault.field) for fault in faults}
    unseen = hidden(picture) | {fact.number for fact in picture.facts if fact.name == WALLING}
    commands = (command for command in picture.commands if command.number not in unseen)
    return [*(fault.difference for fault in faults), *compare_texts(commands, digests, named)]


def compare_words(picture: Picture, digests: Digests) -> Iterator[Fault]:
    """Documents that are missing (kind `document`); sealed fields missing, unsealed or not opening (kind `text`)."""
    must = wanted(picture)
    for kind in FIELDS:
        service, collection = kind
        kept, needed = picture.words.get(kind, {}), must.get(kind, {})
        for id in sorted(needed.keys() - kept.keys()):
            what = f"{service} {_name(collection, id)}"
            yield Fault(collection, id, "", Difference("document", _number(id), what, "there", "missing"))
        by_fields: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for id, held in kept.items():
            for name in sorted({*FIELDS[kind][0], *needed.get(id, ())} - held.keys()):
                yield _text(collection, id, name, "there", "missing")
            for name in (name for name, sealed in held.items() if not sealed):
                yield _text(collection, id, name, "sealed", "not sealed, or without its key")
            by_fields[tuple(sorted(name for name, sealed in held.items() if sealed))].append(id)
        for names, ids in by_fields.items():
            if names:
                yield from _opened(service, collection, sorted(ids), list(names), digests)


def _opened(service: str, collection: str, ids: list[str], names: list[str], digests: Digests) -> Iterator[Fault]:
    nonce = secrets.token_hex(16)
    closed = hashlib.sha256(nonce.encode() + UNREADABLE).hexdigest()
    for start in range(0, len(ids), AT_ONCE):
        for id, found in _asked(service, collection, ids[start : start + AT_ONCE], names, nonce, digests):
            for name in names:
                if found is None or found.get(name) in (None, closed):
                    yield _text(collection, id, name, "opens", "does not open")


def _asked(
    service: str, collection: str, ids: list[str], names: list[str], nonce: str, digests: Digests
) -> list[tuple[str, Mapping[str, str] | None]]:
    """The digests; where a service fails over a document whose key is spoilt, that one is found by halving."""
    try:
        found = digests(service, collection, ids, names, nonce)
    except Refused as refused:
        if refused.status != FAILED:
            raise
        if len(ids) == 1:
            return [(ids[0], None)]
        half = len(ids) // 2
        first = _asked(service, collection, ids[:half], names, nonce, digests)
        return first + _asked(service, collection, ids[half:], names, nonce, digests)
    return [(id, found.get(id)) for id in ids]


def _text(collection: str, id: str, name: str, expected: str, found: str) -> Fault:
    what = f"{_name(collection, id)} {name}"
    return Fault(collection, id, name, Difference("text", _number(id), what, expected, found))


def _name(collection: str, id: str) -> str:
    """`story`, or `reply <number>-r1`: a matter has one story, but many of the others."""
    return collection if collection == "story" else f"{collection} {id}"


def _number(id: str) -> str:
    return id.partition("-")[0]
