"""The public board (公示牌): every unit with who answers for it, so that whoever is asked can say who that is."""

from __future__ import annotations

from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.units import UnitKind


def show_units(county: County, kind: UnitKind | None, place: str | None) -> dict[str, Any]:
    """Units of one kind, of a place's line, or all; in the file's order. Raises Refusal naming `place` (422)."""
    if place is not None and not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    line = None if place is None else county.places.line(place)
    leads: dict[str, list[str]] = {}
    for category in county.categories.codes(level=1):
        leads.setdefault(county.units.lead_for(category).code, []).append(category)
    rows = []
    for code in county.units.codes(None if kind is None else UnitKind(kind)):
        unit = county.units.get(code)
        if line is None or unit.place in line:
            shown: dict[str, Any] = {
                "code": code,
                "name": unit.name,
                "kind": str(unit.kind),
                "responsible": unit.responsible,
            }
            shown |= {"post": unit.post, "phone": unit.phone}
            rows.append({**shown, "place": unit.place, "leads": leads.get(code, [])})
    return {"units": rows}
