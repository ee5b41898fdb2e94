"""Oversight's collections in its own words; everything behind the accusation wall lies in collections of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from services.chassis.store import Collection, Document, Page

DOCKET = Collection("docket", indexes=(("next_at",), ("light", "due"), ("due",), ("came_at",), ("idle_since",)))
"""One matter (id: its number) with its clocks inside; `next_at` is when the machine must look at one of them.

`idle_since` is of an open one on which no clock runs. `came_at` is when it was registered; a docket without one is of a
dispute that came to a mediation body itself.
"""

ORDER = Collection(
    "order",
    indexes=(
        ("made_at",),
        ("state", "made_at"),
        ("unit", "made_at"),
        ("unit", "state", "made_at"),
        ("kind", "state", "made_at"),
        ("number",),
    ),
)
"""An order to a unit (id: `<clock id>.<kind>`, `.<n>` behind it for a bound one).

Its answer is sealed under the order's own `key`.
"""

CLUE = Collection(
    "clue", indexes=(("made_at",), ("state", "made_at"), ("recipient", "made_at"), ("number",)), walled=True
)
"""A clue about a unit (id: `<clock id>.clue`, or `<number>.clue.<n>` by hand), for supervisors and its recipient alone.

Its words are sealed under its own `key`.
"""

RULE = Collection("rule")
"""A clock's rule as some clock started under it (id: of what it says); written once, never changed."""

PAUSE = Collection("pause", indexes=(("number",),))
"""A pause that a person gave a clock (id: `<clock id>.p<n>`), with the reason in words, sealed under its own `key`."""

ENTRY = Collection("entry")
"""A fact waiting to be put into a block of the county's chain (id: the fact's)."""

BLOCK = Collection("block")
"""A sealed block of the county's chain (id: its number in twelve digits)."""

CHAIN = Collection("chain")
"""The head of each chain (id: its name), and how far the own journal has been put into blocks (id: `journal`)."""

LEASE = Collection("lease")
"""Who seals at present; `until` is real time, for all processes of the service."""

ACCUSATION = Collection(
    "accusation", indexes=(("recipient", "received_at"), ("recipient", "state", "received_at")), walled=True
)
"""An accusation (id: its number), for its recipient alone."""

WALLED_ENTRY = Collection("walled_entry", walled=True)
"""As `entry`, behind the wall; `chain` says whose."""

WALLED_BLOCK = Collection("walled_block", walled=True)
"""As `block`, one chain for each recipient (id: `<chain>:<number>`)."""

COLLECTIONS = (DOCKET, ORDER, CLUE, RULE, PAUSE, ENTRY, BLOCK, CHAIN, LEASE, ACCUSATION, WALLED_ENTRY, WALLED_BLOCK)

MOST_PAGES = 40
"""So many pages are read for one list before it answers with what it has and a cursor."""


class Finder(Protocol):
    """One page of a question that is fixed but for its size and start."""

    def __call__(self, *, limit: int, after: str | None) -> Page:
        """At most `limit` documents behind `after`."""


def gather(
    find: Finder, keep: Callable[[Document], bool], limit: int, after: str | None
) -> tuple[list[Document], str | None]:
    """The next documents that a reader may see, at most `limit`, and where to go on (None: there are no more)."""
    kept: list[Document] = []
    cursor = after
    for _ in range(MOST_PAGES):
        page = find(limit=limit - len(kept), after=cursor)
        kept += [document for document in page.documents if keep(document)]
        cursor = page.cursor
        if cursor is None or len(kept) >= limit:
            break
    return kept, cursor


def block_id(chain: str, number: int, walled: bool) -> str:
    """The id under which a block is kept."""
    return f"{chain}:{number:012d}" if walled else f"{number:012d}"
