"""The county file of Ningshan has the place's own numbers, and every node of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.show import check_json, check_text, show_json, show_text
from services.county.units import UnitKind


def test_it_has_eleven_towns_fifty_seven_villages_and_six_communities(ningshan: County) -> None:
    counts = {kind: len(ningshan.places.codes(kind)) for kind in PlaceKind}
    assert (counts[PlaceKind.TOWN], counts[PlaceKind.VILLAGE], counts[PlaceKind.COMMUNITY]) == (11, 57, 6)


def test_its_grids_stand_in_three_levels_each_with_a_named_head(ningshan: County) -> None:
    places = ningshan.places
    assert [len(places.grids(level)) for level in (1, 2, 3, 4)] == [11, 80, 415, 0]
    assert all(places.get(code).head for level in (1, 2, 3) for code in places.grids(level))


def test_its_third_level_grids_hold_about_fifty_households_in_villages_and_eighty_in_communities(
    ningshan: County,
) -> None:
    places = ningshan.places
    homes: dict[PlaceKind, list[int]] = {PlaceKind.VILLAGE: [], PlaceKind.COMMUNITY: []}
    for code in places.grids(3):
        homes[places.get(places.village_of(code) or "").kind].append(places.get(code).households or 0)
    assert 48 <= sum(homes[PlaceKind.VILLAGE]) / len(homes[PlaceKind.VILLAGE]) <= 52
    assert 78 <= sum(homes[PlaceKind.COMMUNITY]) / len(homes[PlaceKind.COMMUNITY]) <= 82
    assert sum(map(sum, homes.values())) == 22_013


def test_every_village_has_a_grid_of_the_second_level_and_six_or_seven_of_the_third(ningshan: County) -> None:
    places = ningshan.places
    for village in (*places.codes(PlaceKind.VILLAGE), *places.codes(PlaceKind.COMMUNITY)):
        grids = [places.get(code).grid_level for code in places.codes(PlaceKind.GRID) if places.within(code, village)]
        assert grids.count(2) in (1, 2), village
        assert grids.count(3) in (6, 7), village


def test_no_two_places_or_units_share_a_name(ningshan: County) -> None:
    places = [ningshan.places.get(code).name for code in ningshan.places.codes()]
    units = [ningshan.units.get(code).name for code in ningshan.units.codes()]
    assert len(set(places)) == len(places)
    assert len(set(units)) == len(units)


def test_each_town_has_its_unit_and_accusations_have_two_recipients(ningshan: County) -> None:
    assert len(ningshan.units.codes(UnitKind.TOWN)) == 11
    assert ningshan.wall.recipient_for(None) == "ns-discipline"
    assert ningshan.wall.recipient_for("ns-housing") == "ns-discipline"
    assert ningshan.wall.recipient_for("ns-discipline") == "ns-discipline-upper"


def test_its_first_level_categories_are_the_fifteen_of_the_national_list(ningshan: County) -> None:
    names = {ningshan.categories.get(code).name for code in ningshan.categories.codes(1)}
    assert names == {
        *("城乡建设", "党务政务", "国土资源", "环境保护", "纪检监察", "交通运输", "经济管理", "科技与信息产业"),
        *("民政", "农村农业", "商贸旅游", "卫生计生", "政法", "教育文体", "劳动和社会保障"),
    }


def test_its_calendar_has_the_years_2011_to_2027_and_only_the_last_is_provisional(ningshan: County) -> None:
    years = ningshan.calendar.years
    assert sorted(years) == list(range(2011, 2028))
    assert [year for year, row in years.items() if row.status == "provisional"] == [2027]


def test_it_has_no_mistake(ningshan_file: Path) -> None:
    assert check_text(ningshan_file) == []
    assert check_json(ningshan_file) == []


def test_a_wrong_file_is_told_a_line_a_mistake(ningshan_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = ningshan_file.read_text(encoding="utf-8")
    wrong.write_text(
        text.replace("lead: ns-housing", "lead: ns-hosing").replace("hard: 7", "hard: x"), encoding="utf-8"
    )
    lines = check_text(wrong)
    assert len(lines) == len(check_json(wrong)) == text.count("lead: ns-housing") + 1
    assert all(line.startswith(f"{wrong}:") and "(allowed: " in line for line in lines)


def test_it_can_be_shown_with_what_follows_from_it(ningshan_file: Path) -> None:
    shown = " ".join(show_text(ningshan_file, date(2026, 6, 15)).split())
    for fact in (
        "11 / 80 / 415; 22013 households",
        "1 county, 11 town, 57 village, 6 community, 495 grid",
        "urgent 1 working days, livelihood 3 working days, hard 7 working days",
        "2011 to 2027, provisional: 2027",
        "Accusations go to ns-discipline alone; against it, to ns-discipline-upper",
    ):
        assert fact in shown
    assert "ns-t06-v01 海棠园村" in shown


def test_it_can_be_shown_to_a_program(ningshan_file: Path, ningshan: County) -> None:
    shown = json.loads(json.dumps(show_json(ningshan_file, date(2026, 6, 15))))
    assert shown["version"] == ningshan.version
    assert shown["counts"]["grids"] == {"1": 11, "2": 80, "3": 415}
    assert shown["calendar"]["2027"] == "provisional"
    assert {clock["name"]: clock["by"] for clock in shown["clocks"]}["handling"] == "county"
    assert len(shown["places"]) == 570
