"""What waits for whoever signs in after the day was played, as routing tells it then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.console.ops import Ops
from services.contracts.vocabulary import Status

PAGE = 200
CALLED, ENDED = "called", "ended"
"""A department's call that nobody has come to; a whistle that is over, to which nobody has to come any more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Matters that a dispatcher has to accept, and calls to check in to, by department."""

    matters: int
    calls: Mapping[str, int]


def look(ops: Ops, dispatcher: str) -> Waiting:
    """What waits on the whole hub, as the dispatcher with this token sees it."""
    registered = {"status": str(Status.REGISTERED)}
    matters = sum(1 for _ in _rows(ops, dispatcher, "cases", registered))
    calls: Counter[str] = Counter()
    for whistle in _rows(ops, dispatcher, "whistles", {"call": CALLED}):
        if whistle["state"] != ENDED:
            calls.update(call["department"] for call in whistle["calls"] if call["state"] == CALLED)
    return Waiting(matters, calls)


def _rows(ops: Ops, token: str, items: str, query: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        told = ops.get_as(token, "routing", f"/api/routing/{items}", {**query, "limit": PAGE, "after": after})
        yield from told[items]
        after = told["after"]
        if after is None:
            return
