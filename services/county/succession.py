"""Units that were merged, split or dissolved: who goes on with their duties takes their matters on (Art. 24).

Asked at the moment of reading, ordering or telling; what was kept under the former unit is not written anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from services.county.calendar import COUNTY_TIME
from services.county.county import County
from services.county.instants import moment
from services.county.leading import successor_of


def heir(county: County, unit: str, at: str) -> str:
    """Who answers for a unit's matters at an instant: itself, or the unit that it has gone over into by that day."""
    if not county.successors:
        return unit
    return successor_of(county.successors, unit, moment(at).astimezone(COUNTY_TIME).date())


def heirs(county: County, units: Iterable[str], at: str) -> tuple[str, ...]:
    """Who answers for each of these units, each once."""
    if not county.successors:
        return tuple(units)
    return tuple(dict.fromkeys(heir(county, unit, at) for unit in units))


def inherited(county: County, unit: str | None, at: str) -> frozenset[str]:
    """The unit itself and every unit whose duties it goes on with; empty for nobody's."""
    if unit is None:
        return frozenset()
    former = (row.unit for row in county.successors if heir(county, row.unit, at) == unit)
    return frozenset((unit, *former))
