"""The written day: what must be in it is, everybody acts in order, and no citizen can be a real one."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from services.console.demo.acts import LOGGED, ROUTES, Course
from services.console.demo.model import CITIZEN, Act, Matter
from services.console.demo.sentences import sentences
from services.console.demo.story import choose_day, departments, write
from services.console.exits import ConsoleError
from services.console.reconcile.commands import FACT_OF
from services.contracts.vocabulary import Channel, PlaceKind
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


def test_today_is_played_where_it_is_a_working_day_else_the_last_one_before(county: County) -> None:
    assert choose_day(county, date(2026, 11, 20), []) == date(2026, 11, 20)
    assert choose_day(county, date(2026, 11, 22), []) == date(2026, 11, 20)


def test_a_hub_that_has_played_is_given_the_working_day_before_its_earliest(county: County) -> None:
    assert choose_day(county, date(2026, 11, 24), ["2026-11-24", "2026-11-23"]) == date(2026, 11, 20)


def test_another_county_is_told_that_the_day_is_not_written_for_it(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("county: {code: ns,", "county: {code: other,")
    text = text.replace("{code: ns, name: 宁陕县, kind: county}", "{code: other, name: 宁陕县, kind: county}")
    text = re.sub(r"\b(parent|place): ns(?=[,}\n])", r"\1: other", text)
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConsoleError, match="written for the county ns"):
        write(load(path), DAY)
