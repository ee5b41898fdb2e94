"""Who answers for a new matter, and under which category and urgency it starts: asked of the county file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Channel, Urgency
from services.county.county import County
from services.county.units import UnitKind


@dataclass(frozen=True, slots=True)
class Sorting:
    """A petition sorted by the county file; `category_by` is `given`, `keywords` or `none` (a dispatcher decides)."""

    town: str | None
    village: str | None
    category: str | None
    category_by: str
    urgency: str | None
    owner: str


def sort(county: County, petition: Mapping[str, Any], receiver: str | None) -> Sorting:
    """Find place, category, urgency and the one owner: the receiving unit, else the unit that answers for the place.

    Raises Refusal (422) naming `place` or `category` where the county file does not know them.
    """
    place, category = petition["place"], petition["category"]
    if not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    how = "given"
    if category is None:
        category = county.categories.match(petition["text"], petition["title"]).category
        how = "none" if category is None else "keywords"
    elif not county.categories.exists(category):
        raise Refusal.of_field("category", "unknown_category", "Allowed: a category of the county file.")
    urgency = petition["urgency"]
    if urgency is None and petition["channel"] == Channel.SOS:
        urgency = str(Urgency.URGENT)
    if urgency is None and category is not None:
        urgency = str(county.categories.get(category).urgency)
    return Sorting(
        town=county.places.town_of(place),
        village=county.places.village_of(place),
        category=category,
        category_by=how,
        urgency=urgency,
        owner=receiver if receiver is not None and county.units.exists(receiver) else owner_of_place(county, place),
    )


def owner_of_place(county: County, place: str) -> str:
    """The unit that answers for a place; where none does, the petition office. Raises LookupError without either."""
    unit = county.unit_at(place)
    if unit is not None:
        return unit.code
    offices = county.units.codes(UnitKind.PETITION_OFFICE)
    if not offices:
        raise LookupError(f"neither a unit for {place} nor a petition office is in the county file")
    return offices[0]
