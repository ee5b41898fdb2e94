"""What the lists of forms offer: the county's places by town, its categories, its units."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.places import SETTLEMENTS

Group = tuple[str, Mapping[str, str]]
WHOLE = "全镇，或不清楚是哪个村"
EVERYWHERE = "全镇"


def places(county: County, own: str | None = None, whole: str = WHOLE) -> list[Group]:
    """Town by town, its villages and communities; with `own` only what lies inside that place.

    `whole` is said of a town itself, as where something happened, or as what is looked for (`EVERYWHERE`).
    """
    tree = county.places
    root = tree.root
    groups: list[Group] = [] if own not in (None, root.code) else [(root.name, {root.code: f"{root.name}，不限乡镇"})]
    for town in tree.codes(PlaceKind.TOWN):
        inside = {town: f"{tree.get(town).name}（{whole}）"}
        inside |= {
            code: place.name
            for code in _settlements(county)
            if tree.town_of(code) == town and (place := tree.get(code))
        }
        kept = {code: name for code, name in inside.items() if own is None or tree.within(code, own)}
        if kept:
            groups.append((tree.get(town).name, kept))
    if not groups and own is not None and tree.exists(own):
        groups.append((tree.get(own).name, {own: tree.get(own).name}))
    return groups


def _settlements(county: County) -> list[str]:
    return [code for kind in sorted(SETTLEMENTS) for code in county.places.codes(kind)]


def categories(county: County) -> list[Group]:
    """The two levels of the county's list of contents."""
    tree = county.categories
    groups: list[Group] = []
    for first in tree.codes(1):
        inside = {first: f"{tree.get(first).name}（其他）"}
        inside |= {code: tree.get(code).name for code in tree.codes(2) if tree.get(code).parent == first}
        groups.append((tree.get(first).name, inside))
    return groups


def units(county: County) -> dict[str, str]:
    """Every unit by its name."""
    return {code: county.units.get(code).name for code in county.units.codes()}


def bodies(county: County, place: str | None = None) -> dict[str, str]:
    """Every mediation body by its name; with `place` those that take on disputes of it."""
    found = county.mediation.bodies.values() if place is None else county.mediation.at(county.places.line(place))
    return {body.code: body.name for body in found}
