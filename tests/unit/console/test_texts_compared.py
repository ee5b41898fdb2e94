"""Texts are held against what each client's log says was sent; one that differs is told once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from services.console.reconcile.model import Command
from services.console.reconcile.texts import compare_texts

NUMBER = "123456789012"
KEPT = {("story", NUMBER): {"title": "题", "text": "变了"}, ("reply", f"{NUMBER}-r1"): {"text": "答"}}


def digest(salt: str, text: str) -> str:
    return hashlib.sha256((salt + text).encode()).hexdigest()


def digests(
    service: str, collection: str, ids: list[str], fields: list[str], nonce: str
) -> Mapping[str, Mapping[str, str] | None]:
    assert service in ("intake", "routing")
    found: dict[str, Mapping[str, str] | None] = {}
    for id in ids:
        kept = KEPT.get((collection, id))
        found[id] = None if kept is None else {name: digest(nonce, kept[name]) for name in fields}
    return found


def acknowledged(salt: str) -> list[Command]:
    story = {"title": digest(salt, "题"), "text": digest(salt, "原文")}
    replies = [({"reply": n}, {"text": digest(salt, "答")}) for n in (1, 2)]
    return [
        Command(f"{salt}.jsonl", "register", NUMBER, {}, story, salt),
        *(Command(f"{salt}.jsonl", "reply", NUMBER, codes, texts, salt) for codes, texts in replies),
    ]


def test_a_changed_and_a_missing_text_are_named_and_the_others_are_not() -> None:
    found = [(d.kind, d.number, d.field, d.found == "missing") for d in compare_texts(acknowledged("a"), digests)]
    assert found == [("text", NUMBER, "story text", False), ("text", NUMBER, "reply text", True)]


def test_two_logs_of_the_same_commands_tell_each_difference_once() -> None:
    once = list(compare_texts(acknowledged("a"), digests))
    assert list(compare_texts([*acknowledged("a"), *acknowledged("b")], digests)) == once
