"""The sections `units` and `wall`: who matters are given to, and who alone receives accusations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.contracts.vocabulary import PlaceKind
from services.county.county import Wall
from services.county.file.sheet import Row
from services.county.file.telephone import read_telephone
from services.county.places import SETTLEMENTS, Place
from services.county.units import Unit, UnitKind

SEATED: Mapping[UnitKind, frozenset[PlaceKind]] = {
    UnitKind.TOWN: frozenset({PlaceKind.TOWN}),
    UnitKind.OFFICE: frozenset({PlaceKind.OFFICE}),
    UnitKind.VILLAGE: SETTLEMENTS,
}
"""Units of these kinds have a seat, at a place of these kinds."""


def read_units(file: Row, places: Collection[Place]) -> dict[str, Unit]:
    """All well-formed units by code. `places` empty means that no place could be read: seats are then not checked."""
    kinds = {place.code: place.kind for place in places}
    units: dict[str, Unit] = {}
    for row in file.rows("units", once="code"):
        unit = _read(row, kinds)
        if unit is None:
            row.spoil("units")
            continue
        units.setdefault(unit.code, unit)
    _check_all_there(file, units, kinds)
    return units


def _read(row: Row, kinds: dict[str, PlaceKind]) -> Unit | None:
    kind = row.word("kind", UnitKind)
    place = ("place",) if kind in SEATED else ()
    row.only(("code", "name", "kind", "responsible", *place), ("place", "post", "phone"))
    code, name, responsible = row.code("code"), row.text("name"), row.text("responsible")
    seat, post, phone = row.code("place"), row.text("post"), read_telephone(row, "phone")
    if seat is not None and kinds:
        if seat not in kinds and not row.sheet.is_spoilt("places", seat):
            row.wrong("place", f"{seat!r} is no place of this file", "the code of a place")
            row.spoil("units")
        elif (wanted := SEATED.get(kind) if kind is not None else None) and kinds.get(seat) not in {None, *wanted}:
            allowed = f"the code of a place of kind {' or '.join(sorted(wanted))}"
            row.wrong("place", f"{seat!r} is a {kinds[seat]}", allowed)
            row.spoil("units")
    if code is None or name is None or kind is None or responsible is None or (place and seat is None):
        return None
    return Unit(code, name, kind, responsible, seat, post, phone)


def _check_all_there(file: Row, units: dict[str, Unit], kinds: dict[str, PlaceKind]) -> None:
    if not file.has("units") or file.sheet.has_spoilt("units"):
        return
    if all(unit.kind is not UnitKind.PETITION_OFFICE for unit in units.values()):
        file.wrong("units", "has no petition office", "at least one unit of kind petition_office")
    seats = {unit.place for unit in units.values() if unit.kind is UnitKind.TOWN}
    rows = {str(node.value): row for row in file.rows("places") if (node := row.keys.get("code")) is not None}
    for town, kind in kinds.items():
        if kind is PlaceKind.TOWN and town not in seats:
            allowed = "a unit of kind town for each town"
            rows[town].wrong("code", f"the town {town!r} has no unit in `units`", allowed)


def read_wall(file: Row, units: dict[str, Unit]) -> Wall | None:
    """Who receives accusations: a discipline unit, and another unit for accusations against that one."""
    row = file.row("wall")
    if row is None:
        return None
    row.only(("recipient", "otherwise"))
    recipient, otherwise = row.code("recipient"), row.code("otherwise")
    for key, code in (("recipient", recipient), ("otherwise", otherwise)):
        if code is None:
            continue
        if row.sheet.is_spoilt("units", code) or not units:
            continue
        if code not in units:
            row.wrong(key, f"{code!r} is no unit of this file", "the code of a unit")
        elif key == "recipient" and units[code].kind is not UnitKind.DISCIPLINE:
            row.wrong(key, f"{code!r} is a {units[code].kind}", "the code of a unit of kind discipline")
    if recipient is None or otherwise is None:
        return None
    if recipient == otherwise:
        row.wrong("otherwise", "is the recipient itself", "another unit than the recipient")
    return Wall(recipient, otherwise)
