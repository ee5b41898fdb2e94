"""The county's own names for codes, as screens show them; a code that has left the county file stays readable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.county.county import County

NOTHING = "—"
OUTSIDE = "outside"


def names_of(county: County) -> Mapping[str, Callable[[str | None], str]]:
    """By kind (`place unit category whistle_kind clock body mediator`): from a code to its name."""

    def place(code: str | None) -> str:
        if code is None or not county.places.exists(code):
            return code or NOTHING
        line = [county.places.get(each) for each in reversed(county.places.line(code))]
        below = line[1:] or line
        return " ".join(each.name for each in below)

    def unit(code: str | None) -> str:
        if code == OUTSIDE:
            return "县外机关"
        return county.units.get(code).name if code is not None and county.units.exists(code) else code or NOTHING

    def category(code: str | None) -> str:
        known = code is not None and county.categories.exists(code)
        return county.categories.get(code).name if known and code is not None else code or NOTHING

    def whistle_kind(code: str | None) -> str:
        kind = county.whistle_kinds.get(code or "")
        return kind.name if kind is not None else code or NOTHING

    def clock(code: str | None) -> str:
        known = code is not None and code in county.clocks.names()
        return county.clocks.get(code).title if known and code is not None else code or NOTHING

    def body(code: str | None) -> str:
        known = county.mediation.bodies.get(code or "")
        return known.name if known is not None else code or NOTHING

    def mediator(code: str | None) -> str:
        known = county.mediation.mediators.get(code or "")
        return known.name if known is not None else code or NOTHING

    return {
        "place": place,
        "unit": unit,
        "category": category,
        "whistle_kind": whistle_kind,
        "clock": clock,
        "body": body,
        "mediator": mediator,
    }
