"""Sealed texts against what the client sent: each service answers salted digests, nothing readable leaves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from services.console.ops import Ops
from services.console.reconcile.model import Command, Difference

AT_ONCE = 200
DIGESTS = "/ops/digests"
PLACES = {"register": ("intake", "story", ("title", "text")), "reply": ("routing", "reply", ("text",))}
"""Where the texts of a command lie: service, collection, fields."""

Digests = Callable[[str, str, list[str], list[str], str], Mapping[str, Mapping[str, str] | None]]
"""(service, collection, ids, fields, nonce) → by id by field SHA-256 (hex) of nonce and plain text."""


def asked(ops: Ops) -> Digests:
    """Ask the services."""

    def ask(service: str, collection: str, ids: list[str], fields: list[str], nonce: str) -> Mapping[str, Any]:
        body = {"collection": collection, "ids": ids, "fields": fields, "nonce": nonce}
        digests: Mapping[str, Any] = ops.post(service, DIGESTS, body)["digests"]
        return digests

    return ask


def compare_texts(
    commands: Iterable[Command], digests: Digests, named: Container[tuple[str, str, str]] = ()
) -> Iterator[Difference]:
    """The story at intake and the replies at routing say what was sent, letter for letter.

    A text that differs is told once, however many logs acknowledge the one command that sent it; not at all where
    (collection, id, field), or the whole document (field empty), is `named` already as gone or not opening.
    """
    sent: dict[tuple[str, str], dict[str, Command]] = defaultdict(dict)
    for command in commands:
        if command.step in PLACES:
            id = command.number if command.step == "register" else f"{command.number}-r{command.codes['reply']}"
            sent[(command.step, command.salt)][id] = command
    told: set[tuple[str, str, str]] = set()
    for (step, salt), by_id in sent.items():
        service, collection, fields = PLACES[step]
        for ids in _parts(list(by_id)):
            found = digests(service, collection, ids, list(fields), salt)
            for id in ids:
                for name, difference in _one(by_id[id], collection, found.get(id) or {}):
                    if (collection, id, "") in named or (collection, id, name) in named:
                        continue
                    if (collection, id, name) not in told:
                        told.add((collection, id, name))
                        yield difference


def _one(command: Command, what: str, found: Mapping[str, str]) -> Iterator[tuple[str, Difference]]:
    for name, digest in command.texts.items():
        there = found.get(name)
        if there != digest:
            said = (there or "missing")[:16]
            yield name, Difference("text", command.number, f"{what} {name}", digest[:16], said)


def _parts(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
