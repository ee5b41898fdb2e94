"""The five county files: each has its place's own numbers of nodes, its own ways, and somebody on duty every day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from services.contracts.vocabulary import PlaceKind, Tier, Urgency
from services.county.calendar import TimeUnit
from services.county.clocks import Length
from services.county.county import County
from services.county.elements import ElementKind
from services.county.leading import Decider, RungLevel
from services.county.mediation import BodyKind, MediatorKind
from services.county.places import SETTLEMENTS
from services.county.reader import load
from services.county.rosters import Cycle
from services.county.units import UnitKind

FOLDER = Path(__file__).parents[3] / "deploy" / "counties"
NAMES = {"shagedu": "sg", "baiguan": "bg", "ningshan": "ns", "zhongxindian": "zx", "kelan": "kl"}


@pytest.fixture(scope="module")
def counties() -> dict[str, County]:
    return {name: load(FOLDER / f"{name}.yaml") for name in NAMES}


@pytest.fixture(params=NAMES)
def county(request: pytest.FixtureRequest, counties: dict[str, County]) -> County:
    return counties[request.param]


def how_many(county: County, kind: PlaceKind) -> int:
    return len(county.places.codes(kind))


def test_each_file_is_the_county_of_its_prefix(counties: dict[str, County]) -> None:
    assert {name: county.code for name, county in counties.items()} == NAMES
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(NAMES)


def test_every_code_of_a_file_carries_its_prefix_and_no_name_of_a_place_comes_twice(county: County) -> None:
    codes = [*county.places.codes(), *county.units.codes(), *county.mediation.bodies, *county.mediation.mediators]
    assert all(code == county.code or code.startswith(f"{county.code}-") for code in codes)
    below = [county.places.get(code).name for code in county.places.codes()]
    assert len(set(below)) == len(below)


def test_every_settlement_has_a_head_and_a_body_that_mediates_in_it(county: County) -> None:
    for kind in SETTLEMENTS:
        for code in county.places.codes(kind):
            assert county.places.get(code).head
            assert any(body.place == code for body in county.mediation.at(county.places.line(code)))


def test_every_year_round_the_clock_of_reception_leaves_no_day_without_its_people(county: County) -> None:
    for roster in county.rosters.by_code.values():
        place = roster.seats(county.places)[0]
        sittings = 0
        for n in range(366):
            day = date(2026, 1, 1) + timedelta(days=n)
            if roster.sits_on(day, county.calendar):
                sittings += 1
                people = roster.people(county.places, place, day, county.calendar)
                assert len(people) >= roster.leads + roster.assists, (roster.code, day)
        assert sittings >= 12


def test_accusations_against_discipline_itself_go_to_the_discipline_above(county: County) -> None:
    assert county.wall.recipient == f"{county.code}-discipline"
    assert county.units.get(county.wall.otherwise).kind is UnitKind.DISCIPLINE


def test_a_ladder_starts_in_the_village_and_ends_at_the_county(county: County) -> None:
    levels = county.ladder.levels()
    assert (levels[0], levels[-1]) == (RungLevel.VILLAGE, RungLevel.COUNTY)
    assert set(county.tiers) == set(Tier)


def test_shagedu_has_its_485_grids_and_four_visits_a_week(counties: dict[str, County]) -> None:
    county = counties["shagedu"]
    assert (how_many(county, PlaceKind.VILLAGE), how_many(county, PlaceKind.COMMUNITY)) == (26, 7)
    assert how_many(county, PlaceKind.GRID) == 485
    assert county.grid_duties is not None
    assert county.grid_duties.visits_per_week == 4
    assert len(county.grid_duties.duties) == 5
    assert county.contact_cards is not None
    assert len(county.contact_cards.items) == 9
    assert county.contact_cards.petition_card


def test_shagedu_works_by_one_three_and_seven_days_and_receives_on_three_levels(counties: dict[str, County]) -> None:
    county = counties["shagedu"]
    days = {urgency: Length(n, TimeUnit.WORKING_DAYS) for urgency, n in zip(Urgency, (1, 3, 7), strict=True)}
    assert county.clocks.get("handling").length == days
    cards = county.contact_cards
    assert cards is not None
    assert [len(each.lines) for each in cards.advice] == [6, 7], "六要六不要、七字忠言"
    assert {"secretary", "linked-leaders", "village-secretaries", "hotline"} == set(county.rosters.by_code)
    hotline = county.rosters.get("hotline")
    assert all(hotline.sits_on(date(2026, 10, n), county.calendar) for n in range(1, 8))
    assert county.sponsors is not None
    assert len(county.sponsors.five_to_one) == 5


def test_shagedu_draws_its_pool_from_the_walks_of_life_of_its_account(counties: dict[str, County]) -> None:
    pool = {one.kind for one in counties["shagedu"].mediation.mediators.values()}
    wanted = {MediatorKind.DEPUTY, MediatorKind.FIRST_SECRETARY, MediatorKind.RETIRED_CADRE, MediatorKind.EXPERT}
    assert wanted <= pool


def test_baiguan_goes_from_town_to_village_group_and_contact_household(counties: dict[str, County]) -> None:
    county = counties["baiguan"]
    assert how_many(county, PlaceKind.VILLAGE) == 26
    household = county.places.get(county.places.codes(PlaceKind.HOUSEHOLD)[0])
    kinds = [county.places.get(code).kind for code in county.places.line(household.code)]
    assert kinds == [PlaceKind.HOUSEHOLD, PlaceKind.GROUP, PlaceKind.VILLAGE, PlaceKind.TOWN, PlaceKind.COUNTY]


def test_baiguan_has_five_steps_three_sorts_of_affairs_and_its_own_deciders(counties: dict[str, County]) -> None:
    county = counties["baiguan"]
    assert "".join(step.name for step in county.steps) == "说议办督评"
    assert [affair.name for affair in county.affairs.by_code.values()] == ["村里事", "邻里事", "家里事"]
    assert all(
        county.affairs.of(code, county.categories.get(code).parent) is not None for code in county.categories.codes()
    )
    assert county.tiers[Tier.MAJOR].decides == {Decider.TOWN_COMMITTEE}
    assert county.tiers[Tier.COMPLEX].decides == {Decider.CADRE}


def test_ningshan_has_its_contact_network(counties: dict[str, County]) -> None:
    network = counties["ningshan"].contact_network
    assert network is not None
    assert len({pair.leader for pair in network.pairs if pair.leader}) == 31
    assert len({pair.unit for pair in network.pairs if pair.unit}) == 73
    places = counties["ningshan"].places
    villages = {code for kind in SETTLEMENTS for code in places.codes(kind)}
    assert {pair.place for pair in network.pairs if pair.unit} == villages
    assert {pair.place for pair in network.pairs if pair.leader} == set(places.codes(PlaceKind.TOWN))
    assert (network.cadres, network.households) == (2540, 22013)


def test_zhongxindian_has_six_offices_and_thirty_one_villages(counties: dict[str, County]) -> None:
    county = counties["zhongxindian"]
    assert (how_many(county, PlaceKind.OFFICE), how_many(county, PlaceKind.VILLAGE)) == (6, 31)
    assert county.ladder.levels() == tuple(RungLevel)
    assert county.clocks.get("handling").length == Length(15, TimeUnit.CALENDAR_DAYS)
    hear = county.rosters.get("come-and-hear")
    assert (hear.cycle, hear.days) == (Cycle.MONTHLY, (5, 15, 25))
    daily = county.rosters.get("daily")
    assert (daily.leads, daily.assists) == (1, 2)


def test_zhongxindian_mediates_in_every_village_and_at_the_police_station(counties: dict[str, County]) -> None:
    bodies = counties["zhongxindian"].mediation.bodies.values()
    assert sum(body.kind is BodyKind.VILLAGE for body in bodies) == 31
    assert sum(body.kind is BodyKind.POLICE for body in bodies) == 1
    pool = counties["zhongxindian"].mediation.mediators.values()
    assert len({one.background for one in pool if one.kind is MediatorKind.ELDER}) == 5


def test_kelan_has_its_329_grids_in_ten_towns_and_104_villages(counties: dict[str, County]) -> None:
    county = counties["kelan"]
    assert how_many(county, PlaceKind.TOWN) == 10
    assert sum(how_many(county, kind) for kind in SETTLEMENTS) == 104
    assert how_many(county, PlaceKind.GRID) == 329
    rural = county.places.get(county.places.codes(PlaceKind.HOUSEHOLD)[-1])
    urban = county.places.get(county.places.codes(PlaceKind.HOUSEHOLD)[0])
    assert len(county.places.line(rural.code)) - 2 == 3
    assert len(county.places.line(urban.code)) - 2 == 4


def test_kelan_ties_buildings_things_and_organisations_to_each_grid_and_every_grid_has_its_own_spot(
    counties: dict[str, County],
) -> None:
    county = counties["kelan"]
    grids = county.places.codes(PlaceKind.GRID)
    assert all(county.elements.of(grid) for grid in grids)
    assert {element.kind for element in county.elements.all()} == set(ElementKind)
    spots = [county.places.get(grid).at for grid in grids]
    assert None not in spots
    assert len(set(spots)) == 329


def test_kelan_has_twenty_departments_six_centres_trade_bodies_and_its_advisers(counties: dict[str, County]) -> None:
    county = counties["kelan"]
    assert len(county.units.codes(UnitKind.DEPARTMENT)) == 20
    assert sum(roster.level == "room" for roster in county.rosters.by_code.values()) == 6
    assert sum(body.kind is BodyKind.TRADE for body in county.mediation.bodies.values()) >= 4
    kinds = [one.kind for one in county.mediation.mediators.values()]
    assert (kinds.count(MediatorKind.LAWYER), kinds.count(MediatorKind.LAW_WISE)) == (104, 312)
    assert county.sos is not None
    assert (county.sos.urgency, county.sos.guardian) == (Urgency.URGENT, True)
