"""What may stand in a document: names of collections, declared scalar fields, and the keys that they give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.chassis.store.paging import rank
from services.chassis.store.port import Between, Collection, Scalar

DIVERGED = Collection("diverged", indexes=(("inbox", "stream"),))
"""Streams of which an inbox has applied facts that their source lost in a restore; every store keeps it."""

KEPT = Collection("blob")
"""The contents that documents have kept; every store keeps it."""

_LETTERS, _LENGTH = re.compile(r"[a-z2-7]*\Z"), 8
"""What the keyed words of `seal.words` are made of, and how long each is."""
MOST = 2**63
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def declared(collections: Iterable[Collection]) -> dict[str, Collection]:
    """The collections by name; raises ValueError for a name twice or one that is no lower-case word."""
    known: dict[str, Collection] = {}
    for one in (*collections, DIVERGED, KEPT):
        for name in (one.name, *one.fields):
            if not _NAME.match(name):
                raise ValueError(f"{name!r} is no name of a collection or field; allowed: [a-z][a-z0-9_]*, 40 long")
        if one.name in known and known[one.name] != one:
            raise ValueError(f"the collection {one.name!r} is declared twice")
        if one.searchable and one.walled:
            raise ValueError(f"{one.name!r} lies behind the wall; allowed: not searchable")
        known[one.name] = one
    return known


def scalars(collection: Collection, fields: tuple[str, ...], body: Mapping[str, Any]) -> tuple[Scalar, ...]:
    """The values of the declared fields; raises ValueError naming the field that is no str, int or None."""
    values = tuple([body.get(name) for name in fields])
    for position, value in enumerate(values):
        if value is None or isinstance(value, str) or (isinstance(value, int) and -MOST <= value < MOST):
            continue
        kind = "a number beyond 64 bits" if isinstance(value, int) else type(value).__name__
        raise ValueError(f"{collection.name}.{fields[position]} is indexed; allowed: str, int or None, not {kind}")
    return values


def check_question(
    collection: Collection, equals: Mapping[str, Scalar], between: Between | None, order: str | None, limit: int
) -> None:
    """Raise ValueError where a question uses a field that was not declared or a limit outside 1 to 1000."""
    asked = [*equals, *([between[0]] if between else []), *([order] if order else [])]
    for name in asked:
        if name not in collection.fields:
            allowed = ", ".join(collection.fields) or "none"
            raise ValueError(f"{collection.name} cannot be asked by {name!r}; declared fields: {allowed}")
    if not 1 <= limit <= 1000:
        raise ValueError(f"limit {limit} is not allowed; allowed: 1 to 1000")


def check_search(collection: Collection, words: Sequence[str], equals: Mapping[str, Scalar], limit: int) -> None:
    """Raise ValueError where a search is for no words, for bare text, or of what is not searchable."""
    check_question(collection, equals, None, None, limit)
    check_words(collection, words)
    if not words:
        raise ValueError("a search is for one word at the least")


def check_words(collection: Collection, words: Sequence[str]) -> None:
    """Raise ValueError for words that no seal has keyed, or where the collection is not searchable."""
    if not collection.searchable:
        raise ValueError(f"{collection.name} is not declared searchable")
    if not set(map(len, words)) <= {_LENGTH} or not _LETTERS.match("".join(words)):
        raise ValueError("allowed: the keyed words of `seal.words`")


def matches(values: Mapping[str, Scalar], equals: Mapping[str, Scalar], between: Between | None) -> bool:
    """Whether a document with these declared values answers the question."""
    if any(values[name] != wanted for name, wanted in equals.items()):
        return False
    if between is None:
        return True
    name, low, high = between
    value = values[name]
    if value is None:
        return False
    return (low is None or rank(value) >= rank(low)) and (high is None or rank(value) <= rank(high))
