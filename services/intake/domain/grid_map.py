"""A grid and what is tied to it (全要素网格): buildings, things, organisations, and the events that are open there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.contracts.vocabulary import PlaceKind, Status
from services.county.county import County

OPEN = frozenset(
    {
        *(Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING, Status.MEDIATING, Status.REPLIED),
        *(Status.REVIEWING, Status.SECOND_REVIEWING),
    }
)
"""A matter in one of these is an event of its grid still to be dealt with."""


def grids(county: County, inside: str) -> tuple[str, ...]:
    """The grids of a place, itself among them where it is one, in file order."""
    places = county.places
    return tuple(code for code in places.codes(PlaceKind.GRID) if places.within(code, inside))


def events(county: County, grid: str, matters: Iterable[Mapping[str, Any]]) -> int:
    """How many of some matters are open and lie in the grid, or in a building or household of it."""
    return sum(row["status"] in OPEN and county.places.within(row["place"], grid) for row in matters)


def described(county: County, grid: str, open_matters: int) -> dict[str, Any]:
    """A grid in codes and the county file's own names; never who lives there."""
    places = county.places
    place = places.get(grid)
    return {
        "grid": grid,
        "name": place.name,
        "town": places.town_of(grid),
        "village": places.village_of(grid),
        "head": place.head,
        "at": None if place.at is None else list(place.at),
        "buildings": [
            {"code": code, "name": places.get(code).name}
            for code in places.children(grid)
            if places.get(code).kind is PlaceKind.GROUP
        ],
        "elements": [
            {"code": element.code, "name": element.name, "kind": str(element.kind)}
            for element in county.elements.of(grid)
        ],
        "events": open_matters,
    }
