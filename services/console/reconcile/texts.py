"""Sealed texts against what the client sent: each service answers salted digests, nothing readable leaves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from services.console.ops import Ops
from services.console.reconcile.model import Command, Difference

AT_ONCE = 200
DIGESTS = "/ops/digests"

Digests = Callable[[str, str, list[str], list[str], str], Mapping[str, Mapping[str, str]]]
"""(service, collection, ids, fields, nonce) → by id by field SHA-256 (hex) of nonce and plain text."""


def asked(ops: Ops) -> Digests:
    """Ask the services."""

    def ask(service: str, collection: str, ids: list[str], fields: list[str], nonce: str) -> Mapping[str, Any]:
        body = {"collection": collection, "ids": ids, "fields": fields, "nonce": nonce}
        digests: Mapping[str, Any] = ops.post(service, DIGESTS, body)["digests"]
        return digests

    return ask


def compare_texts(commands: Iterable[Command], digests: Digests) -> Iterator[Difference]:
    """The story at intake and the replies at routing say what was sent, letter for letter."""
    stories: dict[str, dict[str, Command]] = defaultdict(dict)
    for command in commands:
        if command.step == "register":
            stories[command.salt][command.number] = command
    for salt, by_number in stories.items():
        for numbers in _parts(list(by_number)):
            found = digests("intake", "story", numbers, ["title", "text"], salt)
            for number in numbers:
                yield from _one(number, "story", by_number[number].texts, found.get(number, {}))


def _one(number: str, what: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    for name, digest in wanted.items():
        if found.get(name) != digest:
            yield Difference("text", number, f"{what} {name}", digest[:16], (found.get(name) or "missing")[:16])


def _parts(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
