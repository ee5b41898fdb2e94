"""What a page's method may answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Screen:
    """A template with its data; `status` other than 200 where the page says so itself."""

    template: str
    data: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Headers = ()
    counted: bool = True
    """False for what no metric may show: that there was an accusation (Art. 30)."""


@dataclass(slots=True)
class Redirect:
    """303 to another page of this origin; `done` is a word of the service's `words` that is shown there once."""

    to: str
    done: str | None = None
    headers: Headers = ()
    counted: bool = True


@dataclass(slots=True)
class Sheet:
    """A list to take away as CSV; `name` is the file's, without its ending."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


@dataclass(slots=True)
class File:
    """A file to take away, as it was once handed in; browsers save it and run nothing of it."""

    name: str
    media: str
    content: Iterable[bytes]
    counted: bool = True


Shown = Screen | Redirect | Sheet | File
