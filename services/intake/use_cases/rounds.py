"""Rounds on fixed days (民意5来听 and the like): cadres go out together and listen; rounds not held show."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.grid_work import RoundHeld
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Purpose
from services.county.sittings import Sitting, is_round
from services.intake import store
from services.intake.domain import cycles, occasion, period
from services.intake.domain.occasion import OccasionKind
from services.intake.use_cases import grounds, occasions, sat
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import register_found

COUNTED = OccasionKind.ROUND
LOOK_BACK_DAYS = 31
"""So many days later a round may still be recorded."""


def record(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Keep a round of a roster on one of its days (default: today), how many spoke, and what was found.

    Raises Refusal `not_in_this_county`, `already_recorded` (409), `not_allowed` (403) outside one's place, or naming
    fields (422).
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    roster = sat.roster_of(county, body["roster"])
    if not is_round(roster):
        allowed = ", ".join(each.code for each in county.rosters.by_code.values() if is_round(each)) or "none here"
        raise Refusal.of_field("roster", "not_a_round", f"Allowed: {allowed}; the others are held as receptions.")
    place = grounds.own_place(county, user, sat.place_of(county, roster, body["place"]), "place")
    now = work.context.now
    day = grounds.lately_day(body["day"], now, LOOK_BACK_DAYS)

    def id_of(sitting: Sitting) -> str:
        seat = () if sitting.n == 1 else (str(sitting.n),)
        return occasions.id_of(COUNTED, roster.code, day, place, *seat)

    def is_taken(sitting: Sitting) -> bool:
        return work.get(store.OCCASION, id_of(sitting)) is not None

    sitting = sat.sitting_of(county, roster, day, body["planned_on"], is_taken)
    if sitting is None:
        raise Refusal.of_field("day", "not_a_day_of_the_roster", f"Allowed: a day of the roster {roster.code}.")
    id = id_of(sitting)
    if work.get(store.OCCASION, id) is not None:
        raise Refusal("already_recorded", f"The round of {roster.code} at {place} on {day} is recorded.")
    at = now if day == cycles.day_of(now).isoformat() else period.first_instant(day, county.timezone)
    more = {"roster": roster.code, "day": day, "planned_on": sitting.planned_on.isoformat()}
    kept = occasion.begin(COUNTED, county, place, at, user.id, **more, listened=body["listened"])
    work.put(store.OCCASION, id, kept)
    matters = register_found(work, deps, user, id, place, body["found"])
    work.add(occasion.held(roster.code, day, place, sitting.n), 1)
    fact = RoundHeld(
        number=roster.code,
        round=id,
        roster=roster.code,
        place=place,
        town=county.places.town_of(place),
        day=day,
        listened=body["listened"],
        matters=sum(each["purpose"] != Purpose.ACCUSATION for each in body["found"]),
    )
    work.record(fact)
    return {"round": id, "place": place, **more, "listened": body["listened"], "matters": matters}


def list_rounds(deps: Deps, call: Asked) -> dict[str, Any]:
    """A page `{rounds, after}` in codes, the last told first."""
    grounds.here(deps.county.rosters, "rosters")
    month = call.query["month"]
    wanted = {} if call.query["roster"] is None else {"roster": call.query["roster"]}
    days = None if month is None else cycles.days_of_month(month)
    rows, after = occasions.list_of(deps, call, COUNTED, days, **wanted)
    told = ("roster", "place", "town", "village", "day", "listened", "matters")
    shown = [
        {"round": id, "planned_on": row.get("planned_on", row["day"]), **{name: row[name] for name in told}}
        for id, row in rows
    ]
    return {"rounds": shown, "after": after}


def list_missing(deps: Deps, call: Asked) -> dict[str, Any]:
    """The rounds of a month that were not held, at each place that owes them."""
    return sat.missed(deps, call, is_round)
