"""Who receives when: days and days off, rotations, people by their posts, and who is on duty now."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from services.contracts.vocabulary import PlaceKind
from services.county.county import County
from services.county.problem import CountyFileError, UnknownCode
from services.county.reader import load, read
from services.county.rosters import Cycle, DaysOff, Duty, Person, Roster, RosterLevel
from tests.unit.county.a_whole_file import WHOLE, mistakes_in, planted


def a_person(name: str) -> Duty:
    return Duty((Person(name, "leader"),))


def a_roster(cycle: Cycle, duty: tuple[Duty, ...], days: tuple[int, ...] = (), off: DaysOff = DaysOff.HELD) -> Roster:
    return Roster("r", "接访", RosterLevel.TOWN, cycle, time(9), time(17), duty, "c-t1", frozenset(), days, off)


def turn(n: int) -> Duty:
    return Duty((Person(f"p{n}", "leader"),), n=n)


@pytest.fixture(scope="module")
def county() -> County:
    return read(WHOLE.encode(), "whole.yaml")


def names(roster: Roster, county: County, day: date) -> list[str]:
    return [one.name for one in roster.people(county.places, "c-t1", day, county.calendar)]


def test_a_daily_rotation_takes_turns_day_by_day_and_nobody_is_left_out(county: County) -> None:
    roster = a_roster(Cycle.DAILY, (turn(1), turn(2), turn(3)))
    first = date(2026, 3, 2)
    shown = [names(roster, county, first + timedelta(days=n)) for n in range(6)]
    assert shown[:3] == shown[3:]
    assert {each[0] for each in shown} == {"p1", "p2", "p3"}


def test_a_weekly_rotation_keeps_its_people_for_the_week(county: County) -> None:
    roster = a_roster(Cycle.WEEKLY, (turn(1), turn(2)), days=(1, 2, 3, 4, 5))
    monday = date(2026, 3, 2)
    assert names(roster, county, monday) == names(roster, county, monday + timedelta(days=4))
    assert names(roster, county, monday) != names(roster, county, monday + timedelta(days=7))
    assert names(roster, county, monday + timedelta(days=5)) == []


def test_an_office_of_working_days_sits_on_adjusted_weekends_and_is_shut_on_holidays() -> None:
    kelan = load(Path(__file__).parents[3] / "deploy" / "counties" / "kelan.yaml")
    centre = kelan.rosters.get("legal-service")
    assert centre.cycle is Cycle.WORKING_DAYS
    open_days = [n for n in range(1, 19) if centre.sits_on(date(2026, 10, n), kelan.calendar)]
    assert open_days == [8, 9, 10, 12, 13, 14, 15, 16], "the 10th is a Saturday that is worked"
    people = [centre.people(kelan.places, "kl", date(2026, 10, n), kelan.calendar) for n in (9, 10, 12)]
    assert people[0] == people[1] != people[2], "its rotation turns week by week"


def test_a_roster_of_working_days_names_neither_days_nor_days_off() -> None:
    daily = 'cycle: daily, from: "08:30"'
    assert daily in WHOLE
    for more, field in (("days: [1]", "days"), ("days_off: later", "days_off")):
        with pytest.raises(CountyFileError, match=rf"rosters\[0\]\.{field}\b"):
            read(WHOLE.replace(daily, f'cycle: working_days, {more}, from: "08:30"').encode(), "whole.yaml")
    kept = read(WHOLE.replace(daily, 'cycle: working_days, from: "08:30"').encode(), "whole.yaml")
    assert not kept.rosters.get("daily").sits_on(date(2026, 3, 7), kept.calendar)


def test_a_monthly_rotation_turns_with_the_month(county: County) -> None:
    roster = a_roster(Cycle.MONTHLY, (turn(1), turn(2)), days=(10, 20))
    assert names(roster, county, date(2026, 3, 10)) == names(roster, county, date(2026, 3, 20))
    assert names(roster, county, date(2026, 3, 10)) != names(roster, county, date(2026, 4, 10))
    assert not roster.sits_on(date(2026, 3, 11), county.calendar)


@pytest.mark.parametrize(
    ("off", "sits"), [(DaysOff.HELD, [1, 5]), (DaysOff.CLOSED, [8]), (DaysOff.LATER, [8])], ids=str
)
def test_a_sitting_on_a_holiday_is_held_left_out_or_moved_on(county: County, off: DaysOff, sits: list[int]) -> None:
    days = (1, 5) if off is not DaysOff.CLOSED else (5, 8)
    roster = a_roster(Cycle.MONTHLY, (a_person("甲"),), days=days, off=off)
    october = [n for n in range(1, 15) if roster.sits_on(date(2026, 10, n), county.calendar)]
    assert october == sits


def test_two_sittings_that_move_to_one_day_bring_both_their_people(county: County) -> None:
    duty = (Duty((Person("甲", "leader"),), day=1), Duty((Person("乙", "leader"),), day=5))
    roster = a_roster(Cycle.MONTHLY, duty, days=(1, 5), off=DaysOff.LATER)
    assert names(roster, county, date(2026, 10, 8)) == ["甲", "乙"]


def test_people_are_found_by_their_posts_at_the_place(county: County) -> None:
    roster = county.rosters.get("daily")
    assert roster.places_of == frozenset({PlaceKind.VILLAGE})
    assert roster.seats(county.places) == ("c-v1", "c-v2")
    day = date(2026, 3, 2)
    assert roster.people(county.places, "c-v1", day, county.calendar) == (Person("丑", "secretary"),)
    assert roster.people(county.places, "c-v2", day, county.calendar) == (Person("寅", "secretary"),)


def test_on_duty_now_are_the_rosters_of_the_place_and_above_the_nearest_first(county: County) -> None:
    at = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    found = county.rosters.on_duty(county.places, county.places.line("c-g1"), at, county.calendar)
    assert [(each.roster.code, each.place, each.open) for each in found] == [
        ("daily", "c-v1", True),
        ("days", "c-t1", True),
    ]
    late = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
    closed = county.rosters.on_duty(county.places, county.places.line("c-t1"), late, county.calendar)
    assert [each.open for each in closed] == [False]
    assert [one.name for one in closed[0].people] == ["壬", "癸"]


def test_an_unknown_roster_is_named(county: County) -> None:
    with pytest.raises(UnknownCode, match="roster: 'nightly'"):
        county.rosters.get("nightly")


def test_a_turn_or_day_that_stands_again_is_told_where_it_stands_again() -> None:
    turns = planted(("{day: 5,", "{n: 1,"), ("{day: 15,", "{n: 2,"), ("{day: 25,", "{n: 2,"))
    [twice] = mistakes_in(turns)
    line = turns[: turns.rindex("{n: 2,")].count("\n") + 1
    assert (twice.field, twice.line, twice.what) == ("rosters[1].duty[2].n", line, "2 is there twice")
    days = {each.field: each.what for each in mistakes_in(planted(("{day: 25,", "{day: 15,")))}
    assert days == {
        "rosters[1].duty[2].day": "15 is there twice",
        "rosters[1].duty": "nobody is on duty on day 25",
    }
