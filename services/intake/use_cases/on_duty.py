"""Who receives citizens: for a place and those above it, on a day, or at an instant and when next. Public words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.instants import instant, moment
from services.county.rosters import Roster
from services.county.sittings import Sitting, is_round, next_sitting, sitting_at, sitting_on
from services.intake.domain import cycles
from services.intake.use_cases import grounds


def rosters_on(county: County, place: str | None, day: str) -> dict[str, Any]:
    """The rosters for a place on a day, the nearest first, each with its sitting where it sits.

    Raises Refusal `not_in_this_county` (409), or (422) naming `place`.
    """
    here = _place(county, place)
    rows = []
    for roster, seat in _of(county, here):
        sitting = sitting_on(roster, date.fromisoformat(day), county.calendar)
        rows.append(_row(roster, seat) | {"sitting": _shown(county, sitting, seat)})
    return {"place": here, "day": day, "rosters": rows}


def on_duty(county: County, place: str | None, at: str) -> dict[str, Any]:
    """Who receives for a place at an instant (`now`, null outside the hours), until when, and the `next` sitting."""
    here, when = _place(county, place), moment(at)
    rows = []
    for roster, seat in _of(county, here):
        now = sitting_at(roster, when, county.calendar)
        following = next_sitting(roster, when, county.calendar)
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


def _shown(county: County, sitting: Sitting | None, seat: str) -> dict[str, Any] | None:
    if sitting is None:
        return None
    people = [{"name": one.name, "post": one.post} for one in sitting.people(county.places, seat, county.calendar)]
    leads = sitting.roster.leads
    return {
        "day": sitting.day.isoformat(),
        "from": instant(sitting.start),
        "until": instant(sitting.end),
        "leads": people[:leads],
        "assists": people[leads:],
    }
