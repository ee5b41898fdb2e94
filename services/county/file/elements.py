"""The section `elements`: what lies in each grid."""

from __future__ import annotations

from services.contracts.vocabulary import PlaceKind
from services.county.elements import Element, ElementKind, Elements
from services.county.file.known import Known
from services.county.file.sheet import Row


def read_elements(file: Row, known: Known) -> Elements:
    """All buildings, things and organisations; empty where the county files none."""
    found = []
    for row in file.rows("elements", once="code"):
        row.only(("code", "name", "kind", "grid"))
        code, name, kind = row.code("code"), row.text("name"), row.word("kind", ElementKind)
        grid = known.place(row, "grid", (PlaceKind.GRID,))
        if code is not None and name is not None and kind is not None and grid is not None:
            found.append(Element(code, name, kind, grid))
    return Elements(found)
