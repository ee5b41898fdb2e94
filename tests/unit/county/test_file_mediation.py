"""The section `mediation` of a county file: every mistake with its line, and what follows from a right one."""

from __future__ import annotations

from datetime import datetime

import pytest

from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.mediation import BodyKind, Span, SpanUnit
from services.county.problem import CountyFileError
from services.county.reader import read
from tests.unit.county.conftest import SMALL

SECTION = """\
mediation:
  limit: {length: 2, unit: months, extensions: 2}
  follow_up: {length: 10, unit: working_days}
  reward: {written: 100}
  bodies:
    - {code: b-t1, name: 一镇调委会, kind: town, place: c-t1, unit: u-t1, committee: true}
    - {code: b-v1, name: 一村调委会, kind: village, place: c-t1-v1, unit: u-t1, committee: true}
    - {code: b-med, name: 医调委, kind: trade, place: c, unit: u-office, committee: true}
  mediators:
    - {code: m-1, name: 甲, body: b-t1, kind: full_time, specialties: [roads], places: [c-t1], household: 甲家}
    - {code: m-2, name: 乙, body: b-med, kind: expert}
"""


def problems(section: str) -> list[tuple[int, str, str]]:
    """Line inside of the section, field and what is wrong."""
    with pytest.raises(CountyFileError) as wrong:
        read((SMALL + section).encode(), "small.yaml")
    before = SMALL.count("\n")
    return [(each.line - before, each.field, each.what) for each in wrong.value.problems]


def test_a_right_section_says_who_mediates_where_and_how_long() -> None:
    county = read((SMALL + SECTION).encode(), "small.yaml")
    found = county.mediation
    assert [body.code for body in found.at(county.places.line("c-t1-v1-g1"))] == ["b-t1", "b-v1", "b-med"]
    assert [body.code for body in found.at(county.places.line("c"))] == ["b-med"]
    assert (found.limit, found.extensions) == (Span(2, SpanUnit.MONTHS), 2)
    assert found.bodies_of("u-t1") == {"b-t1", "b-v1"}
    assert (found.mediator("m-1").household, found.mediator("m-2").specialties) == ("甲家", ())
    assert dict(found.reward) == {"written": 100}


def test_a_county_without_the_section_mediates_nowhere_and_is_right() -> None:
    found = read(SMALL.encode(), "small.yaml").mediation
    assert (dict(found.bodies), found.limit) == ({}, Span(1, SpanUnit.MONTHS))


@pytest.mark.parametrize(
    ("right", "wrong", "line", "field", "what"),
    [
        ("place: c-t1-v1,", "place: nowhere,", 7, "bodies[1].place", "'nowhere' is no place of this file"),
        ("place: c-t1-v1,", "place: c-t1,", 7, "bodies[1].place", "'c-t1' is a town"),
        ("unit: u-office,", "unit: u-none,", 8, "bodies[2].unit", "'u-none' is no unit of this file"),
        ("kind: trade", "kind: guild", 8, "bodies[2].kind", "is 'guild'"),
        ("code: b-v1", "code: b-t1", 7, "bodies[1].code", "'b-t1' is taken by line 42"),
        ("body: b-med", "body: b-none", 11, "mediators[1].body", "'b-none' is no body of this section"),
        ("code: m-2", "code: m-1", 11, "mediators[1].code", "'m-1' is taken by line 46"),
        ("kind: expert", "kind: wizard", 11, "mediators[1].kind", "is 'wizard'"),
        ("[roads]", "[rivers]", 10, "mediators[0].specialties", "'rivers' is no category of this file"),
        ("places: [c-t1]", "places: [c-t9]", 10, "mediators[0].places", "'c-t9' is no place of this file"),
        ("length: 2, unit: months", "length: 99, unit: months", 2, "limit.length", "is 99"),
        ("unit: working_days", "unit: minutes", 3, "follow_up.unit", "is 'minutes'"),
        ("{written: 100}", "{shouted: 100}", 4, "reward.shouted", "is an unknown key"),
        (", committee: true}\n    - {code: b-v1", "}\n    - {code: b-v1", 6, "bodies[0].committee", "is missing"),
    ],
)
def test_each_mistake_is_named_with_its_line(right: str, wrong: str, line: int, field: str, what: str) -> None:
    assert SECTION.count(right) == 1
    assert (line, f"mediation.{field}", what) in problems(SECTION.replace(right, wrong))


def test_empty_lists_are_mistakes() -> None:
    fields = {field for _, field, _ in problems("mediation: {bodies: [], mediators: []}\n")}
    assert fields == {"mediation.bodies", "mediation.mediators"}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-31T02:00:00+00:00", "2026-02-28T15:59:59+00:00"),
        ("2026-06-01T02:00:00+00:00", "2026-07-01T15:59:59+00:00"),
        ("2026-11-30T17:00:00+00:00", "2027-01-04T15:59:59+00:00"),
    ],
)
def test_a_month_ends_on_its_own_day_the_last_one_or_the_next_working_day(
    ningshan: County, start: str, end: str
) -> None:
    assert Span(1, SpanUnit.MONTHS).end(ningshan.calendar, datetime.fromisoformat(start)).isoformat() == end


def test_every_village_and_town_of_ningshan_has_its_committee_with_somebody_in_it(ningshan: County) -> None:
    mediation, places = ningshan.mediation, ningshan.places
    seats = {(body.kind, body.place) for body in mediation.bodies.values() if body.committee}
    for kind in (PlaceKind.VILLAGE, PlaceKind.COMMUNITY):
        assert all((BodyKind.VILLAGE, code) in seats for code in places.codes(kind))
    assert all((BodyKind.TOWN, code) in seats for code in places.codes(PlaceKind.TOWN))
    assert {m.body for m in mediation.mediators.values()} == set(mediation.bodies)
    names = [m.name for m in mediation.mediators.values()]
    assert len(set(names)) == len(names)
