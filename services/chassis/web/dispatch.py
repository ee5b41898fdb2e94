"""From method and path to a route, by a tree of path segments; no regular expression on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

Target = TypeVar("Target")

_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:"
_REMOVE_SAFE = {ord(c): None for c in _SAFE}
_SEGMENT = 80


@dataclass(slots=True)
class _Node(Generic[Target]):
    words: dict[str, _Node[Target]] = field(default_factory=dict)
    name: str | None = None
    any: _Node[Target] | None = None
    methods: dict[str, Target] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found(Generic[Target]):
    """The route of a request, the values of its `<parts>`, and the methods allowed where only the method is wrong."""

    target: Target | None
    path: dict[str, str]
    allowed: tuple[str, ...] = ()


class Tree(Generic[Target]):
    """All routes of one service."""

    def __init__(self) -> None:
        self._root: _Node[Target] = _Node()

    def add(self, method: str, template: str, target: Target) -> None:
        """Enter a route such as `/api/routing/cases/<number>`; raises ValueError for a route that is there already."""
        node = self._root
        for segment in template.lstrip("/").split("/"):
            if segment.startswith("<") and segment.endswith(">"):
                if node.any is None:
                    node.any, node.name = _Node(), segment[1:-1]
                if node.name != segment[1:-1]:
                    raise ValueError(f"{template}: this part is called <{node.name}> in another route")
                node = node.any
            else:
                node = node.words.setdefault(segment, _Node())
        if method in node.methods:
            raise ValueError(f"{method} {template} is declared twice")
        node.methods[method] = target

    def find(self, method: str, path: str) -> Found[Target]:
        """The route of a request. A part's value is 1 to 80 letters, digits and `-_.:`; else there is no such page."""
        node: _Node[Target] | None = self._root
        values: dict[str, str] = {}
        for segment in path[1:].split("/"):
            assert node is not None
            known = node.words.get(segment)
            if known is None and node.any is not None:
                value = unquote(segment) if "%" in segment else segment
                if not value or len(value) > _SEGMENT or value.translate(_REMOVE_SAFE):
                    return Found(None, values)
                values[node.name or ""] = value
                known = node.any
            node = known
            if node is None:
                return Found(None, values)
        assert node is not None
        target = node.methods.get(method)
        if target is None and method == "HEAD":
            target = node.methods.get("GET")
        if target is not None:
            return Found(target, values)
        return Found(None, values, tuple(sorted(node.methods)))
