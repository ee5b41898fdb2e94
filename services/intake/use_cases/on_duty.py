"""Who receives citizens: for a place and those above it, on a day, or at an instant and when next. Public words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.instants import instant, moment
from services.county.rosters import Roster
from services.county.sittings import Sitting, is_round, next_sittings, sittings_at, sittings_on
from services.intake.domain import cycles
from services.intake.use_cases import grounds


def rosters_on(county: County, place: str | None, day: str) -> dict[str, Any]:
    """The rosters for a place on a day, the nearest first, each with its sitting where it sits.

    Raises Refusal `not_in_this_county` (409), or (422) naming `place`.
    """
    here = _place(county, place)
    rows = []
    for roster, seat in _of(county, here):
        held = sittings_on(roster, date.fromisoformat(day), county.calendar)
        rows.append(_row(roster, seat) | {"sitting": _shown(county, held, seat)})
    return {"place": here, "day": day, "rosters": rows}


def on_duty(county: County, place: str | None, at: str) -> dict[str, Any]:
    """Who receives for a place at an instant (`now`, null outside the hours), until when, and the `next` sitting."""
    here, when = _place(county, place), moment(at)
    rows = []
    for roster, seat in _of(county, here):
        now = sittings_at(roster, when, county.calendar)
        following = next_sittings(roster, when, county.calendar)
        rows.append(_row(roster, seat) | {"now": _shown(county, now, seat), "next": _shown(county, following, seat)})
    return {"place": here, "at": at, "on_duty": rows}


def seated(county: County, place: str | None, at: str) -> list[dict[str, Any]]:
    """`on_duty` for a page that anybody reads: an empty list where the county has no rosters."""
    return on_duty(county, place, at)["on_duty"] if county.rosters else []


def today(now: str) -> str:
    """The county's day of an instant."""
    return cycles.day_of(now).isoformat()


def _place(county: County, asked: str | None) -> str:
    grounds.here(county.rosters, "rosters")
    if asked is not None and not county.places.exists(asked):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    return asked or whole(county)


def whole(county: County) -> str:
    """The place that the file is about: the county, or its one town where the file is a town's own."""
    root = county.places.root.code
    towns = county.places.children(root)
    return towns[0] if len(towns) == 1 else root


def _of(county: County, place: str) -> Iterator[tuple[Roster, str]]:
    for seat in county.places.line(place):
        for roster in county.rosters.by_code.values():
            if roster.covers(county.places, seat):
                yield roster, seat


def _row(roster: Roster, seat: str) -> dict[str, Any]:
    return {
        "roster": roster.code,
        "name": roster.name,
        "level": str(roster.level),
        "cycle": str(roster.cycle),
        "place": seat,
        "hotline": roster.hotline,
        "is_round": is_round(roster),
    }


def _shown(county: County, held: Sequence[Sitting], seat: str) -> dict[str, Any] | None:
    """The first of the sittings that are held together, and `also` the others, each with its own people."""
    if not held:
        return None
    first = held[0]
    hours = {"day": first.day.isoformat(), "from": instant(first.start), "until": instant(first.end)}
    return hours | _people(county, first, seat) | {"also": [_people(county, each, seat) for each in held[1:]]}


def _people(county: County, sitting: Sitting, seat: str) -> dict[str, Any]:
    people = [{"name": one.name, "post": one.post} for one in sitting.people(county.places, seat)]
    leads = sitting.roster.leads
    return {"planned_on": sitting.planned_on.isoformat(), "leads": people[:leads], "assists": people[leads:]}
