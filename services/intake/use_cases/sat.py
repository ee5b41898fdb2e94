"""Whether the sittings of rosters were held: what a month owes at each place, less the rounds and sessions kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County
from services.county.instants import instant, moment
from services.county.rosters import Roster
from services.county.sittings import Sitting, sittings, sittings_on
from services.intake.domain import cycles, occasion
from services.intake.use_cases import grounds, occasions
from services.intake.use_cases.deps import Asked, Deps


def roster_of(county: County, code: str) -> Roster:
    """A roster of the county file. Raises Refusal `not_in_this_county` (409), or (422) naming `roster`."""
    rosters = grounds.here(county.rosters, "rosters")
    if code not in rosters.by_code:
        raise Refusal.of_field("roster", "unknown_roster", f"Allowed: {', '.join(rosters.by_code)}.")
    return rosters.get(code)


def place_of(county: County, roster: Roster, asked: str | None) -> str:
    """The place that a roster sits at: its only one, else the one asked for. Raises Refusal (422) naming `place`."""
    place = asked or roster.place
    if place is None:
        raise Refusal.of_field("place", "required", f"Required: roster {roster.code} sits at many places.")
    if not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if not roster.covers(county.places, place):
        raise Refusal.of_field("place", "not_of_this_roster", f"Allowed: a place where roster {roster.code} sits.")
    return place


def missed(deps: Deps, call: Asked, counts: Callable[[Roster], bool]) -> dict[str, Any]:
    """The sittings of a month (default: this one) that are over and were not held, earliest first.

    Of one `roster` where asked for, else of those that `counts`. Answers `{month owed held lacking missing[] after}`.
    """
    county, query, now = deps.county, call.query, deps.clock.now()
    rosters = grounds.here(county.rosters, "rosters")
    code = query["roster"]
    asked = [each for each in rosters.by_code.values() if counts(each)] if code is None else [roster_of(county, code)]
    month = query["month"] or cycles.month_of(now)
    inside = occasions.asked_place(deps, call)
    owed, lacking = list[str](), set[str]()
    for roster in asked if inside is not None else ():
        seats = [seat for seat in roster.seats(county.places) if county.places.within(seat, inside or "")]
        held = deps.store.counters(occasion.held(roster.code, month))
        for sitting in over(county, roster, month, now):
            day = sitting.day.isoformat()
            for seat in seats:
                row = f"{day}/{roster.code}/{seat}/{sitting.planned_on}"
                owed.append(row)
                if not held.get(occasion.held(roster.code, day, seat, sitting.n)):
                    lacking.add(row)
    page, after = grounds.cut(sorted(owed), query["after"], query["limit"], lacking)
    return {
        "month": month,
        "owed": len(owed),
        "held": len(owed) - len(lacking),
        "lacking": len(lacking),
        "missing": [dict(zip(("day", "roster", "place", "planned_on"), row.split("/"), strict=True)) for row in page],
        "after": after,
    }


def sitting_of(
    county: County, roster: Roster, day: str, planned_on: str | None, is_taken: Callable[[Sitting], bool]
) -> Sitting | None:
    """The sitting of a day that is asked for by its planned day, else the first that is not taken, else the first.

    None on a day that the roster does not sit. Raises Refusal (422) naming `planned_on`.
    """
    held = sittings_on(roster, date.fromisoformat(day), county.calendar)
    if not held:
        return None
    if planned_on is None:
        return next((each for each in held if not is_taken(each)), held[0])
    for each in held:
        if each.planned_on.isoformat() == planned_on:
            return each
    allowed = ", ".join(each.planned_on.isoformat() for each in held)
    raise Refusal.of_field("planned_on", "not_a_sitting_of_the_day", f"Allowed for sittings held on {day}: {allowed}.")


def over(county: County, roster: Roster, month: str, now: str) -> list[Sitting]:
    """The sittings of a roster that were held in a month and have ended by `now`."""
    first, last = (date.fromisoformat(day) for day in cycles.days_of_month(month))
    found = sittings(roster, first, min(last, cycles.day_of(now)), county.calendar)
    return [each for each in found if instant(each.end) <= instant(moment(now))]
