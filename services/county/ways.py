"""A place's own ways: names of its steps, sorting of affairs, what may be attached, who hears of grave matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One of the place's own step names (说、议、办、督、评) over the facts that mean it has been taken."""

    code: str
    name: str
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Affair:
    """A sorting of matters by whose affair they are (村里事、邻里事、家里事), over the categories that belong to it."""

    code: str
    name: str
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Affairs:
    """All sorts of affairs in file order."""

    by_code: Mapping[str, Affair] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_code)

    def of(self, category: str, parent: str | None = None) -> Affair | None:
        """The sort that a category belongs to, by itself or else by the first-level category above it."""
        for code in (category, parent):
            for affair in self.by_code.values():
                if code is not None and code in affair.categories:
                    return affair
        return None


IMAGES_AND_PAPERS = frozenset({"image/jpeg", "image/png", "application/pdf"})
TYPES = IMAGES_AND_PAPERS | {
    "image/webp",
    "audio/mpeg",
    "audio/mp4",
    "video/mp4",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types that a county may let in; nothing that a browser would run."""


@dataclass(frozen=True, slots=True)
class Attachments:
    """What citizens and staff may attach: the most of one piece in MB, how many, and of which media types."""

    most_mb: int = 10
    most: int = 10
    types: frozenset[str] = IMAGES_AND_PAPERS

    @property
    def most_bytes(self) -> int:
        """The most bytes of one piece."""
        return self.most_mb * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Grave:
    """Who is told at once of grave and urgent matters (信访工作条例 Art. 25): the leadership and the upper office."""

    units: tuple[str, ...]
