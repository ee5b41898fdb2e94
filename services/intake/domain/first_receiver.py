"""Who answers for a new matter, and under which category and urgency it starts: asked of the county file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.refusals import FieldError
from services.contracts.vocabulary import Channel, Urgency
from services.county.county import County
from services.county.succession import heir
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


def faults(county: County, said: Mapping[str, Any]) -> list[FieldError]:
    """`place` and `category` where the county file does not know them; of a body of any shape, what is no text is not
    this rule's to judge."""
    asked = (("place", county.places.exists), ("category", county.categories.exists))
    return [
        FieldError(name, f"unknown_{name}", f"Allowed: a {name} of the county file.")
        for name, exists in asked
        if isinstance(said.get(name), str) and not exists(said[name])
    ]


def sort(county: County, petition: Mapping[str, Any], receiver: str | None, at: str) -> Sorting:
    """Find place, category, urgency and the one owner: the receiving unit, else the unit that answers for the place;
    where its duties have gone over to another by then, that one (Art. 24).

    What the county file does not know is refused before (`faults`).
    """
    place, category = petition["place"], petition["category"]
    how = "given"
    if category is None:
        category = county.categories.match(petition["text"], petition["title"]).category
        how = "none" if category is None else "keywords"
    urgency = petition["urgency"]
    if urgency is None and petition["channel"] == Channel.SOS:
        urgency = str(Urgency.URGENT)
    if urgency is None and category is not None:
        urgency = str(county.categories.get(category).urgency)
    known = receiver is not None and county.units.exists(receiver)
    first = receiver if receiver is not None and known else owner_of_place(county, place)
    return Sorting(
        town=county.places.town_of(place),
        village=county.places.village_of(place),
        category=category,
        category_by=how,
        urgency=urgency,
        owner=heir(county, first, at),
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
