"""The places' own figures of a period, from counters alone: a figure costs the days and places, not the matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.chassis.access import User
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind
from services.oversight.domain import figures, rates
from services.oversight.domain.figured import MATTER, MEDIATION
from services.oversight.domain.instants import county_day
from services.oversight.use_cases.count_work import HOME_VISIT, PATROL
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.read_rates import period_of

NOT_HERE = "not_in_this_county"


def read_figures(desk: Desk, call: Call) -> dict[str, Any]:
    """One figure, or all that the county can have, of one place and its subtree; without a place the reader's own.

    Refuses 422 `unknown_place below_village no_period unknown_body`, 403 a place that is not the reader's, and 409
    `not_in_this_county` a figure whose section the county file lacks.
    """
    today = county_day(desk.clock.now())
    place = place_of(desk, call)
    first, last = period_of(call, today)
    asked = Asked(desk, place, first, last, today, call.query["against"], call.query["body"])
    wanted = list(figures.TITLES) if call.query["name"] == figures.ALL else [call.query["name"]]
    shown = {}
    for name in wanted:
        found = asked.figure(name)
        if found is None and len(wanted) == 1:
            raise Refusal(NOT_HERE, f"This county's file has nothing for {name}. Allowed: {', '.join(asked.known())}.")
        if found is not None:
            shown[name] = {"title": figures.TITLES[name], **found}
    return {"place": place, "from": first, "to": last, "figures": shown}


def place_of(desk: Desk, call: Call) -> str:
    """The place asked for, checked against the county and the reader's own part of it."""
    user: User = call.staff()
    places = desk.county.places
    place = str(call.query["place"] or user.place or places.root.code)
    if not places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if user.place is not None and not places.within(place, user.place):
        raise Refusal.at(
            "place", "not_allowed", f"Allowed: your own places, {user.place} and what lies in it.", status=403
        )
    return place


class Asked:
    """One question: which place and its subtree, which days, against which year, at which mediation body."""

    def __init__(
        self, desk: Desk, place: str, first: str, last: str, today: str, against: int | None, body: str | None
    ) -> None:
        self._desk, self._place = desk, place
        self._first, self._last, self._today = first, last, today
        self._against = int(first[:4]) - 1 if against is None else against
        bodies = desk.county.mediation.bodies
        if body is not None and body not in bodies:
            raise Refusal.of_field("body", "unknown_body", f"Allowed: {', '.join(bodies) or 'none'}.")
        self._bodies = None if body is None else frozenset({body})
        self._made: dict[str, Callable[[], dict[str, Any] | None]] = {
            "first_satisfaction": lambda: figures.first_satisfaction(self._sums(MATTER)),
            "volume": self._volume,
            "inside_grid": lambda: figures.inside_grid(self._sums(MATTER)),
            "matters": lambda: figures.matters(self._sums(MATTER)),
            "affairs": self._affairs,
            "mediations": self._mediations,
            "patrols": self._patrols,
            "home_visits": self._home_visits,
            "whistles": self._whistles,
        }

    def figure(self, name: str) -> dict[str, Any] | None:
        """One figure; None where the county's file has no section for it."""
        return self._made[name]()

    def known(self) -> list[str]:
        """The figures that this county can have."""
        return [name for name in self._made if self.figure(name) is not None]

    def _sums(self, family: str, first: str | None = None, last: str | None = None) -> figures.Counts:
        self._at_least_a_village()
        first, last = first or self._first, last or self._last
        counters = self._desk.store.counters(figures.prefix_of(family, first, last))
        return figures.sums(counters, first, last, self._inside)

    def _inside(self, place: str) -> bool:
        return self._desk.county.places.within(place, self._place)

    def _at_least_a_village(self) -> None:
        """Matters are counted by village; a figure of a place below one would show nothing and look like zero."""
        village = self._desk.county.places.village_of(self._place)
        if village is not None and village != self._place:
            allowed = f"Allowed here: a village, a community or a place above them, such as {village}."
            raise Refusal.of_field("place", "below_village", allowed)

    def _volume(self) -> dict[str, Any]:
        first, last = figures.same_days_of(self._against, self._first, self._last)
        then = {"from": first, "to": last}
        return {**figures.volume(self._sums(MATTER), self._sums(MATTER, first, last)), "against": then}

    def _affairs(self) -> dict[str, Any] | None:
        affairs = self._desk.county.affairs
        if not affairs:
            return None
        return figures.affairs(self._sums(MATTER), {code: each.name for code, each in affairs.by_code.items()})

    def _mediations(self) -> dict[str, Any] | None:
        if not self._desk.county.mediation.bodies:
            return None
        return figures.mediations(self._sums(MEDIATION), self._bodies)

    def _patrols(self) -> dict[str, Any] | None:
        duties, places = self._desk.county.grid_duties, self._desk.county.places
        if duties is None:
            return None
        weeks = figures.weeks_of(self._first, self._last, self._today)
        visits: dict[tuple[str, str], int] = {}
        for week in weeks:
            for key, amount in self._desk.store.counters(f"figure/{PATROL}/{week}/").items():
                visits[week, key.split("/")[3]] = amount
        grids = [code for code in places.codes(PlaceKind.GRID) if self._inside(code) and self._is_lowest(code)]
        return figures.patrols(visits, weeks, grids, duties.visits_per_week)

    def _is_lowest(self, grid: str) -> bool:
        places = self._desk.county.places
        return all(places.get(child).kind is not PlaceKind.GRID for child in places.children(grid))

    def _home_visits(self) -> dict[str, Any] | None:
        return None if self._desk.county.contact_network is None else figures.home_visits(self._sums(HOME_VISIT))

    def _whistles(self) -> dict[str, Any]:
        self._at_least_a_village()
        counters = self._desk.store.counters(rates.prefix_of("village", self._first, self._last))
        return figures.whistles(figures.sums(counters, self._first, self._last, self._inside))
