"""Sessions of reception (接访): opened on a roster's day, ended with counts; those that were missed show.

A session that nobody ends ends with its day, by itself, with as many visitors as matters.
"""

from __future__ import annotations

from typing import Any

from services.chassis.hub.due import work_off
from services.chassis.store import Work
from services.chassis.store.port import Document
from services.contracts.envelope import Context, new_id
from services.contracts.events.grid_work import ReceptionHeld
from services.contracts.refusals import Refusal
from services.county.instants import is_after, whole_seconds
from services.county.sittings import Sitting, is_round
from services.intake import store
from services.intake.domain import cycles, occasion
from services.intake.domain.occasion import Occasion, OccasionKind
from services.intake.use_cases import grounds, occasions, sat
from services.intake.use_cases.deps import Asked, Deps

COUNTED = OccasionKind.RECEPTION
MACHINE = "machine"
TOLD = ("roster", "place", "town", "day", "ended_at", "visitors", "matters")


def open_session(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Begin the session of a roster that sits today, one at a time at each place and of each sitting.

    Of sittings that meet it is the one asked for, else the first that has had no session yet.

    Raises Refusal `not_in_this_county`, `already_open`, `not_a_day_of_the_roster` (409), `not_allowed` (403), or (422)
    naming `roster`, `place` or `planned_on`.
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    roster = sat.roster_of(county, body["roster"])
    place = grounds.own_place(county, user, sat.place_of(county, roster, body["place"]), "place")
    now = work.context.now
    day = cycles.day_of(now).isoformat()

    def seat_of(sitting: Sitting) -> str:
        return f"{roster.code}/{place}" + ("" if sitting.n == 1 else f"#{sitting.n}")

    def is_taken(sitting: Sitting) -> bool:
        counted = deps.store.counter(occasion.held(roster.code, day, place, sitting.n))
        found = work.find(store.OCCASION, equals={"open": seat_of(sitting)}, limit=1).documents
        return bool(counted) or any(not occasion.is_over(other.body, now, county.timezone) for other in found)

    sitting = sat.sitting_of(county, roster, day, body["planned_on"], is_taken)
    if sitting is None:
        raise Refusal("not_a_day_of_the_roster", f"Roster {roster.code} does not sit on {day}.")
    seat = seat_of(sitting)
    for other in work.find(store.OCCASION, equals={"open": seat}, limit=1).documents:
        if not occasion.is_over(other.body, now, county.timezone):
            raise Refusal("already_open", "A session of this roster is open here. Allowed: to end it first.")
        _end(work, deps, other, None)
    id = occasions.draw_id(COUNTED)
    more: dict[str, Any] = {"roster": roster.code, "day": day, "open": seat, "ended_at": None, "visitors": None}
    more |= {"planned_on": sitting.planned_on.isoformat(), "n": sitting.n}
    more["ends_at"] = occasion.end_of_day(day, county.timezone)
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
    matters = len(found.body["matters"])
    visitors: int | None = call.body["visitors"]
    if visitors is not None and visitors < matters:
        raise Refusal.of_field(
            "visitors", "too_few", f"Allowed: at least {matters}, the matters taken in this session."
        )
    return _shown(found.id, _end(work, deps, found, visitors))


def end_over(deps: Deps, now: str) -> int:
    """End every session whose day is over by `now`; how many. Costs what is due (`work_off`)."""

    def end(session: Document) -> None:
        deps.store.run(Context(MACHINE, now, new_id()), _end_by_itself, deps, session.id)

    return work_off(deps.store, store.OCCASION, "ends_at", whole_seconds(now), end)


def next_end(deps: Deps) -> str | None:
    """When the next session ends by itself; None when none is open."""
    page = deps.store.find(store.OCCASION, between=("ends_at", "", None), order="ends_at", limit=1)
    return str(page.documents[0].body["ends_at"]) if page.documents else None


def _end_by_itself(work: Work, deps: Deps, id: str) -> None:
    found = work.get(store.OCCASION, id)
    if found is not None and found.body["ended_at"] is None:
        _end(work, deps, found, None)


def _end(work: Work, deps: Deps, found: Document, visitors: int | None) -> Occasion:
    """End a session, not later than its day ends; without `visitors` as many came as brought matters."""
    body, now = found.body, work.context.now
    last = occasion.end_of_day(body["day"], deps.county.timezone)
    ended_at = last if is_after(now, last) else now
    matters = len(body["matters"])
    body |= {"ended_at": ended_at, "visitors": matters if visitors is None else visitors, "open": None, "ends_at": None}
    work.put(store.OCCASION, found.id, body, found.version)
    work.add(occasion.held(body["roster"], body["day"], body["place"], body.get("n", 1)), 1)
    fact = ReceptionHeld(
        number=body["roster"],
        reception=found.id,
        roster=body["roster"],
        place=body["place"],
        town=body["town"],
        day=body["day"],
        opened_at=body["at"],
        ended_at=ended_at,
        visitors=body["visitors"],
        matters=matters,
    )
    work.record(fact)
    return body


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
    shown = {"reception": id, "opened_at": body["at"], **{name: body[name] for name in TOLD}}
    return shown | {"planned_on": body.get("planned_on", body["day"])}
