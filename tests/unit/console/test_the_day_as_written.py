"""The written day: what must be in it is, everybody acts in order, and no citizen can be a real one."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from services.console.demo.acts import LOGGED, ROUTES, Course
from services.console.demo.model import CITIZEN, EVENING, Act, Matter
from services.console.demo.sentences import sentences
from services.console.demo.story import choose_day, departments, still_waiting, write
from services.console.exits import ConsoleError
from services.console.reconcile.commands import FACT_OF
from services.contracts.vocabulary import Channel, PlaceKind
from services.county.calendar import COUNTY_TIME
from services.county.county import County
from services.county.reader import load

FILE = Path(__file__).resolve().parents[3] / "deploy" / "counties" / "ningshan.yaml"
DAY = date(2026, 11, 20)
OFFICES_CLOSE = 18 * 60


@pytest.fixture(scope="module")
def county() -> County:
    return load(FILE)


@pytest.fixture(scope="module")
def day(county: County) -> list[Matter]:
    return write(county, DAY)


def acts(day: list[Matter]) -> Counter[Act]:
    return Counter(step.act for matter in day for step in matter.steps)


def test_the_day_has_over_a_hundred_and_twenty_matters_through_every_door_from_every_town(
    county: County, day: list[Matter]
) -> None:
    assert len(day) >= 120
    assert {matter.petition["channel"] for matter in day} == set(map(str, Channel))
    towns = {county.places.town_of(matter.petition["place"]) for matter in day}
    assert towns == set(county.places.codes(PlaceKind.TOWN))


def test_everything_that_the_day_is_to_show_is_in_it(day: list[Matter]) -> None:
    found = acts(day)
    assert found.keys() == set(Act)
    assert [s.body["upheld"] for m in day for s in m.steps if s.act is Act.DECIDE] == [True, False]
    assert [s.body["consents"] for m in day for s in m.steps if s.act is Act.CONSENT] == [True, True, True, False]
    assert max(len(s.body["assists"]) for m in day for s in m.steps if s.act is Act.WHISTLE) >= 3
    assert sum(m.petition["purpose"] == "accusation" for m in day) == 1
    assert any(m.petition.get("anonymous") for m in day)
    assert any(m.petition.get("secret") for m in day)
    twice = next(m for m in day if m.key == "twice")
    assert [s.body["responsible"] for s in twice.steps if s.act is Act.RATE] == ["dissatisfied", "satisfied"]


def test_every_matter_is_registered_first_and_nobody_goes_back_in_time(day: list[Matter]) -> None:
    for matter in day:
        times = [step.at for step in matter.steps]
        assert matter.steps[0].act is Act.REGISTER
        assert times == sorted(times)
        assert times[-1] <= OFFICES_CLOSE


def test_two_steps_in_one_instant_are_of_one_service_but_where_the_second_waits(
    day: list[Matter],
) -> None:
    crossing = {
        (matter.key, one.act, other.act)
        for matter in day
        for one, other in zip(matter.steps, matter.steps[1:], strict=False)
        if one.at == other.at and ROUTES[one.act].service != ROUTES[other.act].service
    }
    assert crossing == {("emergency", Act.REGISTER, Act.ACCEPT)}


def test_nobody_has_a_telephone_and_all_mail_goes_to_nobodys_domain(day: list[Matter]) -> None:
    people = [person for matter in day for person in matter.petition.get("petitioners", ())]
    assert len({person["name"] for person in people}) == len(people)
    assert not any("phone" in person or "id_number" in person for person in people)
    assert all(person["email"].endswith(".example") for person in people if "email" in person)


def test_another_day_brings_others_and_the_same_day_the_same(county: County, day: list[Matter]) -> None:
    assert write(county, DAY) == day
    assert write(county, date(2026, 11, 19)) != day


def test_every_trouble_is_of_a_category_of_the_county_and_no_text_is_told_twice(county: County) -> None:
    troubles = sentences().troubles
    assert all(county.categories.exists(trouble.category) for trouble in troubles)
    assert len({trouble.text for trouble in troubles}) == len(troubles)


def test_departments_that_act_are_units_of_the_county(county: County, day: list[Matter]) -> None:
    named = departments(day)
    assert all(county.units.exists(code) for code in named)
    assert CITIZEN not in named


def test_every_step_that_is_logged_is_one_that_reconcile_looks_for(day: list[Matter]) -> None:
    names = {Course(matter).logged_as(step) for matter in day for step in matter.steps if step.act in LOGGED}
    assert names <= FACT_OF.keys()


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-20T19:00", "2026-11-20"),
        ("2026-11-20T18:30", "2026-11-20"),
        ("2026-11-20T18:29", "2026-11-19"),
        ("2026-11-20T17:59", "2026-11-19"),
        ("2026-11-20T09:00", "2026-11-19"),
        ("2026-11-23T01:16", "2026-11-20"),
        ("2026-11-23T18:31", "2026-11-23"),
        ("2026-11-21T12:00", "2026-11-20"),
        ("2026-11-22T23:59", "2026-11-20"),
        ("2026-10-05T20:00", "2026-09-30"),
        ("2026-10-08T08:00", "2026-09-30"),
        ("2026-10-08T19:00", "2026-10-08"),
        ("2026-10-10T19:00", "2026-10-10"),
        ("2026-01-01T19:00", "2025-12-31"),
    ],
)
def test_the_last_working_day_is_played_whose_evening_is_past(county: County, now: str, day: str) -> None:
    """Weekends, National Day, a Saturday that is worked, and every hour before the offices close."""
    assert choose_day(county, datetime.fromisoformat(f"{now}+08:00"), []) == date.fromisoformat(day)


def test_the_evening_is_the_countys_wherever_the_machine_is(county: County) -> None:
    assert choose_day(county, datetime(2026, 11, 20, 10, 29, tzinfo=UTC), []) == date(2026, 11, 19)
    assert choose_day(county, datetime(2026, 11, 20, 10, 30, tzinfo=UTC), []) == date(2026, 11, 20)


def test_whatever_hour_it_is_nothing_of_the_day_lies_ahead(county: County) -> None:
    assert EVENING > OFFICES_CLOSE
    for hours in range(24 * 16):
        now = datetime(2026, 9, 25, 0, 30, tzinfo=COUNTY_TIME) + timedelta(hours=hours)
        evening = datetime.combine(choose_day(county, now, []), time(), COUNTY_TIME) + timedelta(minutes=EVENING)
        assert evening <= now


def test_a_hub_that_has_played_is_given_the_working_day_before_its_earliest(county: County) -> None:
    now = datetime(2026, 11, 24, 20, tzinfo=COUNTY_TIME)
    assert choose_day(county, now, ["2026-11-24", "2026-11-23"]) == date(2026, 11, 20)


def test_afterwards_a_matter_a_door_waits_and_two_departments_are_called_that_somebody_may_sign_in_for(
    county: County,
) -> None:
    left = still_waiting(county, DAY)
    assert [len(matter.steps) for matter in left] == [1] * len(Channel) + [3]
    whistle = left[-1].steps[-1]
    assert whistle.act is Act.WHISTLE
    assert {whistle.body["lead"], *whistle.body["assists"]} <= set(departments(left))


def test_whoever_is_called_has_a_handler_also_where_nobody_comes(day: list[Matter]) -> None:
    called = {
        unit for m in day for s in m.steps if s.act is Act.WHISTLE for unit in (s.body["lead"], *s.body["assists"])
    }
    assert called <= set(departments(day))


def test_another_county_is_told_that_the_day_is_not_written_for_it(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("county: {code: ns,", "county: {code: other,")
    text = text.replace("{code: ns, name: 宁陕县, kind: county}", "{code: other, name: 宁陕县, kind: county}")
    text = re.sub(r"\b(parent|place): ns(?=[,}\n])", r"\1: other", text)
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConsoleError, match="written for the county ns"):
        write(load(path), DAY)
