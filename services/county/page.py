"""Lines of text for a terminal of 80 columns, in which a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

COLUMNS = 80
_PIECE = re.compile(r"[^\s、，；]+[、，；]?|\s+")


def width(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def wrapped(text: str, indent: int = 0, hang: int = 4) -> Iterator[str]:
    """A text in lines of at most 80 columns, those after the first hanging further in."""
    line, start = " " * indent, " " * (indent + hang)
    for piece in _pieces(text.strip(), COLUMNS - indent - hang):
        if width(line + piece.rstrip()) > COLUMNS and line.strip():
            yield line.rstrip()
            line = start + piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str, most: int) -> Iterator[str]:
    """The words of a text with the space before them; one wider than a line is cut."""
    space = ""
    for piece in _PIECE.findall(text):
        if piece.isspace():
            space = " " if len(piece) == 1 else "  "
            continue
        while width(piece) > most:
            cut = next(n for n in range(1, len(piece)) if width(piece[: n + 1]) > most)
            yield space + piece[:cut]
            space, piece = "", piece[cut:]
        yield space + piece
        space = ""
