"""The map of grids: what lies in each, and how many matters are open there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.county.places import Places
from services.intake import store
from services.intake.domain import grid_map
from services.intake.use_cases import grounds, occasions
from services.intake.use_cases.deps import Asked, Deps

BATCH, MOST_LOOKED_AT = 200, 2_000
"""Rows read at once, and of one village at the most; what is older than so many matters is no event of today."""


def read_map(deps: Deps, call: Asked) -> dict[str, Any]:
    """A page `{grids, after}` of the grids of a place inside the reader's own; `after` is a grid's code.

    Raises Refusal `not_in_this_county` (409) where the county ties nothing to its grids, or naming `place` (422).
    """
    county = deps.county
    grounds.here(county.elements, "elements")
    inside = occasions.asked_place(deps, call)
    listed = () if inside is None else grid_map.grids(county, inside)
    page, after = grounds.cut(listed, call.query["after"], call.query["limit"])
    matters = {village: _matters(deps, village) for village in villages(county.places, page)}
    shown = [
        grid_map.described(county, grid, grid_map.events(county, grid, matters[county.places.village_of(grid) or grid]))
        for grid in page
    ]
    return {"grids": shown, "after": after}


def villages(places: Places, grids: Iterable[str]) -> tuple[str, ...]:
    """The villages and communities that some grids lie in, each once."""
    return tuple(dict.fromkeys(places.village_of(grid) or grid for grid in grids))


def _matters(deps: Deps, village: str) -> list[dict[str, Any]]:
    """Place and status of a village's matters, the newest of them; accusations lie elsewhere."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while len(found) < MOST_LOOKED_AT:
        page = deps.store.find(
            store.MATTER,
            equals={"village": village},
            order=store.LIST_ORDER,
            descending=True,
            limit=BATCH,
            after=after,
        )
        found += [{"place": row.body["place"], "status": row.body["status"]} for row in page.documents]
        after = page.cursor
        if after is None:
            break
    return found
