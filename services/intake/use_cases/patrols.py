"""Grid workers' patrols (网格走访): each visit is kept, what it finds becomes a matter, and what is missing shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.chassis.store import Work
from services.contracts.events.grid_work import PatrolRecorded
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind, Purpose
from services.county.contact import GridDuties
from services.county.county import County
from services.county.instants import instant, moment
from services.intake import store
from services.intake.domain import cycles, occasion
from services.intake.domain.occasion import OccasionKind
from services.intake.use_cases import grounds, occasions
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import register_found

COUNTED = OccasionKind.PATROL
LOOK_BACK_DAYS = 7
"""So late a walk may still be recorded; weeks that are over longer stay as they are."""
APART = timedelta(minutes=10)
"""What is recorded of one grid within so long is one walk."""


def record(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Keep a visit of a grid, with the duties done and what was found; answers how the grid stands this week.

    Raises Refusal `not_in_this_county`, `already_recorded` (409), `not_allowed` (403) outside one's place, or naming
    fields (422).
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    plan = duties_of(county)
    grid = grounds.own_place(county, user, body["grid"], "grid", frozenset({PlaceKind.GRID}))
    at = grounds.lately(body["at"], work.context.now, LOOK_BACK_DAYS)
    known = {duty.code for duty in plan.duties}
    for n, duty in enumerate(body["done"]):
        if duty not in known:
            raise Refusal.of_field(f"done.{n}", "unknown_duty", f"Allowed: {', '.join(sorted(known))}.")
    duties = list(dict.fromkeys(body["done"]))
    id, week = _only_one(work, deps, grid, at), cycles.week_of(at)
    work.put(store.OCCASION, id, occasion.begin(COUNTED, county, grid, at, user.id, duties=duties))
    matters = register_found(work, deps, user, id, grid, body["found"])
    key = occasion.counter(COUNTED, week, grid)
    work.add(key, 1)
    open_matters = sum(each["purpose"] != Purpose.ACCUSATION for each in body["found"])
    fact = PatrolRecorded(
        number=grid,
        patrol=id,
        grid=grid,
        town=county.places.town_of(grid),
        at=at,
        duties=tuple(duties),
        matters=open_matters,
    )
    work.record(fact)
    visits = deps.store.counter(key) + 1
    shown = {"patrol": id, "grid": grid, "at": at, "done": duties, "week": week, "visits": visits}
    return shown | {"owed": plan.visits_per_week, "missing": max(0, plan.visits_per_week - visits), "matters": matters}


def list_patrols(deps: Deps, call: Asked) -> dict[str, Any]:
    """A page `{patrols, after}` of visits in codes, newest first, of one week where one is asked for."""
    duties_of(deps.county)
    week = call.query["week"]
    days = None if week is None else cycles.days_of_week(week)
    rows, after = occasions.list_of(deps, call, COUNTED, days)
    shown = [
        {
            "patrol": id,
            "grid": row["place"],
            "town": row["town"],
            "village": row["village"],
            "at": row["at"],
            "done": row["duties"],
            "matters": row["matters"],
        }
        for id, row in rows
    ]
    return {"patrols": shown, "after": after}


def list_missing(deps: Deps, call: Asked) -> dict[str, Any]:
    """The grids of a place whose visits of an ISO week (default: this one) are fewer than the county file owes them.

    A week that has not begun owes nothing yet.

    Answers `{week from to owed grids visits missing[] after}`; `missing` in the file's order, `after` a grid's code.
    """
    county = deps.county
    plan = duties_of(county)
    now = deps.clock.now()
    week = call.query["week"] or cycles.week_of(now)
    first, last = cycles.days_of_week(week)
    owed = plan.visits_per_week if first <= cycles.day_of(now).isoformat() else 0
    inside = occasions.asked_place(deps, call)
    grids = () if inside is None else patrolled(county, inside)
    prefix = occasion.counter(COUNTED, week, "")
    walked = deps.store.counters(prefix)
    done = {grid: walked.get(prefix + grid, 0) for grid in grids}
    lacking = {grid for grid in grids if done[grid] < owed}
    page, after = grounds.cut(grids, call.query["after"], call.query["limit"], lacking)
    return {
        "week": week,
        "from": first,
        "to": last,
        "owed": owed,
        "grids": len(grids),
        "visits": sum(done.values()),
        "lacking": len(lacking),
        "missing": [
            {
                "grid": grid,
                "town": county.places.town_of(grid),
                "village": county.places.village_of(grid),
                "visits": done[grid],
                "missing": owed - done[grid],
            }
            for grid in page
        ],
        "after": after,
    }


def _only_one(work: Work, deps: Deps, grid: str, at: str) -> str:
    """The id of a walk of a grid. Raises Refusal `already_recorded` (409) for a second one `APART` of another."""
    said, village = moment(at), deps.county.places.village_of(grid)
    id = occasions.id_of(COUNTED, grid, str(int(said.timestamp() // APART.total_seconds())))
    equals = {"kind": str(COUNTED)} | ({} if village is None else {"village": village})
    between = ("at", instant(said - 2 * APART), instant(said + 2 * APART))
    near = work.find(store.OCCASION, equals=equals, between=between, order="at", limit=500).documents
    rows = [each.body for each in near if each.body["place"] == grid]
    if work.get(store.OCCASION, id) is not None or any(abs(moment(row["at"]) - said) < APART for row in rows):
        minutes = int(APART.total_seconds() // 60)
        raise Refusal("already_recorded", f"A visit of {grid} within {minutes} minutes of this one is recorded.")
    return id


def patrolled(county: County, inside: str) -> tuple[str, ...]:
    """The grids inside a place that are walked: the lowest ones, in file order."""
    places = county.places
    return tuple(
        code
        for code in places.codes(PlaceKind.GRID)
        if places.within(code, inside)
        and not any(places.get(child).kind is PlaceKind.GRID for child in places.children(code))
    )


def duties_of(county: County) -> GridDuties:
    """What grid workers do here. Raises Refusal `not_in_this_county` (409) where the file says nothing of it."""
    return grounds.here(county.grid_duties, "grid_duties")
