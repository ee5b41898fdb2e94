"""Matters that few are, noted apart: those that an account follows as agent, and grave ones; listed newest first.

The many others carry no index for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.store import Work
from services.chassis.store.paging import Place, cursor_of
from services.intake import store
from services.intake.domain import view
from services.intake.use_cases.deps import Deps

AGENT, GRAVE = "agent", "grave"
ANYBODY = "anybody"
BATCH, MOST_LOOKED_AT = 100, 1_000
Fits = Callable[[Mapping[str, Any]], bool]


def note(work: Work, number: str, kind: str, who: str = ANYBODY) -> None:
    """Note a matter, once."""
    if work.get(store.NOTED, _id(number, kind)) is None:
        body = {"number": number, "kind": kind, "who": who, "at": work.context.now}
        work.put(store.NOTED, _id(number, kind), body)


def strike(work: Work, number: str) -> None:
    """Take a matter that went behind the wall off every such list."""
    for kind in (AGENT, GRAVE):
        found = work.get(store.NOTED, _id(number, kind))
        if found is not None:
            work.delete(store.NOTED, found.id, found.version)


def list_noted(deps: Deps, query: Mapping[str, Any], kind: str, who: str, fits: Fits) -> dict[str, Any]:
    """A page `{matters, after}` of those that fit; a walk that finds too little ends early, with where to go on."""
    matters: list[dict[str, Any]] = []
    looked_at, after = 0, query["after"]
    while True:
        page = deps.store.find(
            store.NOTED, equals={"kind": kind, "who": who}, order="at", descending=True, limit=BATCH, after=after
        )
        for noted in page.documents:
            if len(matters) == query["limit"]:
                return {"matters": matters, "after": after}
            after = cursor_of(Place(noted.body["at"], noted.id))
            document = deps.store.get(store.MATTER, noted.body["number"])
            if document is not None and fits(document.body):
                matters.append(view.in_a_list(document.body))
        looked_at += len(page.documents)
        if page.cursor is None or looked_at >= MOST_LOOKED_AT:
            return {"matters": matters, "after": page.cursor}
        after = page.cursor


def _id(number: str, kind: str) -> str:
    return f"{number}-{kind}"
