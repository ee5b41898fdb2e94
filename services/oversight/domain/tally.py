"""What of a matter is counted, in which cells, and how a docket's change moves the counters.

A docket remembers the cells it was counted in, so that whatever changes later (a breach withdrawn, a conclusion undone
by a second handling, the accusation wall) takes back exactly what was put in. Counters:
`rate/<dimension>/<day>/<code>/<measure>`, `lights/<clock>/<light>`, and for the board `came/<day>/<village>/<channel>`
(matters registered) and `open/<village>/<light>` (open matters by their worst light; `none` where no clock runs); the
places' own figures have theirs (`domain.figured`).
"""

from __future__ import annotations

from functools import lru_cache

from services.oversight.domain.clocks import Light, worst_of
from services.oversight.domain.docket import Docket
from services.oversight.domain.figured import came_on, figured
from services.oversight.domain.instants import county_day
from services.oversight.domain.rules import CITIZENS_OWN, RuleBook
from services.oversight.domain.unfinished import NO_CLOCK

SCORED = {"check_in": "check_in", "handling": "handling", "dispatch": "dispatch", "transfer": "dispatch"}
"""Clocks that are scored, and as what: check-in and handling the reporting side, dispatch (or Art. 22's transfer) the
whistling side."""

DIMENSIONS = ("department", "village", "category", "channel")
"""Counted ones; a town is the sum of its villages, a day that of its channels."""

NOT_SAID = "-"
"""The code of a category or unit that nobody has named."""


def tally(docket: Docket, rules: RuleBook) -> dict[str, str]:
    """The cells that a docket counts in, by what is counted."""
    village, channel = rules.village(docket["place"]), docket["channel"]
    where = f"{village}|{docket['category'] or NOT_SAID}|{channel}"
    came = came_on(docket)
    cells = figured(docket, came, village, rules)
    if came is not None:
        cells["came"] = f"came|{came}|{village}|{channel}"
    worst = worst_light(docket, rules)
    if worst is not None:
        cells["open"] = f"open|{village}|{worst}"
    elif docket.get("idle_since") is not None:
        cells["open"] = f"open|{village}|{NO_CLOCK}"
    for clock_id, clock in docket["clocks"].items():
        name, light, ended = clock["clock"], clock["light"], clock["ended"]
        if ended is None:
            cells[f"light:{clock_id}"] = f"light|{name}|{light}"
        scored = SCORED.get(name)
        if scored is None:
            continue
        if light == Light.RED:
            cells[f"clock:{clock_id}"] = f"{scored}.late|{county_day(clock['due'])}|{clock['unit'] or NOT_SAID}|{where}"
        elif ended == "stopped" and (at := clock["ended_at"]) is not None:
            cells[f"clock:{clock_id}"] = f"{scored}.in_time|{county_day(at)}|{clock['unit'] or NOT_SAID}|{where}"
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
    running = [clock for clock in docket["clocks"].values() if clock["ended"] is None]
    return worst_of([each["light"] for each in running if rules.rule_of(each).starts.isdisjoint(CITIZENS_OWN)])


def recount(docket: Docket, rules: RuleBook) -> dict[str, int]:
    """Bring a docket's cells up to date; by how much each counter moves."""
    before, after = docket["counted"], tally(docket, rules)
    docket["counted"] = after
    return moves(before, after)


def moves(before: dict[str, str], after: dict[str, str]) -> dict[str, int]:
    """By how much each counter moves when cells change; counters that stay are left out."""
    changed = [(-1, cell) for label, cell in before.items() if label not in after]
    for label, cell in after.items():
        was = before.get(label)
        if was != cell:
            changed.append((1, cell))
            if was is not None:
                changed.append((-1, was))
    moved: dict[str, int] = {}
    for amount, cell in changed:
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
