"""The units that matters are given to: departments, towns, the petition office, discipline, courts, police."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.county.problem import UnknownCode


class UnitKind(StrEnum):
    """What sort of body a unit is; decides who may lead a whistle and who stands behind the wall."""

    DEPARTMENT = "department"
    TOWN = "town"
    OFFICE = "office"
    VILLAGE = "village"
    PETITION_OFFICE = "petition_office"
    DISCIPLINE = "discipline"
    COURT = "court"
    PROCURATORATE = "procuratorate"
    POLICE = "police"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `place` is its seat's place where it belongs to one, `responsible` who answers for it.

    `post` and `phone` are what the public board says beside that name (公示牌: 姓名、职务和电话).
    """

    code: str
    name: str
    kind: UnitKind
    responsible: str
    place: str | None = None
    post: str | None = None
    phone: str | None = None


class Units:
    """All units of a county and which of them leads in which category of matter."""

    def __init__(self, units: Iterable[Unit], leads: Mapping[str, str]) -> None:
        self._by_code = {unit.code: unit for unit in units}
        self._leads = {category: self._by_code[unit] for category, unit in leads.items()}
        self._by_place = {unit.place: unit for unit in reversed(self._by_code.values()) if unit.place is not None}

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Unit:
        """The unit of this code. Raises UnknownCode."""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode("unit", code) from None

    def exists(self, code: str) -> bool:
        """Whether the county has a unit of this code."""
        return code in self._by_code

    def codes(self, kind: UnitKind | None = None) -> tuple[str, ...]:
        """All unit codes, or those of one kind, in file order."""
        return tuple(code for code, unit in self._by_code.items() if kind is None or unit.kind is kind)

    def lead_for(self, category: str) -> Unit:
        """The unit that leads in matters of this category code. Raises UnknownCode."""
        try:
            return self._leads[category]
        except KeyError:
            raise UnknownCode("category", category) from None

    def at(self, line: Iterable[str]) -> Unit | None:
        """The unit of the nearest place on a line of place codes (`Places.line`), if any has one."""
        return next((self._by_place[code] for code in line if code in self._by_place), None)
