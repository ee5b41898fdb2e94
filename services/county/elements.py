"""What lies in a grid (全要素网格): buildings, things and organisations, and where grids stand on the county's own map.

Events in a grid are its matters. Persons are never filed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Point(NamedTuple):
    """A spot on the county's schematic map: 0 to 1000 from west to east, and from north to south."""

    x: int
    y: int


MOST = 1000


class ElementKind(StrEnum):
    """What sort of thing is tied to a grid."""

    BUILDING = "building"
    THING = "thing"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Element:
    """One building, thing (a bridge, a transformer, a well) or organisation of a grid."""

    code: str
    name: str
    kind: ElementKind
    grid: str


class Elements:
    """All elements of a county by their grids."""

    def __init__(self, elements: Iterable[Element] = ()) -> None:
        self._by_grid: dict[str, list[Element]] = {}
        for element in elements:
            self._by_grid.setdefault(element.grid, []).append(element)

    def __len__(self) -> int:
        return sum(map(len, self._by_grid.values()))

    def of(self, grid: str) -> tuple[Element, ...]:
        """The elements of a grid in file order."""
        return tuple(self._by_grid.get(grid, ()))

    def all(self) -> tuple[Element, ...]:
        """All elements, grid by grid."""
        return tuple(element for row in self._by_grid.values() for element in row)
