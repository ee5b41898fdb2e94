"""The section `mediation`: bodies, the pool of mediators, the county's limit, follow-up and reward."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import AgreementForm, PlaceKind
from services.county.file.known import Known
from services.county.file.sheet import Row
from services.county.mediation import Body, BodyKind, Mediation, Mediator, MediatorKind, Span, SpanUnit
from services.county.places import SETTLEMENTS

LONGEST: Mapping[SpanUnit, int] = {SpanUnit.MONTHS: 12, SpanUnit.CALENDAR_DAYS: 366, SpanUnit.WORKING_DAYS: 250}
SEATS: Mapping[BodyKind, frozenset[PlaceKind]] = {
    BodyKind.VILLAGE: SETTLEMENTS,
    BodyKind.TOWN: frozenset({PlaceKind.TOWN}),
    BodyKind.COUNTY: frozenset({PlaceKind.COUNTY}),
}
"""Bodies of these kinds belong to a place of these; a trade's or the police's may sit anywhere."""
DEAREST = 10_000_000
"""The highest reward in fen."""


def read_mediation(file: Row, known: Known) -> Mediation:
    """The section, or an empty pool where the county has none."""
    row = file.row("mediation")
    if row is None:
        return Mediation()
    row.only(("bodies", "mediators"), ("limit", "follow_up", "reward"))
    bodies = _bodies(row, known)
    mediators = _mediators(row, bodies, known)
    usual = Mediation()
    limit, extensions = _limit(row, usual)
    follow_up = _span(row.row("follow_up"), ()) or usual.follow_up
    return Mediation(bodies, mediators, limit, extensions, follow_up, _reward(row))


def _bodies(file: Row, known: Known) -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    for row in file.rows("bodies", once="code"):
        row.only(("code", "name", "kind", "place", "unit", "committee"))
        code, name, kind = row.code("code"), row.text("name"), row.word("kind", BodyKind)
        place = known.place(row, "place", SEATS.get(kind, ()) if kind is not None else ())
        unit, committee = known.unit(row, "unit"), row.flag("committee", False)
        if code is not None and name is not None and kind is not None and place is not None and unit is not None:
            bodies[code] = Body(code, name, kind, place, unit, committee)
        else:
            row.spoil("bodies")
    if file.has("bodies") and not file.rows("bodies"):
        file.wrong("bodies", "has no body", "at least one body")
    return bodies


def _mediators(file: Row, bodies: Mapping[str, Body], known: Known) -> dict[str, Mediator]:
    mediators: dict[str, Mediator] = {}
    for row in file.rows("mediators", once="code"):
        row.only(("code", "name", "body", "kind"), ("specialties", "places", "household", "background"))
        code, name, body = row.code("code"), row.text("name"), row.code("body")
        kind, household = row.word("kind", MediatorKind), row.text("household")
        background = row.text("background", "a text of 1 to 20 characters", 20)
        specialties = known.categories_of(row, "specialties")
        at_home = known.places_of(row, "places")
        if bodies and body is not None and body not in bodies and not row.sheet.is_spoilt("bodies", body):
            row.wrong("body", f"{body!r} is no body of this section", "the code of a mediation body")
        if code is not None and name is not None and body is not None and kind is not None:
            mediators[code] = Mediator(code, name, body, kind, specialties, at_home, household, background)
    if file.has("mediators") and not file.rows("mediators"):
        file.wrong("mediators", "has no mediator", "at least one mediator")
    return mediators


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
