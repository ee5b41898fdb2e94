"""Sessions of reception (接访): opened on a roster's day, ended with counts; those that were missed show."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.chassis.store import Work
from services.chassis.store.port import Document
from services.contracts.events.grid_work import ReceptionHeld
from services.contracts.refusals import Refusal
from services.county.sittings import is_round
from services.intake import store
from services.intake.domain import cycles, occasion
from services.intake.domain.occasion import Occasion, OccasionKind
from services.intake.use_cases import grounds, occasions, sat
from services.intake.use_cases.deps import Asked, Deps

COUNTED = OccasionKind.RECEPTION
TOLD = ("roster", "place", "town", "day", "ended_at", "visitors", "matters")


def open_session(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Begin the session of a roster that sits today, one at a time at each place.

    Raises Refusal `not_in_this_county`, `already_open`, `not_a_day_of_the_roster` (409), `not_allowed` (403), or (422)
    naming `roster` or `place`.
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    roster = sat.roster_of(county, body["roster"])
    place = grounds.own_place(county, user, sat.place_of(county, roster, body["place"]), "place")
    now = work.context.now
    day = cycles.day_of(now).isoformat()
    if not roster.sits_on(date.fromisoformat(day), county.calendar):
        raise Refusal("not_a_day_of_the_roster", f"Roster {roster.code} does not sit on {day}.")
    seat = f"{roster.code}/{place}"
    if work.find(store.OCCASION, equals={"open": seat}, limit=1).documents:
        raise Refusal("already_open", "A session of this roster is open here. Allowed: to end it first.")
    id = occasions.draw_id(COUNTED)
    more = {"roster": roster.code, "day": day, "open": seat, "ended_at": None, "visitors": None}
    body = occasion.begin(COUNTED, county, place, now, user.id, **more)
    work.put(store.OCCASION, id, body)
    return _shown(id, body)


def end_session(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """End a session; told with how many came and how many matters were taken.

    Raises Refusal `not_found` (404), `already_ended` (409), or (422) for fewer visitors than matters.
    """
    found = _mine(work, deps, call)
    if found.body["ended_at"] is not None:
        raise Refusal("already_ended", "This session has ended.")
    body, now = found.body, work.context.now
    matters = len(body["matters"])
    visitors = matters if call.body["visitors"] is None else call.body["visitors"]
    if visitors < matters:
        raise Refusal.of_field(
            "visitors", "too_few", f"Allowed: at least {matters}, the matters taken in this session."
        )
    body |= {"ended_at": now, "visitors": visitors, "open": None}
    work.put(store.OCCASION, found.id, body, found.version)
    work.add(occasion.held(body["roster"], body["day"], body["place"]), 1)
    fact = ReceptionHeld(
        number=body["roster"],
        reception=found.id,
        roster=body["roster"],
        place=body["place"],
        town=body["town"],
        day=body["day"],
        opened_at=body["at"],
        ended_at=now,
        visitors=visitors,
        matters=matters,
    )
    work.record(fact)
    return _shown(found.id, body)


def read(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """One session. Raises Refusal `not_found` (404)."""
    found = _mine(work, deps, call)
    return _shown(found.id, found.body)


def list_sessions(deps: Deps, call: Asked) -> dict[str, Any]:
    """A page `{receptions, after}`, the last opened first."""
    grounds.here(deps.county.rosters, "rosters")
    month = call.query["month"]
    wanted = {} if call.query["roster"] is None else {"roster": call.query["roster"]}
    days = None if month is None else cycles.days_of_month(month)
    rows, after = occasions.list_of(deps, call, COUNTED, days, **wanted)
    return {"receptions": [_shown(id, row) for id, row in rows], "after": after}


def list_missing(deps: Deps, call: Asked) -> dict[str, Any]:
    """The sessions of a month that are over and were not held."""
    return sat.missed(deps, call, lambda roster: not is_round(roster))


def _mine(work: Work, deps: Deps, call: Asked) -> Document:
    found = occasions.find(work, deps, call.path["id"], grounds.staff(call).place)
    if found is None or found.body["kind"] != COUNTED:
        raise Refusal.not_found("session")
    return found


def _shown(id: str, body: Occasion) -> dict[str, Any]:
    return {"reception": id, "opened_at": body["at"], **{name: body[name] for name in TOLD}}
