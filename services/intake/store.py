"""Intake's documents, in the words of intake.

- `matter` / `accusation`: the picture of one matter (`domain.picture`), small, rewritten by each fact. Accusations lie
  apart: what lists and counts read holds none.
- `story`: the sealed words of one matter (title, text, petitioners, accused) and the wrapped key of all its words; and
  what repeats are found by, keyed: the `marks` of its people, a `sketch` of its text.
- `supplement` / `request`: later sealed words, a document each.
- `occasion`: one patrol, home visit, round or reception session, in codes, with the numbers of its matters.
- `bracelet`: one consenting person's emergency bracelet; the person and the guardian sealed; gone with the consent.
- `attachment`: one file by its blob, in codes but for its sealed name.
- `noted`: a matter that an agent of the staff follows, or that is grave, to be listed by it.
- `account`: who may sign in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from services.chassis.seal import Seal
from services.chassis.store import Collection, Document
from services.intake.domain.likeness import MOST_PERSONS, PERSON_FIELDS

MATTER, ACCUSATION, STORY = "matter", "accusation", "story"
SUPPLEMENT, REQUEST, ACCOUNT = "supplement", "request", "account"
OCCASION, BRACELET, ATTACHMENT, NOTED = "occasion", "bracelet", "attachment", "noted"

LIST_ORDER = "received_at"

LISTED_BY = ("status", "channel", "purpose", "category", "place", "village", "town")
"""What a list may be asked for; each is indexed together with the list's order, so a page is a walk along an index."""

COLLECTIONS = (
    Collection(MATTER, indexes=((LIST_ORDER,), *((name, LIST_ORDER) for name in LISTED_BY)), searchable=True),
    Collection(ACCUSATION, walled=True),
    Collection(STORY),
    Collection(SUPPLEMENT),
    Collection(REQUEST),
    Collection(ATTACHMENT),
    Collection(NOTED, indexes=(("kind", "who", "at"),)),
    Collection(
        OCCASION,
        indexes=(("kind", "at"), ("kind", "town", "at"), ("kind", "village", "at"), ("ends_at",)),
        unique=(("open",),),
    ),
    Collection(BRACELET, unique=(("device",),)),
    Collection(ACCOUNT, unique=(("username_key",),)),
)


class Reads(Protocol):
    """Where documents are read: a unit of work, or the store itself."""

    def get(self, collection: str, id: str) -> Document | None: ...


class Writes(Reads, Protocol):
    """Where documents are written: a unit of work."""

    def put(self, collection: str, id: str, body: dict[str, Any], version: int = 0) -> None: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A matter's picture, on which side of the wall it lies, and its version."""

    collection: str
    version: int
    picture: dict[str, Any]

    @property
    def walled(self) -> bool:
        """Whether the matter is an accusation."""
        return self.collection == ACCUSATION


def find_matter(reads: Reads, number: str) -> Found | None:
    """A matter on either side of the wall; who may see it is the caller's question."""
    for collection in (MATTER, ACCUSATION):
        document = reads.get(collection, number)
        if document is not None:
            return Found(collection, document.version, document.body)
    return None


def put_found(work: Writes, found: Found, picture: dict[str, Any]) -> None:
    """Write a picture back where it was found."""
    work.put(found.collection, picture["number"], picture, found.version)


def seal_words(seal: Seal, key: str, collection: str, id: str, words: Mapping[str, str]) -> dict[str, str]:
    """Seal each word under the matter's key, bound to its collection, document and field."""
    opener = seal.opener(key)
    return {field: opener.seal(collection, id, field, plain) for field, plain in words.items()}


def open_words(seal: Seal, key: str, collection: str, id: str, body: Mapping[str, Any]) -> dict[str, str]:
    """Open every sealed word of a document; raises SealError where it was tampered with or its key is gone."""
    opener = seal.opener(key)
    return {
        field: opener.open(collection, id, field, value)
        for field, value in body.items()
        if field in SEALED[collection] and value is not None
    }


SEALED = {
    STORY: frozenset({"title", "text", "petitioners", "accused", "agent"}),
    SUPPLEMENT: frozenset({"text"}),
    REQUEST: frozenset({"text"}),
    ATTACHMENT: frozenset({"name"}),
    BRACELET: frozenset({"person", "guardian"}),
}
"""The fields sealed under a matter's key; everything else is codes."""


def words_of(seal: Seal, title: str, text: str) -> list[str]:
    """The keyed words that a matter is found by, in their order: of its title and text, never of its petitioners."""
    return sorted({*seal.words(STORY, title), *seal.words(STORY, text)})


def marks_of(seal: Seal, petitioners: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The marks of the first petitioners by field: who has the same telephone has the same mark, unread."""
    found: dict[str, list[str]] = {}
    for field in PERSON_FIELDS:
        given = (each.get(field) for each in petitioners[:MOST_PERSONS])
        marks = [seal.mark(field, value) for value in given if value]
        if marks:
            found[field] = list(dict.fromkeys(marks))
    return found


def key_of(reads: Reads, number: str) -> str | None:
    """The wrapped key of a matter's words; None where intake has no story of it."""
    document = reads.get(STORY, number)
    return None if document is None else document.body["key"]
