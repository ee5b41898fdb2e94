"""What the rest of a county file may point at: places, units and categories, and which of their rows are wrong.

A row with a mistake of its own is told once, at that mistake: what points at its code is right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.contracts.vocabulary import PlaceKind
from services.county.contact import Named
from services.county.file.sheet import Row
from services.county.places import Place
from services.county.units import Unit


@dataclass(frozen=True, slots=True)
class Known:
    """The codes of a file. An empty section had no row that could be read: what points into it is not checked."""

    places: Mapping[str, Place]
    units: Mapping[str, Unit]
    categories: Collection[str]

    def place(self, row: Row, key: str, kinds: Collection[PlaceKind] = ()) -> str | None:
        """The code of a place, of one of some kinds where they are named."""
        code = row.code(key)
        allowed = f"the code of a place{' of kind ' + ' or '.join(sorted(kinds)) if kinds else ''}"
        if code is None:
            return code
        if not self._has(row, "place", code):
            row.wrong(key, f"{code!r} is no place of this file", allowed)
        elif kinds and code in self.places and self.places[code].kind not in kinds:
            row.wrong(key, f"{code!r} is a {self.places[code].kind}", allowed)
        return code

    def has_kind(self, row: Row, kind: PlaceKind) -> bool:
        """Whether the tree has a place of a kind, as far as can be told."""
        there = not self.places or any(place.kind is kind for place in self.places.values())
        return there or row.sheet.has_spoilt("places")

    def unit(self, row: Row, key: str) -> str | None:
        """The code of a unit."""
        code = row.code(key)
        if code is not None and not self._has(row, "unit", code):
            row.wrong(key, f"{code!r} is no unit of this file", "the code of a unit")
        return code

    def units_of(self, row: Row, key: str) -> tuple[str, ...]:
        """A list of units, each once."""
        return self._listed(row, key, "unit")

    def categories_of(self, row: Row, key: str) -> tuple[str, ...]:
        """A list of categories, each once."""
        return self._listed(row, key, "category")

    def places_of(self, row: Row, key: str) -> tuple[str, ...]:
        """A list of places, each once."""
        return self._listed(row, key, "place")

    def _listed(self, row: Row, key: str, what: str) -> tuple[str, ...]:
        codes: list[str] = []
        for code, line in row.texts(key, f"a list of {what} codes"):
            if not self._has(row, what, code):
                row.sheet.note(line, row.at(key), f"{code[:60]!r} is no {what} of this file", f"the code of a {what}")
            elif code in codes:
                row.sheet.note(line, row.at(key), f"has {code[:60]!r} twice", "each once")
            else:
                codes.append(code)
        return tuple(codes)

    def _has(self, row: Row, what: str, code: str) -> bool:
        """Whether the file has the code, as far as can be told."""
        codes: Mapping[str, tuple[str, Collection[str]]] = {
            "place": ("places", self.places),
            "unit": ("units", self.units),
            "category": ("categories", self.categories),
        }
        section, known = codes[what]
        return code in known or row.sheet.is_spoilt(section, code) or not (known or row.sheet.has_spoilt(section))


def read_named(file: Row, key: str, most: int = 40) -> tuple[Named, ...]:
    """A list of rows of `code` and `name`, each code once and at least one of them."""
    found: dict[str, Named] = {}
    rows = file.rows(key, once="code")
    for row in rows:
        row.only(("code", "name"))
        code, name = row.code("code"), row.text("name")
        if code is not None and name is not None:
            found[code] = Named(code, name)
    if file.has(key) and not 1 <= len(rows) <= most:
        file.wrong(key, f"has {len(rows)} rows", f"1 to {most} rows of code and name")
    return tuple(found.values())
