"""The section `mediation`: bodies, the pool of mediators, the county's limit, follow-up and reward."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.contracts.vocabulary import AgreementForm, PlaceKind
from services.county.file.sheet import Row
from services.county.mediation import Body, BodyKind, Mediation, Mediator, MediatorKind, Span, SpanUnit
from services.county.places import SETTLEMENTS, Place
from services.county.units import Unit

LONGEST: Mapping[SpanUnit, int] = {SpanUnit.MONTHS: 12, SpanUnit.CALENDAR_DAYS: 366, SpanUnit.WORKING_DAYS: 250}
SEATS: Mapping[BodyKind, frozenset[PlaceKind]] = {
    BodyKind.VILLAGE: SETTLEMENTS,
    BodyKind.TOWN: frozenset({PlaceKind.TOWN}),
    BodyKind.COUNTY: frozenset({PlaceKind.COUNTY}),
}
"""Bodies of these kinds belong to a place of these; a trade's or the police's may sit anywhere."""
DEAREST = 10_000_000
"""The highest reward in fen."""


def read_mediation(
    file: Row, places: Collection[Place], units: Mapping[str, Unit], categories: Collection[str]
) -> Mediation:
    """The section, or an empty pool where the county has none. Empty `places`, `units` or `categories` mean that those
    sections had mistakes: what points at them is then not checked."""
    row = file.row("mediation")
    if row is None:
        return Mediation()
    row.only(("bodies", "mediators"), ("limit", "follow_up", "reward"))
    kinds = {place.code: place.kind for place in places}
    bodies = _bodies(row, kinds, units)
    mediators = _mediators(row, bodies, kinds, categories)
    usual = Mediation()
    limit, extensions = _limit(row, usual)
    follow_up = _span(row.row("follow_up"), ()) or usual.follow_up
    return Mediation(bodies, mediators, limit, extensions, follow_up, _reward(row))


def _bodies(file: Row, kinds: Mapping[str, PlaceKind], units: Mapping[str, Unit]) -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    for row in file.rows("bodies"):
        row.only(("code", "name", "kind", "place", "unit", "committee"))
        code, name, kind = row.code("code"), row.text("name"), row.word("kind", BodyKind)
        place, unit = row.code("place"), row.code("unit")
        committee = row.flag("committee", False)
        if kinds and place is not None:
            _check_seat(row, kind, place, kinds)
        if units and unit is not None and unit not in units:
            row.wrong("unit", f"{unit!r} is no unit of this file", "the code of a unit")
        if code is not None and code in bodies:
            row.wrong("code", f"{code!r} is written twice", "a code used once")
        elif code is not None and name is not None and kind is not None and place is not None and unit is not None:
            bodies[code] = Body(code, name, kind, place, unit, committee)
    if file.has("bodies") and not bodies:
        file.wrong("bodies", "has no body", "at least one body")
    return bodies


def _check_seat(row: Row, kind: BodyKind | None, place: str, kinds: Mapping[str, PlaceKind]) -> None:
    if place not in kinds:
        row.wrong("place", f"{place!r} is no place of this file", "the code of a place")
        return
    seats = SEATS.get(kind) if kind is not None else None
    if seats is not None and kinds[place] not in seats:
        row.wrong("place", f"{place!r} is a {kinds[place]}", f"the code of a {' or '.join(sorted(seats))}")


def _mediators(
    file: Row, bodies: Mapping[str, Body], kinds: Mapping[str, PlaceKind], categories: Collection[str]
) -> dict[str, Mediator]:
    mediators: dict[str, Mediator] = {}
    for row in file.rows("mediators"):
        row.only(("code", "name", "body", "kind"), ("specialties", "places", "household"))
        code, name, body = row.code("code"), row.text("name"), row.code("body")
        kind, household = row.word("kind", MediatorKind), row.text("household")
        specialties = _codes(row, "specialties", categories, "category")
        at_home = _codes(row, "places", kinds, "place")
        if bodies and body is not None and body not in bodies:
            row.wrong("body", f"{body!r} is no body of this section", "the code of a mediation body")
        if code is not None and code in mediators:
            row.wrong("code", f"{code!r} is written twice", "a code used once")
        elif code is not None and name is not None and body is not None and kind is not None:
            mediators[code] = Mediator(code, name, body, kind, specialties, at_home, household)
    if file.has("mediators") and not mediators:
        file.wrong("mediators", "has no mediator", "at least one mediator")
    return mediators


def _codes(row: Row, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
    found: list[str] = []
    for code, line in row.texts(key, f"a list of {what} codes"):
        if known and code not in known:
            row.sheet.note(line, row.at(key), f"{code[:60]!r} is no {what} of this file", f"the code of a {what}")
        elif code in found:
            row.sheet.note(line, row.at(key), f"has {code[:60]!r} twice", "each once")
        else:
            found.append(code)
    return tuple(found)


def _limit(file: Row, usual: Mediation) -> tuple[Span, int]:
    row = file.row("limit")
    span = _span(row, ("extensions",)) or usual.limit
    extensions = row.whole("extensions", 0, 12) if row is not None else None
    return span, usual.extensions if extensions is None else extensions


def _span(row: Row | None, more: tuple[str, ...]) -> Span | None:
    if row is None:
        return None
    row.only(("length", "unit"), more)
    unit = row.word("unit", SpanUnit)
    length = row.whole("length", 1, LONGEST[unit] if unit is not None else max(LONGEST.values()))
    return None if unit is None or length is None else Span(length, unit)


def _reward(file: Row) -> dict[AgreementForm, int]:
    row = file.row("reward")
    if row is None:
        return {}
    row.only((), tuple(AgreementForm))
    amounts = {form: row.whole(form, 0, DEAREST) for form in AgreementForm}
    return {form: amount for form, amount in amounts.items() if amount is not None}
