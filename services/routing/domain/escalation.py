"""Up the county's ladder (提级): village, district office, town, county; by hand, or when a rung's time is over."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind, Tier
from services.county.county import County
from services.county.instants import instant, moment
from services.county.leading import RungLevel
from services.county.units import UnitKind

ORDER = tuple(RungLevel)
"""From the lowest level up."""
_OF_KIND = {
    PlaceKind.COUNTY: RungLevel.COUNTY,
    PlaceKind.TOWN: RungLevel.TOWN,
    PlaceKind.OFFICE: RungLevel.OFFICE,
}
"""The level of a place; everything below a district office is the village's."""


class Escalation(NamedTuple):
    """One step up: to which level and unit, who sent it (`hand` or `ladder`), on which whistle if on one alone."""

    n: int
    level: str
    to: str
    by: str
    at: str
    whistle: str | None = None


def level_of(county: County, place: str | None) -> RungLevel:
    """The level of a place, or of who works for it; None and a place that the file has lost: the county."""
    if place is None or not county.places.exists(place):
        return RungLevel.COUNTY
    return _OF_KIND.get(county.places.get(place).kind, RungLevel.VILLAGE)


def starting_level(county: County, place: str) -> RungLevel | None:
    """The rung on which a matter of a place begins: the lowest of the ladder that is not below it; None: no ladder."""
    own = ORDER.index(level_of(county, place))
    return next((level for level in county.ladder.levels() if ORDER.index(level) >= own), None)


def has_above(county: County, level: RungLevel) -> bool:
    """Whether the ladder has a level above this one."""
    return any(ORDER.index(each) > ORDER.index(level) for each in county.ladder.levels())


def next_level(county: County, now: RungLevel | None, wanted: str | None) -> RungLevel:
    """The level that a matter goes up to: the ladder's next, or the one asked for above the present one.

    Raises Refusal `not_in_this_county`, `top_of_ladder`, or naming the field `to`.
    """
    levels = county.ladder.levels()
    if not levels or now is None:
        raise Refusal("not_in_this_county", "The county file has no ladder of escalation.")
    above = tuple(level for level in levels if ORDER.index(level) > ORDER.index(now))
    if not above:
        raise Refusal("top_of_ladder", f"The matter is at {now}, the ladder's last level.")
    if wanted is None:
        return above[0]
    if wanted not in above:
        raise Refusal.of_field("to", "not_above", f"Allowed: {', '.join(above)}.")
    return RungLevel(wanted)


def unit_for(county: County, place: str, level: RungLevel, barred: Collection[str] = ()) -> str:
    """Who deals with a matter of a place at a level: the unit of the place there, else the next one above.

    At the county: who calls its joint conference, else its petition office, else its first unit; never one that
    stepped back (`barred`, Art. 28).
    """
    if level is not RungLevel.COUNTY and county.places.exists(place):
        line = [code for code in county.places.line(place) if ORDER.index(level_of(county, code)) >= ORDER.index(level)]
        units = [county.units.at([code]) for code in line]
        found = next((unit.code for unit in units if unit is not None and unit.code not in barred), None)
        if found is not None:
            return found
    body = () if county.conference is None else (county.conference.body,)
    above: tuple[str, ...] = (*body, *county.units.codes(UnitKind.PETITION_OFFICE), *county.units.codes())
    return next((code for code in above if code not in barred), above[0])


def due_on_rung(county: County, level: RungLevel, tier: str | None, since: str) -> str | None:
    """When a matter that stands on a level since an instant goes up by itself; None: by hand alone.

    A matter whose tier nobody has decided waits as long as a small one.
    """
    rung = county.ladder.rung(level)
    length = None if rung is None else rung.length(Tier(tier) if tier is not None else Tier.SMALL)
    if length is None or county.ladder.above(level) is None:
        return None
    return instant(county.calendar.deadline(moment(since), length.amount, length.unit).due)
