"""One county file being read: YAML nodes that know their lines, and the mistakes found so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

import yaml

from services.county.elements import MOST, Point
from services.county.file.nodes import SIGNS_ALLOWED, key_of, shown, unseen_sign
from services.county.problem import Problem

CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}\Z")
CODE_ALLOWED = "a code of lower-case letters, digits, '-', '_' and '.', at most 64 long"
_WHOLE = re.compile(r"-?[0-9]{1,9}\Z")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass
class Sheet:
    """Collects the mistakes of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    spoilt: set[tuple[str, str]] = field(default_factory=set)
    """Section and code of each row that is wrong itself: what points at it is not told as a mistake too."""

    def is_spoilt(self, section: str, code: str) -> bool:
        """Whether a row of this code is there, but wrong; where a row's own code is wrong it may be any."""
        return (section, code) in self.spoilt or (section, "") in self.spoilt

    def has_spoilt(self, section: str) -> bool:
        """Whether any row of a section is wrong itself."""
        return any(each == section for each, _ in self.spoilt)

    def note(self, line: int, path: str, what: str, allowed: str) -> None:
        """Write down one mistake; the reading goes on."""
        self.problems.append(Problem(self.file, line, path, what, allowed))

    def note_at(self, node: yaml.Node, path: str, what: str, allowed: str) -> None:
        """Write down one mistake at a node of the file."""
        self.note(node.start_mark.line + 1, path, what, allowed)

    def row(self, node: yaml.Node, path: str, allowed: str = "a table of keys") -> Row | None:
        """A node as a row of keys; anything else is a mistake. A key written twice is one too."""
        if not isinstance(node, yaml.MappingNode):
            self.note_at(node, path or "file", f"is {shown(node)}", allowed)
            return None
        keys: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.note_at(key, path or "file", f"has a key that is {shown(key)}", "keys that are words")
                continue
            name = key_of(key)
            if sign := unseen_sign(name):
                self.note_at(key, path or "file", f"has a key with the sign {sign}", SIGNS_ALLOWED)
            if name in keys:
                self.note_at(key, f"{path}.{name}".lstrip("."), "is written twice", "each key once")
            keys[name] = value
        return Row(self, path, node.start_mark.line + 1, keys)


@dataclass
class Row:
    """One table of keys of the file. Each getter gives the value, or None after noting what is wrong with it."""

    sheet: Sheet
    path: str
    line: int
    keys: dict[str, yaml.Node]

    def at(self, key: str) -> str:
        """The full name of a key for a message, such as `places[3].parent`."""
        return f"{self.path}.{key}" if self.path else key

    def line_of(self, key: str) -> int:
        """The line of a key, or of the row when it is missing."""
        node = self.keys.get(key)
        return self.line if node is None else node.start_mark.line + 1

    def wrong(self, key: str, what: str, allowed: str) -> None:
        """Note a mistake at a key."""
        self.sheet.note(self.line_of(key), self.at(key), what, allowed)

    def has(self, key: str) -> bool:
        """Whether the row names the key at all."""
        return key in self.keys

    def spoil(self, section: str) -> None:
        """Remember that a row of a section is wrong itself."""
        node = self.keys.get("code")
        right = isinstance(node, yaml.ScalarNode) and CODE.match(str(node.value)) is not None
        self.sheet.spoilt.add((section, str(node.value) if node is not None and right else ""))

    def only(self, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Note every key that is missing and every one that has no place here."""
        allowed = ", ".join(dict.fromkeys((*required, *optional)))
        for key in required:
            if key not in self.keys:
                self.wrong(key, "is missing", f"the keys {allowed}")
        for key in self.keys:
            if key not in required and key not in optional:
                self.wrong(key, "is an unknown key", f"the keys {allowed}")

    def _scalar(self, key: str, tag: str, allowed: str) -> str | None:
        node = self.keys.get(key)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode) or node.tag != f"tag:yaml.org,2002:{tag}":
            self.wrong(key, f"is {shown(node)}", allowed)
            return None
        return str(node.value)

    def text(self, key: str, allowed: str = "a text of 1 to 200 characters", most: int = 200) -> str | None:
        """A short text."""
        value = self._scalar(key, "str", allowed)
        if value is not None and not 1 <= len(value.strip()) <= most:
            self.wrong(key, "is empty or too long", allowed)
            return None
        if value is not None and (sign := unseen_sign(value, lines=most > 200)):
            self.wrong(key, f"has the sign {sign}", SIGNS_ALLOWED)
            return None
        return value

    def code(self, key: str) -> str | None:
        """A code as facts carry it."""
        value = self._scalar(key, "str", CODE_ALLOWED)
        if value is not None and CODE.match(value) is None:
            self.wrong(key, f"is {value[:60]!r}", CODE_ALLOWED)
            return None
        return value

    def word(self, key: str, words: type[_Word], among: Iterable[_Word] | None = None) -> _Word | None:
        """One of a closed list of words, or of some `among` them."""
        choice = {str(word): word for word in (words if among is None else among)}
        value = self._scalar(key, "str", ", ".join(choice))
        if value is not None and value not in choice:
            self.wrong(key, f"is {value[:60]!r}", ", ".join(choice))
        return None if value is None else choice.get(value)

    def whole(self, key: str, least: int, most: int) -> int | None:
        """A whole number in a closed range."""
        allowed = f"a whole number from {least} to {most}"
        value = self._scalar(key, "int", allowed)
        if value is None:
            return None
        if _WHOLE.match(value) is None or not least <= int(value) <= most:
            self.wrong(key, f"is {value[:60]}", allowed)
            return None
        return int(value)

    def wholes(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers in a closed range, each once."""
        allowed = f"a list of whole numbers from {least} to {most}, each once"
        found: list[int] = []
        for index, node in enumerate(self._items(key, allowed)):
            value = str(node.value) if node.tag == "tag:yaml.org,2002:int" else ""
            if _WHOLE.match(value) is None or not least <= int(value) <= most or int(value) in found:
                self.sheet.note_at(node, f"{self.at(key)}[{index}]", f"is {shown(node)}", allowed)
            else:
                found.append(int(value))
        return tuple(found)

    def point(self, key: str) -> Point | None:
        """A spot on the county's map, `[x, y]`."""
        allowed = f"two whole numbers from 0 to {MOST}: [x, y]"
        nodes = self._items(key, allowed)
        values = [str(node.value) for node in nodes if node.tag == "tag:yaml.org,2002:int"]
        if len(values) == len(nodes) == 2 and all(_WHOLE.match(each) and 0 <= int(each) <= MOST for each in values):
            return Point(int(values[0]), int(values[1]))
        if isinstance(self.keys.get(key), yaml.SequenceNode):
            self.wrong(key, "is no spot on the map", allowed)
        return None

    def day(self, key: str) -> date | None:
        """A day, written 2026-07-01."""
        node = self.keys.get(key)
        if node is None:
            return None
        try:
            return date.fromisoformat(node.value if isinstance(node.value, str) else "")
        except ValueError:
            self.wrong(key, f"is {shown(node)}", "a day such as 2026-07-01")
            return None

    def flag(self, key: str, default: bool) -> bool:
        """True or false; the default where the key is missing."""
        value = self._scalar(key, "bool", "true or false")
        return default if value is None else value.lower() in ("true", "yes", "on")

    def _items(self, key: str, allowed: str) -> list[yaml.Node]:
        node = self.keys.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, f"is {shown(node)}", allowed)
            return []
        return list(node.value)

    def texts(self, key: str, allowed: str = "a list of texts") -> tuple[tuple[str, int], ...]:
        """A list of texts, each with its line."""
        found = []
        for index, node in enumerate(self._items(key, allowed)):
            line = node.start_mark.line + 1
            spoken = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and node.value.strip()
            if spoken and (sign := unseen_sign(node.value)):
                self.sheet.note(line, f"{self.at(key)}[{index}]", f"has the sign {sign}", SIGNS_ALLOWED)
            elif spoken:
                found.append((str(node.value), line))
            else:
                self.sheet.note(line, f"{self.at(key)}[{index}]", f"is {shown(node)}", allowed)
        return tuple(found)

    def rows(self, key: str, once: str | None = None) -> list[Row]:
        """A list of rows; the text under the key `once` may not come again in a later row, right or wrong."""
        nodes = enumerate(self._items(key, "a list of tables"))
        rows = [row for index, node in nodes if (row := self.sheet.row(node, f"{self.at(key)}[{index}]")) is not None]
        taken: dict[str, int] = {}
        for row in rows if once is not None else ():
            node = row.keys.get(once or "")
            if isinstance(node, yaml.ScalarNode) and node.value in taken:
                row.wrong(
                    once or "", f"{node.value[:60]!r} is taken by line {taken[node.value]}", f"a {once} used once"
                )
            elif isinstance(node, yaml.ScalarNode):
                taken[str(node.value)] = row.line_of(once or "")
        return rows

    def row(self, key: str) -> Row | None:
        """One row under a key."""
        node = self.keys.get(key)
        return None if node is None else self.sheet.row(node, self.at(key))

    def is_table(self, key: str) -> bool:
        """Whether the key holds a table of keys (and not one value)."""
        return isinstance(self.keys.get(key), yaml.MappingNode)
