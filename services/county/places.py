"""The county's tree of places (属地): county, towns, district offices, villages, groups, grids, households."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.contracts.vocabulary import PlaceKind
from services.county.elements import Point
from services.county.problem import UnknownCode

SETTLEMENTS = frozenset({PlaceKind.VILLAGE, PlaceKind.COMMUNITY})

PARENTS: Mapping[PlaceKind, frozenset[PlaceKind]] = {
    PlaceKind.COUNTY: frozenset(),
    PlaceKind.TOWN: frozenset({PlaceKind.COUNTY}),
    PlaceKind.OFFICE: frozenset({PlaceKind.TOWN}),
    PlaceKind.VILLAGE: frozenset({PlaceKind.TOWN, PlaceKind.OFFICE}),
    PlaceKind.COMMUNITY: frozenset({PlaceKind.TOWN, PlaceKind.OFFICE}),
    PlaceKind.GROUP: SETTLEMENTS | {PlaceKind.GRID},
    PlaceKind.GRID: SETTLEMENTS | {PlaceKind.GROUP, PlaceKind.GRID},
    PlaceKind.HOUSEHOLD: SETTLEMENTS | {PlaceKind.GROUP, PlaceKind.GRID},
}
"""Under which kinds a place of each kind may hang; so a grid always lies in a village or community. A community's grid
may hold groups (buildings, 楼栋) that hold the contact households: the urban four levels."""


@dataclass(frozen=True, slots=True)
class Place:
    """One node of the tree. `head` answers for it; `households` is how many live there, where counted.

    `posts`: who holds which post there (leader, secretary, police …), by the county's own post names; `phones`: the
    public telephone of a post. `at`: where it stands on the county's schematic map.
    """

    code: str
    name: str
    kind: PlaceKind
    parent: str | None
    head: str | None = None
    households: int | None = None
    grid_level: int | None = None
    posts: Mapping[str, str] = field(default_factory=dict)
    at: Point | None = None
    phones: Mapping[str, str] = field(default_factory=dict)


class Places:
    """All places of a county, with every question about the tree answered from tables made once.

    Takes rows whose parents exist and form one tree (the file checker has seen to it).
    A town is the first grid level, a grid right under a village or community (or its group) the second,
    a grid under a grid one more.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_code: dict[str, Place] = {place.code: place for place in places}
        self._children: dict[str, list[str]] = {code: [] for code in self._by_code}
        self._by_kind: dict[PlaceKind, list[str]] = {kind: [] for kind in PlaceKind}
        self._above: dict[str, tuple[str, ...]] = {}
        for place in self._by_code.values():
            self._by_kind[place.kind].append(place.code)
            self._above[place.code] = self._line_of(place)
            if place.parent is not None:
                self._children[place.parent].append(place.code)
        self._within = {code: frozenset(line) for code, line in self._above.items()}
        towns = frozenset({PlaceKind.TOWN})
        self._town = {code: self._first(code, towns) for code in self._by_code}
        self._village = {code: self._first(code, SETTLEMENTS) for code in self._by_code}

    def __len__(self) -> int:
        return len(self._by_code)

    def _line_of(self, place: Place) -> tuple[str, ...]:
        line = [place.code]
        while place.parent is not None:
            place = self._by_code[place.parent]
            line.append(place.code)
        return tuple(line)

    def _first(self, code: str, kinds: frozenset[PlaceKind]) -> str | None:
        return next((each for each in self._above[code] if self._by_code[each].kind in kinds), None)

    def get(self, code: str) -> Place:
        """The place of this code. Raises UnknownCode."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode("place", code) from None

    def exists(self, code: str) -> bool:
        """Whether the county has a place of this code."""
        return code in self._by_code

    def line(self, code: str) -> tuple[str, ...]:
        """The codes from this place up to the county, itself first. Raises UnknownCode."""
        return self._above[self.get(code).code]

    def town_of(self, code: str) -> str | None:
        """The town that this place is or lies in; None for the county itself. Raises UnknownCode."""
        return self._town[self.get(code).code]

    def village_of(self, code: str) -> str | None:
        """The village or community that this place is or lies in; None above them. Raises UnknownCode."""
        return self._village[self.get(code).code]

    def within(self, code: str, ancestor: str) -> bool:
        """Whether the place is the other one or lies in it; an unknown place lies in none."""
        line = self._within.get(code)
        return line is not None and ancestor in line

    def children(self, code: str) -> tuple[str, ...]:
        """The codes right under this place, in file order. Raises UnknownCode."""
        return tuple(self._children[self.get(code).code])

    def codes(self, kind: PlaceKind | None = None) -> tuple[str, ...]:
        """All codes of one kind, or of the whole county, in file order."""
        return tuple(self._by_code) if kind is None else tuple(self._by_kind[kind])

    def grids(self, level: int) -> tuple[str, ...]:
        """The codes of one grid level, 1 being the towns."""
        return tuple(code for code, place in self._by_code.items() if place.grid_level == level)

    @property
    def root(self) -> Place:
        """The county itself."""
        return self._by_code[self._by_kind[PlaceKind.COUNTY][0]]
