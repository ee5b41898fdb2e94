"""Who decides by tier, the ladder upward, successors of units, contacts and affairs."""

from __future__ import annotations

from datetime import date

import pytest

from services.contracts.vocabulary import Tier
from services.county.county import County
from services.county.leading import RungLevel, Successor, successor_of
from services.county.problem import CountyFileError
from services.county.reader import read
from tests.unit.county.a_whole_file import WHOLE
from tests.unit.county.conftest import SMALL


@pytest.fixture(scope="module")
def county() -> County:
    return read(WHOLE.encode(), "whole.yaml")


def test_a_tier_is_decided_by_the_roles_that_the_file_names_or_by_everybody(county: County) -> None:
    assert county.tiers[Tier.COMPLEX].may_decide(["handler", "leader"])
    assert not county.tiers[Tier.COMPLEX].may_decide(["handler"])
    assert county.tiers[Tier.SMALL].may_decide([])


def test_the_ladder_goes_up_level_by_level_and_ends_at_its_top(county: County) -> None:
    ladder = county.ladder
    assert ladder.levels() == (RungLevel.VILLAGE, RungLevel.TOWN, RungLevel.COUNTY)
    assert ladder.above(RungLevel.VILLAGE) is RungLevel.TOWN
    assert ladder.above(RungLevel.COUNTY) is None
    assert ladder.above(RungLevel.OFFICE) is None


def test_a_ladder_names_no_level_that_the_tree_lacks() -> None:
    ladder = "ladder: [{level: village}, {level: office}, {level: county}]\n"
    with pytest.raises(CountyFileError) as caught:
        read(f"{SMALL}{ladder}".encode(), "small.yaml")
    (problem,) = caught.value.problems
    assert (problem.field, problem.line) == ("ladder[1].level", SMALL.count("\n") + 1)
    assert "of which the tree has none" in problem.what


def test_a_rung_has_its_time_by_tier_and_none_where_the_file_says_nothing(county: County) -> None:
    rung = county.ladder.rung(RungLevel.VILLAGE)
    assert rung is not None
    waits = rung.length(Tier.SMALL)
    assert waits is not None
    assert waits.amount == 3
    assert rung.length(Tier.MAJOR) is None


def test_a_unit_that_was_merged_hands_over_from_its_day_on_through_several_changes() -> None:
    rows = (Successor("a", "b", date(2026, 7, 1)), Successor("b", "c", date(2027, 1, 1)))
    assert successor_of(rows, "a", date(2026, 6, 30)) == "a"
    assert successor_of(rows, "a", date(2026, 7, 1)) == "b"
    assert successor_of(rows, "a", date(2027, 1, 1)) == "c"


def test_a_category_belongs_to_its_own_sort_of_affairs_before_that_of_its_first_level(county: County) -> None:
    found = county.affairs.of("roads.lamps", "roads")
    assert found is not None
    assert found.code == "village"
    assert county.affairs.of("land", None) is None


def test_contacts_of_a_place_are_those_of_the_places_around_it_the_nearest_first(county: County) -> None:
    assert county.contact_network is not None
    pairs = county.contact_network.at(county.places.line("c-g1"))
    assert [(pair.unit, pair.leader) for pair in pairs] == [("u-office", None), (None, "l1")]
    assert county.contact_network.of_unit("u-office") == ("c-v1",)


@pytest.mark.parametrize(
    ("unit", "to", "said"),
    [
        ("u-discipline", "u-roads", "another unit of kind discipline"),
        ("u-petition", "u-office", "another unit of kind petition_office"),
        ("u-roads", "u-discipline", "no discipline: it owns no matter"),
    ],
)
def test_what_the_law_gives_to_one_kind_of_unit_passes_to_no_other(unit: str, to: str, said: str) -> None:
    file = WHOLE.replace("unit: u-roads, to: u-office, from", f"unit: {unit}, to: {to}, from")
    with pytest.raises(CountyFileError) as caught:
        read(file.encode(), "whole.yaml")
    [wrong] = caught.value.problems
    assert (wrong.field, said in wrong.allowed) == ("successors[0].to", True)


def test_a_department_may_go_over_into_the_petition_office() -> None:
    file = WHOLE.replace("unit: u-roads, to: u-office, from", "unit: u-roads, to: u-petition, from")
    assert read(file.encode(), "whole.yaml").successors[0].to == "u-petition"
