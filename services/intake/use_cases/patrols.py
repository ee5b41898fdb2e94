"""Grid workers' patrols (网格走访): each visit is kept, what it finds becomes a matter, and what is missing shows."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.grid_work import PatrolRecorded
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind, Purpose
from services.county.contact import GridDuties
from services.county.county import County
from services.intake import store
from services.intake.domain import cycles, occasion
from services.intake.domain.occasion import OccasionKind
from services.intake.use_cases import grounds, occasions
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.found import register_found

COUNTED = OccasionKind.PATROL


def record(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Keep a visit of a grid, with the duties done and what was found; answers how the grid stands this week.

    Raises Refusal `not_in_this_county` (409), `not_allowed` (403) outside one's place, or naming fields (422).
    """
    body, county, user = call.body, deps.county, grounds.staff(call)
    plan = duties_of(county)
    grid = grounds.own_place(county, user, body["grid"], "grid", frozenset({PlaceKind.GRID}))
    at = grounds.past(body["at"], work.context.now)
    known = {duty.code for duty in plan.duties}
    for n, duty in enumerate(body["done"]):
        if duty not in known:
            raise Refusal.of_field(f"done.{n}", "unknown_duty", f"Allowed: {', '.join(sorted(known))}.")
    duties = list(dict.fromkeys(body["done"]))
    id, week = occasions.draw_id(COUNTED), cycles.week_of(at)
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

    Answers `{week from to owed grids visits missing[] after}`; `missing` in the file's order, `after` a grid's code.
    """
    county = deps.county
    plan = duties_of(county)
    week = call.query["week"] or cycles.week_of(deps.clock.now())
    inside = occasions.asked_place(deps, call)
    grids = () if inside is None else patrolled(county, inside)
    prefix = occasion.counter(COUNTED, week, "")
    walked = deps.store.counters(prefix)
    done = {grid: walked.get(prefix + grid, 0) for grid in grids}
    lacking = {grid for grid in grids if done[grid] < plan.visits_per_week}
    page, after = grounds.cut(grids, call.query["after"], call.query["limit"], lacking)
    first, last = cycles.days_of_week(week)
    return {
        "week": week,
        "from": first,
        "to": last,
        "owed": plan.visits_per_week,
        "grids": len(grids),
        "visits": sum(done.values()),
        "lacking": len(lacking),
        "missing": [
            {
                "grid": grid,
                "town": county.places.town_of(grid),
                "village": county.places.village_of(grid),
                "visits": done[grid],
                "missing": plan.visits_per_week - done[grid],
            }
            for grid in page
        ],
        "after": after,
    }


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
