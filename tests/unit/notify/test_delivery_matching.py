"""Which facts are put by for whom: a department's own matters only, accusations never, and nothing for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.contracts.events import mediation
from services.contracts.registry import FACTS
from services.notify.store import CIRCLE, DELIVERY, HEARD, WALLED
from services.notify.use_cases.deliver_note import TOLD
from tests.unit.notify.a_department import (
    CITY,
    CODES,
    COUNTY,
    OTHER,
    PETITION,
    POWER,
    WATER,
    House,
    N,
    opened,
)

PERSONAL = {"actor", "causationid", "correlationid"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_a_department_hears_of_a_matter_from_when_it_becomes_its_own(house: House) -> None:
    water = house.subscribed("water")
    house.registered()
    house.rated()
    assert house.noted(water) == []
    house.whistled()
    house.rated()
    assert house.noted(water) == ["whistle_blown", "matter_rated"]


def test_what_was_told_after_the_call_arrives_even_where_it_overtook_the_call(house: House) -> None:
    water, city = house.subscribed("water"), house.subscribed("city")
    house.registered()
    house.rated(at="2026-06-01T00:59:59.5Z")
    house.rated(at="2026-06-01T01:00:00.5Z")
    house.whistled(lead=WATER)
    assert sorted(house.noted(water)) == ["matter_rated", "whistle_blown"]
    house.released(WATER, lead=CITY, replacement=CITY)
    assert sorted(house.noted(city)) == ["matter_rated", "objection_decided"]
    assert len(house.deliveries(water)) == 3, "nothing comes twice"


def test_what_overtook_a_call_is_not_put_by_for_who_does_not_want_it(house: House) -> None:
    water = house.subscribed("water", types=["countynet.routing.whistle_blown.v1"])
    house.rated(at="2026-06-01T01:00:00.5Z")
    house.whistled(lead=WATER)
    assert house.noted(water) == ["whistle_blown"]


def test_of_a_walled_matter_nothing_stays_that_was_heard(house: House) -> None:
    house.subscribed("water")
    house.rated()
    assert house.service.store.find(HEARD).documents
    house.walled()
    assert house.service.store.find(HEARD).documents == []


def test_a_subscription_hears_of_matters_that_were_its_departments_before_it(house: House) -> None:
    house.registered()
    house.whistled()
    water = house.subscribed("water")
    house.rated()
    assert house.noted(water) == ["matter_rated"]


def test_another_departments_matters_never_arrive(house: House) -> None:
    water, city = house.subscribed("water"), house.subscribed("city")
    house.registered(owner=CITY)
    house.registered(OTHER, owner=WATER)
    house.whistled(lead=CITY, assists=(POWER,))
    house.rated(OTHER)
    assert {row["number"] for row in house.deliveries(water)} == {OTHER}
    assert {row["number"] for row in house.deliveries(city, "city")} == {N}


def test_who_is_released_hears_that_and_nothing_after_and_its_replacement_from_then_on(house: House) -> None:
    water, city = house.subscribed("water"), house.subscribed("city")
    house.whistled(lead=WATER)
    house.released(WATER, lead=CITY, replacement=CITY)
    house.rated()
    assert house.noted(water) == ["whistle_blown", "objection_decided"]
    assert house.noted(city) == ["objection_decided", "matter_rated"]


def test_a_former_owner_hears_of_the_change_and_nothing_after(house: House) -> None:
    water, city = house.subscribed("water"), house.subscribed("city")
    house.registered(owner=WATER)
    house.owned(CITY, former=WATER)
    house.rated()
    assert house.noted(water) == ["matter_registered", "owner_changed"]
    assert house.noted(city) == ["owner_changed", "matter_rated"]


def test_the_unit_behind_a_mediation_body_hears_of_its_cases(house: House) -> None:
    body = next(iter(COUNTY.mediation.bodies.values()))
    sub = house.subscribed("operator", department=body.unit)
    opening = {"case": f"{N}-m1", "body": body.code, "direct": False, "parties": 2}
    house.hears(mediation.MediationOpened(**{"number": N, **CODES, **opening}))
    assert house.noted(sub) == ["mediation_opened"]


@pytest.mark.parametrize(
    ("filters", "heard"),
    [
        ({"types": ["countynet.intake.matter_rated.v1"]}, ["matter_rated"]),
        ({"places": ["ns-t01"]}, ["whistle_blown", "matter_rated"]),
        ({"places": ["ns-t02"]}, []),
        ({"categories": ["construction"]}, ["whistle_blown", "matter_rated"]),
        ({"categories": ["construction.municipal"]}, ["whistle_blown", "matter_rated"]),
        ({"categories": ["construction.property"]}, []),
    ],
)
def test_filters_narrow_by_type_place_and_category(house: House, filters: Any, heard: list[str]) -> None:
    water = house.subscribed("water", **filters)
    house.whistled()
    house.rated()
    assert house.noted(water) == heard


def test_what_is_sent_is_the_facts_own_envelope_without_who_did_it(house: House) -> None:
    water = house.subscribed("water")
    envelope = house.whistled()
    [row] = house.deliveries(water)
    event = house.ask("water", "GET", f"/{water['id']}/deliveries/{row['id']}").body["event"]
    assert PERSONAL.isdisjoint(event)
    assert "u-00000000000000d1" not in str(event)
    for name in ("id", "source", "type", "time", "subject", "stream", "seq", "data"):
        assert event[name] == getattr(envelope, name)
    assert event["specversion"] == "1.0"


def test_who_read_sealed_words_and_that_a_matter_was_walled_is_told_to_nobody(house: House) -> None:
    untold = {fact for fact in FACTS.values() if fact.name == "sealed_data_read" or fact.walled}
    assert len(untold) >= 4
    assert untold.isdisjoint(TOLD)
    assert set(TOLD) <= house.handlers.keys()


def test_with_nobody_subscribed_only_what_moves_a_circle_writes_a_document(house: House) -> None:
    house.registered()
    house.whistled()
    before = house.service.store.get(CIRCLE, N)
    for _ in range(5):
        house.rated()
    after = house.service.store.get(CIRCLE, N)
    assert before is not None
    assert after is not None
    assert before.version == after.version == 2
    assert house.service.store.find(DELIVERY).documents == []


def test_a_walled_matter_takes_its_deliveries_along_and_is_silent_ever_after(house: House) -> None:
    water = house.subscribed("water")
    house.registered(owner=WATER)
    house.registered(OTHER, owner=WATER)
    house.whistled()
    house.walled()
    assert [row["number"] for row in house.deliveries(water)] == [OTHER]
    house.rated()
    house.whistled()
    assert [row["number"] for row in house.deliveries(water)] == [OTHER]
    assert house.service.store.get(CIRCLE, N) is None
    assert house.service.store.journal() == []
    assert {house.counted(outcome) for outcome in ("delivered", "retried", "parked", "stopped")} == {0.0}
    assert house.service.is_behind_wall(N)
    assert not house.service.is_behind_wall(OTHER)
    assert N not in str(house.service.store.find(WALLED).documents)


def test_facts_of_a_matter_that_come_after_its_wall_by_other_streams_open_no_circle(house: House) -> None:
    water = house.subscribed("water")
    house.walled()
    house.registered(owner=WATER)
    assert house.noted(water) == []
    assert house.service.store.get(CIRCLE, N) is None


def test_an_accusation_is_put_by_for_nobody_even_if_it_came_this_way(house: House) -> None:
    water = house.subscribed("water")
    house.registered(owner=WATER, purpose="accusation")
    assert house.noted(water) == []
    assert house.service.store.get(CIRCLE, N) is None
    assert PETITION != WATER
