"""Notices and deliveries for a unit whose duties went over to another go to that one, from its day on (Art. 24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.contracts.vocabulary import Role
from services.county.leading import Successor
from services.notify.domain.book import Book
from tests.unit.notify.a_department import CITY, WATER, House, opened
from tests.unit.notify.a_notifier import LEAD, Notifier, open_notifier, staff

HEIR = "ns-civil"
EVE, DAY = "2026-11-24T15:00:00Z", "2026-11-24T16:00:00Z"
"""Before and on 25 November, by the county's clock."""


@pytest.fixture
def notifier(tmp_path: Path) -> Iterator[Notifier]:
    made = open_notifier(tmp_path, {})
    made.county = replace(made.county, successors=(Successor(LEAD, HEIR, date(2026, 11, 25)),))
    made.book = Book(made.county, frozenset())
    made.registered()
    made.whistled(at="2026-11-24T04:01:00Z")
    made.warned(at=EVE)
    made.sweep(EVE)
    yield made
    made.store.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made


def test_a_notice_after_the_day_goes_to_the_successor_and_one_before_it_does_not(notifier: Notifier) -> None:
    assert {row["unit"] for row in notifier.messages() if row["unit"] is not None} == {LEAD}
    before = len(notifier.messages(unit=LEAD))
    notifier.warned(at=DAY)
    notifier.sweep(DAY)
    assert len(notifier.messages(unit=LEAD)) == before
    assert [row["recipient"] for row in notifier.messages(unit=HEIR)] == [f"unit/{HEIR}"]


def test_the_successor_reads_what_the_former_unit_was_told(notifier: Notifier) -> None:
    handler = staff(Role.HANDLER, department=HEIR)
    assert notifier.listed(handler) == []
    notifier.warned(at=DAY)
    notifier.sweep(DAY)
    listed = notifier.listed(handler)
    assert {row["unit"] for row in listed} == {LEAD, HEIR}
    assert all(row["text"] for row in listed)


def test_a_fact_of_a_former_units_matter_is_put_by_for_the_successors_system(house: House) -> None:
    water, city = house.subscribed("water"), house.subscribed("city")
    house.whistled(lead=WATER)
    house.service.county = replace(house.service.county, successors=(Successor(WATER, CITY, date(2026, 6, 2)),))
    house.rated(at="2026-06-01T02:00:00Z")
    assert (house.noted(water), house.noted(city)) == (["whistle_blown", "matter_rated"], [])
    house.rated(at="2026-06-02T02:00:00Z")
    assert (house.noted(water), house.noted(city)) == (["whistle_blown", "matter_rated"], ["matter_rated"])
