"""What intake's forms offer besides the county's own lists: the doors by which somebody takes matters in."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import Channel
from services.county.choices import Group, categories, places, units
from services.county.county import County
from services.intake.domain import petition
from services.intake.use_cases.patrols import patrolled

__all__ = ["categories", "channels", "grids", "places", "units"]


def channels(roles: frozenset[str], labels: Mapping[str, str]) -> dict[str, str]:
    """The doors through which somebody with these roles takes matters in; citizens have their own page for `web`."""
    open_to = (code for code in labels if code != Channel.WEB and petition.may_take_in(code, roles))
    return {code: labels[code] for code in open_to}


def grids(county: County, own: str | None) -> list[Group]:
    """The grids that are walked, inside one's own place, by village or community."""
    tree = county.places
    found: dict[str, dict[str, str]] = {}
    for code in patrolled(county, own or tree.root.code):
        village = tree.village_of(code)
        name = tree.root.name if village is None else tree.get(village).name
        found.setdefault(name, {})[code] = tree.get(code).name
    return list(found.items())
