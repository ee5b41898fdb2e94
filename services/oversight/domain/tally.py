"""What of a matter is counted, in which cells, and how a docket's change moves the counters.

A docket remembers the cells it was counted in, so that whatever changes later (a breach withdrawn, a conclusion undone
by a second handling, the accusation wall) takes back exactly what was put in. Counters:
`rate/<dimension>/<day>/<code>/<measure>`, `lights/<clock>/<light>`, and for the board `came/<day>/<village>/<channel>`
(matters registered) and `open/<village>/<light>` (open matters by their worst light); the places' own figures have
theirs (`domain.figured`).
"""

from __future__ import annotations

from functools import lru_cache

from services.oversight.domain.clocks import WORST_FIRST, Light
from services.oversight.domain.docket import Docket
from services.oversight.domain.figured import figured
from services.oversight.domain.instants import county_day
from services.oversight.domain.rules import CITIZENS_OWN, RuleBook

SCORED = {"check_in": "check_in", "handling": "handling", "dispatch": "dispatch", "transfer": "dispatch"}
"""Clocks that are scored, and as what: check-in and handling the reporting side, dispatch (or Art. 22's transfer) the
whistling side."""

DIMENSIONS = ("department", "village", "category", "channel")
"""Counted ones; a town is the sum of its villages, a day that of its channels."""

NOT_SAID = "-"
"""The code of a category or unit that nobody has named."""


def tally(docket: Docket, rules: RuleBook) -> dict[str, str]:
    """The cells that a docket counts in, by what is counted."""
    cells = figured(docket, rules)
    village = rules.village(docket["place"])
    where = f"{village}|{docket['category'] or NOT_SAID}|{docket['channel']}"
    registered = next((step["at"] for step in docket["steps"] if step["fact"] == "matter_registered"), None)
    if registered is not None:
        cells["came"] = f"came|{county_day(registered)}|{village}|{docket['channel']}"
    light = worst_light(docket, rules)
    if light is not None:
        cells["open"] = f"open|{village}|{light}"
    for clock_id, clock in docket["clocks"].items():
        if clock["ended"] is None:
            cells[f"light:{clock_id}"] = f"light|{clock['clock']}|{clock['light']}"
        scored = SCORED.get(clock["clock"])
        if scored is None:
            continue
        unit = clock["unit"] or NOT_SAID
        if clock["light"] == Light.RED:
            cells[f"clock:{clock_id}"] = f"{scored}.late|{county_day(clock['due'])}|{unit}|{where}"
        elif clock["ended"] == "stopped" and clock["ended_at"] is not None:
            cells[f"clock:{clock_id}"] = f"{scored}.in_time|{county_day(clock['ended_at'])}|{unit}|{where}"
    conclusion = docket["conclusion"]
    if conclusion is not None:
        measure = f"concluded.{docket['purpose']}.{conclusion['outcome']}"
        cells["conclusion"] = f"{measure}|{county_day(conclusion['at'])}|{conclusion['lead']}|{where}"
    for request, rated in docket["ratings"].items():
        lead = docket["answered"].get(request)
        if lead is not None:
            day = county_day(rated["at"])
            receiver = docket["receiver"] or NOT_SAID
            cells[f"rating:{request}"] = f"rated.{rated['responsible']}|{day}|{lead}|{where}"
            cells[f"receiving:{request}"] = f"receiving.{rated['receiving']}|{day}|{receiver}|{where}"
    return cells


def worst_light(docket: Docket, rules: RuleBook) -> Light | None:
    """The worst light of the clocks that wait for the county; None when nothing is left to be done in time."""
    running = (clock for clock in docket["clocks"].values() if clock["ended"] is None)
    lit = {clock["light"] for clock in running if rules.rule_of(clock).starts.isdisjoint(CITIZENS_OWN)}
    return next((light for light in WORST_FIRST if light in lit), None)


def recount(docket: Docket, rules: RuleBook) -> dict[str, int]:
    """Bring a docket's cells up to date; by how much each counter moves."""
    before, after = docket["counted"], tally(docket, rules)
    docket["counted"] = after
    return moves(before, after)


def moves(before: dict[str, str], after: dict[str, str]) -> dict[str, int]:
    """By how much each counter moves when cells change; counters that stay are left out."""
    moved: dict[str, int] = {}
    for amount, cells, others in ((-1, before, after), (1, after, before)):
        for label, cell in cells.items():
            if others.get(label) != cell:
                for key in keys_of(cell):
                    moved[key] = moved.get(key, 0) + amount
    return {key: amount for key, amount in moved.items() if amount}


@lru_cache(maxsize=2048)
def keys_of(cell: str) -> tuple[str, ...]:
    """The counters of one cell."""
    first, *rest = cell.split("|")
    if first == "light":
        return (f"lights/{rest[0]}/{rest[1]}",)
    if first in ("came", "open", "figure"):
        return ("/".join((first, *rest)),)
    day, *codes = rest
    return tuple(f"rate/{dim}/{day}/{code}/{first}" for dim, code in zip(DIMENSIONS, codes, strict=True))
