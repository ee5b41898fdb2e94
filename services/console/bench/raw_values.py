"""What stands in the raw limit's documents: as long, and as spread over the indexes, as those of generated lives."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from zlib import crc32

AT = "2026-11-22T08:00:00Z"
WORDS = ("从上个月起自来水时断时续,我们一家只能到河边挑水。恳请有关部门尽快处理。" * 4).encode()
"""As long as a sealed text of the generated lives."""
SIZES = {
    "matter": (630, 215),
    "case": (910, 70),
    "desk": (95, 0),
    "docket": (420, 480),
    "chain": (100, 0),
    "circle": (20, 30),
    "notice": (170, 0),
    "message": (600, 0),
}
"""Bytes of a document at first, and of what each step adds (read off a hub's stores after 466 lives)."""
STORIES, LONG, LETTERS = 64, 39, "abcdefghijklmnopqrstuvwxyz234567"
_TOWNS, _VILLAGES, _CATEGORIES, _UNITS = 11, 63, 11, 22
_ENDED = frozenset({"matter_closed", "department_replied"})


def _stories(random: Random) -> list[str]:
    vocabulary = ["".join(random.choices(LETTERS, k=8)) for _ in range(STORIES * 8)]
    return [" ".join(sorted(random.sample(vocabulary, LONG))) for _ in range(STORIES)]


WORDS_OF_A_STORY = _stories(Random(1))
"""Keyed words, 39 of 8 letters, as a story of the generated lives has."""


def values_of(fields: Iterable[str], id: str, status: str, step: int) -> list[str | int | None]:
    """A document's declared fields at one of its steps."""
    spread = crc32(id.encode())
    return [_value(field, id, spread, status, step) for field in fields]


def _value(field: str, id: str, n: int, status: str, step: int) -> str | int | None:
    over = status in _ENDED
    match field:
        case "status" | "state":
            return status
        case "town":
            return f"ns-t{n % _TOWNS:02}"
        case "place" | "village":
            return f"ns-t{n % _TOWNS:02}-v{n % _VILLAGES:02}"
        case "category":
            return f"category.{n % _CATEGORIES}"
        case "number":
            return id[:12]
        case "department" | "recipient":
            return f"ns-unit-{n % _UNITS}"
        case "open":
            return int(not over)
        case "due" | "next_at" | "idle_since":
            return None if over else f"2026-12-{1 + (n + step) % 28:02}T15:59:59Z"
        case "light":
            return None if over else "green"
        case _:
            return AT if field.endswith("_at") else field
