"""One hub in virtual time for all journeys of a county file; each goes on in a week of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.hub_under_test import ROOT, Hub, started
from tests.journey.a_county import Place
from tests.journey.virtual_time import SERVICES, Week

MONDAYS = (
    *("2026-03-02", "2026-03-16", "2026-05-11", "2026-05-25", "2026-06-29", "2026-07-13", "2026-07-27", "2026-08-10"),
    *("2026-08-24", "2026-10-12", "2026-10-26", "2026-11-09", "2026-11-23", "2026-12-07", "2027-03-01", "2027-03-15"),
    *("2027-04-12", "2027-05-10", "2027-05-24", "2027-06-14", "2027-06-28", "2027-07-12", "2027-07-26", "2027-08-09"),
)
"""No working day of the twelve days from each of these is a holiday, and no weekend is worked."""


@pytest.fixture(scope="package")
def county_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of ningshan; `COUNTYNET_TEST_VAR` names one that runs already, while tests are written."""
    if given := os.environ.get("COUNTYNET_TEST_VAR"):
        yield Hub.found(Path(given))
        return
    with started(tmp_path_factory.mktemp("journey")) as running:
        yield running
        for service in SERVICES:
            running.call(service, "PUT", "/ops/clock", {"now": None}, token=running.token("operator"))


@pytest.fixture(scope="package")
def mondays() -> Iterator[str]:
    """Each journey takes the next."""
    return iter(MONDAYS)


@pytest.fixture
def week(county_hub: Hub, mondays: Iterator[str]) -> Week:
    """The hub at nine o'clock on the Monday of a fresh week."""
    found = Week(county_hub, next(mondays))
    found.at(0, "09:00")
    return found


@pytest.fixture(scope="module")
def place_hub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """The hub of the county file that the module names as its `PLACE`; gone when its journeys are over."""
    name = str(request.module.PLACE)
    if given := os.environ.get(f"COUNTYNET_TEST_VAR_{name.upper()}"):
        yield Hub.found(Path(given))
        return
    with started(tmp_path_factory.mktemp(name), ROOT / "deploy" / "counties" / f"{name}.yaml") as running:
        yield running


@pytest.fixture(scope="module")
def place_mondays() -> Iterator[str]:
    """Each journey of a place takes the next."""
    return iter(MONDAYS)


@pytest.fixture
def place(request: pytest.FixtureRequest, place_hub: Hub, place_mondays: Iterator[str]) -> Place:
    """The place at nine o'clock on the Monday of a fresh week."""
    found = Week(place_hub, next(place_mondays))
    found.at(0, "09:00")
    return Place(str(request.module.PLACE), found)
