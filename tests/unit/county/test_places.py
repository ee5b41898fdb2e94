"""The tree of places answers where everything lies."""

from __future__ import annotations

import pytest

from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.problem import UnknownCode


def test_a_grid_knows_its_village_its_town_and_its_line(ningshan: County) -> None:
    places = ningshan.places
    grid = "ns-t06-v01-g2"
    assert places.get(grid).kind is PlaceKind.GRID
    assert places.village_of(grid) == "ns-t06-v01"
    assert places.town_of(grid) == "ns-t06"
    assert places.line(grid) == (grid, "ns-t06-v01-s1", "ns-t06-v01", "ns-t06", "ns")
    assert places.get("ns-t06-v01").name == "海棠园村"


def test_a_place_lies_within_itself_and_all_above_it_and_in_nothing_else(ningshan: County) -> None:
    places = ningshan.places
    assert all(places.within("ns-t01-v03-g2", above) for above in ("ns-t01-v03-g2", "ns-t01-v03", "ns-t01", "ns"))
    assert not places.within("ns-t01-v03-g2", "ns-t02")
    assert not places.within("ns-t01", "ns-t01-v03")
    assert not places.within("nowhere", "ns")
    assert not places.within("ns-t01", "nowhere")


def test_every_place_is_within_exactly_the_places_of_its_line(ningshan: County) -> None:
    places = ningshan.places
    codes = places.codes()
    for code in codes[::7]:
        assert {above for above in codes if places.within(code, above)} == set(places.line(code))


def test_the_county_itself_lies_in_no_town_and_no_village(ningshan: County) -> None:
    assert ningshan.places.town_of("ns") is None
    assert ningshan.places.village_of("ns") is None
    assert ningshan.places.village_of("ns-t01") is None
    assert ningshan.places.town_of("ns-t01") == "ns-t01"


def test_children_are_told_in_file_order(small: County) -> None:
    assert small.places.children("c") == ("c-t1",)
    assert small.places.children("c-t1-v1") == ("c-t1-v1-s1",)
    assert small.places.children("c-t1-v1-g1") == ()


def test_grid_levels_follow_the_tree(small: County) -> None:
    assert [small.places.grids(level) for level in (1, 2, 3)] == [("c-t1",), ("c-t1-v1-s1",), ("c-t1-v1-g1",)]
    assert small.places.get("c-t1-v1-g1").households == 50


@pytest.mark.parametrize("question", ["get", "town_of", "village_of", "children", "line"])
def test_an_unknown_place_is_named_in_the_error(ningshan: County, question: str) -> None:
    with pytest.raises(UnknownCode, match="place: 'ns-t99' is not in the county file"):
        getattr(ningshan.places, question)("ns-t99")
    assert not ningshan.places.exists("ns-t99")


def test_the_unit_of_a_place_is_its_towns(ningshan: County) -> None:
    unit = ningshan.unit_at("ns-t03-v02-g1")
    assert unit is not None
    assert unit.code == "ns-t03-unit"
    assert ningshan.unit_at("ns") is None
