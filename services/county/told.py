"""What a county file says and what follows from it, in words and numbers that pages and programs share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from services.contracts.vocabulary import PlaceKind, Urgency
from services.county.clocks import Breach, ClockRule, Length
from services.county.county import County
from services.county.rosters import Person, Roster
from services.county.sittings import sittings_on

BELOW = (PlaceKind.GROUP, PlaceKind.GRID, PlaceKind.HOUSEHOLD)
"""Places that a page counts and does not list."""


def counts(county: County) -> dict[str, int]:
    """How many places there are of each kind that the county has."""
    found = {str(kind): len(county.places.codes(kind)) for kind in PlaceKind}
    return {kind: n for kind, n in found.items() if n}


def grids(county: County) -> dict[str, int]:
    """How many grids there are on each level; the towns are the first."""
    levels = {str(level): len(county.places.grids(level)) for level in range(1, 9)}
    return {level: n for level, n in levels.items() if n}


def households(county: County) -> int:
    """How many households the file counts."""
    return sum(county.places.get(code).households or 0 for code in county.places.codes())


def below(county: County) -> Mapping[str, Counter[PlaceKind]]:
    """For each place, how many groups, grids and contact households lie in it."""
    found: dict[str, Counter[PlaceKind]] = {code: Counter() for code in county.places.codes()}
    for kind in BELOW:
        for code in county.places.codes(kind):
            for above in county.places.line(code)[1:]:
                found[above][kind] += 1
    return found


def leads(county: County) -> Mapping[str, list[str]]:
    """The categories that each unit leads in."""
    found: dict[str, list[str]] = {}
    for code in county.categories.codes():
        found.setdefault(county.categories.get(code).lead, []).append(code)
    return found


def length(span: Length) -> str:
    """`4 working hours`."""
    return f"{span.amount} {span.unit.replace('_', ' ')}"


def span(rule: ClockRule) -> str:
    """How long a clock runs."""
    if rule.length is None:
        return "by the whistle's kind"
    if isinstance(rule.length, Length):
        return length(rule.length)
    return ", ".join(f"{urgency} {length(rule.length[urgency])}" for urgency in Urgency)


def step(breach: Breach) -> str:
    """`supervision (proposed) after 1 working days`."""
    after = f" after {length(breach.after)}" if breach.after else ""
    return f"{breach.step}{' (proposed)' if breach.proposed else ''}{after}"


def rhythm(roster: Roster) -> str:
    """When a roster sits: `monthly on 5, 15, 25, 09:00-12:00`."""
    days = f" on {', '.join(map(str, roster.days))}" if roster.days else ""
    off = {"held": "", "closed": ", not on days off", "later": ", days off moved on"}[roster.days_off]
    end = "24:00" if roster.end.second else f"{roster.end:%H:%M}"
    return f"{roster.cycle}{days}, {roster.start:%H:%M}-{end}{off}"


def on_duty(county: County, roster: Roster, day: date) -> tuple[str | None, int, list[tuple[date, tuple[Person, ...]]]]:
    """The first place at which a roster sits on a day, at how many it does, and its sittings there.

    A sitting is the day that it was planned for, and who receives in it.
    """
    seats, held = roster.seats(county.places), sittings_on(roster, day, county.calendar)
    if not seats or not held:
        return None, 0, []
    return seats[0], len(seats), [(each.planned_on, each.people(county.places, seats[0])) for each in held]


def calendar(county: County) -> str:
    """Which years are official, and what a day off does to a last day."""
    years = county.calendar.years
    rolls = "rolls" if county.calendar.roll else "does not roll"
    if not years:
        return f"as seeded; a last day on a day off {rolls}"
    provisional = [str(year) for year, row in sorted(years.items()) if row.status == "provisional"]
    marked = f", provisional: {', '.join(provisional)}" if provisional else ""
    return f"{min(years)} to {max(years)}{marked}; a last day on a day off {rolls}"


def by_kind(kinds: Mapping[str, str]) -> dict[str, int]:
    """How many of each kind, most first; takes kinds by code."""
    return dict(Counter(kinds.values()).most_common())
