"""What waits for a unit's own word: matters offered to it, and citizens' orders to take or to claim."""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.routing import store
from services.routing.store import WAITING
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.standing_in import units_of

MOST = 200


def list_waiting(deps: Deps, user: User) -> list[dict[str, Any]]:
    """At most 200 for each unit that the reader speaks for, the longest waiting first: `kind` is `handover`, `order`
    or `claim`, `n` its number on the matter."""
    found = []
    for unit in sorted(units_of(user, deps.county, deps.clock.now())):
        page = deps.store.find(WAITING, equals={"unit": unit}, order="since", limit=MOST)
        for document in page.documents:
            held = store.find(deps.store, document.body["number"])
            if held is not None:
                codes = {name: getattr(held.case, name) for name in ("number", "place", "category", "urgency", "owner")}
                kind, _, n = document.body["what"].partition(" ")
                found.append({**codes, "unit": unit, "kind": kind, "n": int(n), "since": document.body["since"]})
    return sorted(found, key=lambda row: (row["since"], row["number"]))
