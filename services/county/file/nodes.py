"""The YAML under a county file: its one document, how nodes are told, and the signs that no text may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

DEEPEST = 50
"""Levels of lists and tables; a right file has six. Deeper ones would run the composer out of the machine's stack."""
SIGNS_ALLOWED = "signs that can be seen, and spaces"
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAGS = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "nothing"}
_PLAIN = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "timestamp", "merge", "value", *_TAGS))
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LINES = re.compile("[\t\n\r]")


class TooDeep(ValueError):
    """Lists and tables lie in each other more than `DEEPEST` levels deep; `line` is where they begin to."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}: more than {DEEPEST} levels")
        self.line = line


def compose(text: str) -> yaml.Node | None:
    """The one document of a file, None where it is empty. Raises TooDeep or yaml.YAMLError."""
    depth = 0
    events: Any = yaml.parse(text, Loader=_YAML)
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise TooDeep(event.start_mark.line + 1)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    node: yaml.Node | None = yaml.compose(text, Loader=_YAML)
    return node


def tagged(node: yaml.Node) -> Iterator[yaml.Node]:
    """Every node that bears a tag of its own, such as `!!python/object:…` or `!mine`: a county file has none."""
    waiting, seen = [node], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if each.tag not in _PLAIN:
            yield each
        if isinstance(each, yaml.SequenceNode):
            waiting.extend(each.value)
        elif isinstance(each, yaml.MappingNode):
            waiting.extend(one for pair in each.value for one in pair)


def shown(node: yaml.Node) -> str:
    """What a node is, for a message."""
    if isinstance(node, yaml.MappingNode):
        return "a table of keys"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    kind = _TAGS.get(node.tag.rsplit(":", 1)[-1], "a value")
    return "nothing" if kind == "nothing" else f"{kind}, {str(node.value)[:60]!r}"


def key_of(node: yaml.ScalarNode) -> str:
    """A key's name. YAML 1.1 reads the key `on` as true, and programs write it back so."""
    return "on" if node.tag.endswith(":bool") and str(node.value).lower() == "true" else str(node.value)


def unseen_sign(text: str, lines: bool = False) -> str | None:
    """The first control sign, or sign that turns the direction of text unseen, as `U+202E`; None: there is none.

    Tabs and line ends belong to texts of `lines` alone.
    """
    found = _UNSEEN.search(text) or (None if lines else _LINES.search(text))
    return None if found is None else f"U+{ord(found[0]):04X}"
