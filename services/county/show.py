"""What a county file says and what follows from it, as text and as JSON; and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.contracts.vocabulary import PlaceKind, Urgency
from services.county.clocks import Breach, ClockRule, Length
from services.county.county import County
from services.county.places import Place
from services.county.problem import CountyFileError, Problem
from services.county.reader import load
from services.county.statutory import STATUTORY


def check_text(path: str | Path) -> list[str]:
    """Every mistake of a county file, a line each: file, line, field, what, allowed. Empty when it is right."""
    return [str(problem) for problem in _problems(path)]


def check_json(path: str | Path) -> list[dict[str, str | int]]:
    """Every mistake of a county file as objects of `file line field what allowed`."""
    return [problem.as_json() for problem in _problems(path)]


def _problems(path: str | Path) -> list[Problem]:
    try:
        load(path)
    except CountyFileError as error:
        return error.problems
    return []


def show_text(path: str | Path) -> str:
    """A county file as a readable page. Raises CountyFileError."""
    return county_as_text(load(path))


def show_json(path: str | Path) -> dict[str, Any]:
    """A county file and what follows from it as JSON. Raises CountyFileError."""
    return county_as_json(load(path))


def county_as_text(county: County) -> str:
    """Counts, the tree down to the villages, units with what they lead, whistles, clocks, calendar, wall."""
    return "\n".join(_lines(county)) + "\n"


def _lines(county: County) -> Iterator[str]:
    yield f"{county.name} ({county.code}), version {county.version}"
    yield ""
    yield "Places  " + ", ".join(f"{n} {kind}" for kind, n in _counts(county).items())
    yield "Grids   " + " / ".join(str(n) for n in _grids(county).values()) + f"; {_households(county)} households"
    yield from _tree(county, county.places.root, "")
    yield ""
    yield f"Units  {len(county.units)}"
    for code in county.units.codes():
        unit, leads = county.units.get(code), _leads(county).get(code, [])
        yield f"  {code}  {unit.name} [{unit.kind}] {unit.responsible}" + (
            f"; leads {', '.join(leads)}" if leads else ""
        )
    yield ""
    first, second = (len(county.categories.codes(level)) for level in (1, 2))
    yield f"Categories  {first} of the first level, {second} of the second"
    yield "Whistles"
    for kind in county.whistle_kinds.values():
        yield f"  {kind.code}  {kind.name}: check in within {_length(kind.check_in)}"
    yield "Clocks"
    for rule in county.clocks.running():
        yield f"  {rule.name}  {rule.title}, by {rule.anchor}: {_span(rule)}; {', '.join(sorted(rule.starts))}"
        yield f"    stops at {', '.join(sorted(rule.stops))}"
        if rule.breach:
            yield "    breach: " + " → ".join(_step(step) for step in rule.breach)
    yield f"  by law, not tracked by themselves: {', '.join(n for n in STATUTORY if n not in county.clocks.tracked)}"
    yield "Calendar  " + _calendar(county)
    yield f"Accusations go to {county.wall.recipient} alone; against it, to {county.wall.otherwise}"


def _tree(county: County, place: Place, indent: str) -> Iterator[str]:
    places = county.places
    grids = sum(places.within(code, place.code) for code in places.codes(PlaceKind.GRID))
    head = f", {place.head}" if place.head else ""
    yield f"{indent}{place.code}  {place.name} [{place.kind}{head}; {grids} grids]"
    for code in places.children(place.code):
        child = places.get(code)
        if child.kind not in (PlaceKind.GRID, PlaceKind.GROUP, PlaceKind.HOUSEHOLD):
            yield from _tree(county, child, indent + "  ")


def _counts(county: County) -> dict[str, int]:
    counts = {str(kind): len(county.places.codes(kind)) for kind in PlaceKind}
    return {kind: n for kind, n in counts.items() if n}


def _grids(county: County) -> dict[str, int]:
    levels = {str(level): len(county.places.grids(level)) for level in range(1, 9)}
    return {level: n for level, n in levels.items() if n}


def _households(county: County) -> int:
    return sum(county.places.get(code).households or 0 for code in county.places.codes())


def _leads(county: County) -> Mapping[str, list[str]]:
    leads: dict[str, list[str]] = {}
    for code in county.categories.codes():
        leads.setdefault(county.categories.get(code).lead, []).append(code)
    return leads


def _length(length: Length) -> str:
    return f"{length.amount} {length.unit.replace('_', ' ')}"


def _span(rule: ClockRule) -> str:
    if rule.length is None:
        return "by the whistle's kind"
    if isinstance(rule.length, Length):
        return _length(rule.length)
    return ", ".join(f"{urgency} {_length(rule.length[urgency])}" for urgency in Urgency)


def _step(breach: Breach) -> str:
    after = f" after {_length(breach.after)}" if breach.after else ""
    return f"{breach.step}{' (proposed)' if breach.proposed else ''}{after}"


def _calendar(county: County) -> str:
    years = county.calendar.years
    provisional = [str(year) for year, row in sorted(years.items()) if row.status == "provisional"]
    rolls = "rolls" if county.calendar.roll else "does not roll"
    marked = f", provisional: {', '.join(provisional)}" if provisional else ""
    span = f"{min(years)} to {max(years)}" if years else "seeded"
    return f"{span}{marked}; a last day on a day off {rolls}"


def county_as_json(county: County) -> dict[str, Any]:
    """The whole county with its counts, for a program."""
    return {
        "code": county.code,
        "name": county.name,
        "version": county.version,
        "counts": {
            "places": _counts(county),
            "grids": _grids(county),
            "households": _households(county),
            "units": len(county.units),
            "categories": {str(level): len(county.categories.codes(level)) for level in (1, 2)},
        },
        "places": [_place(county.places.get(code)) for code in county.places.codes()],
        "units": [
            {"code": unit.code, "name": unit.name, "kind": unit.kind, "leads": _leads(county).get(unit.code, [])}
            for unit in map(county.units.get, county.units.codes())
        ],
        "whistle_kinds": [
            {"code": kind.code, "name": kind.name, "check_in": _length(kind.check_in)}
            for kind in county.whistle_kinds.values()
        ],
        "clocks": [_clock(rule, rule.name in county.clocks.rules) for rule in _all_clocks(county)],
        "tracked": list(county.clocks.tracked),
        "calendar": {str(year): row.status for year, row in sorted(county.calendar.years.items())},
        "roll": county.calendar.roll,
        "wall": {"recipient": county.wall.recipient, "otherwise": county.wall.otherwise},
    }


def _place(place: Place) -> dict[str, Any]:
    row = {"code": place.code, "name": place.name, "kind": place.kind, "parent": place.parent}
    return row | ({"households": place.households} if place.households is not None else {})


def _all_clocks(county: County) -> list[ClockRule]:
    return [county.clocks.get(name) for name in county.clocks.names()]


def _clock(rule: ClockRule, own: bool) -> dict[str, Any]:
    return {
        "name": rule.name,
        "by": "county" if own else rule.article,
        "anchor": rule.anchor,
        "length": _span(rule),
        "starts": sorted(rule.starts),
        "stops": sorted(rule.stops),
        "pausable": rule.pausable,
        "breach": [_step(step) for step in rule.breach],
    }
