"""A whistle for an old matter tells the ends by the county file that the matter was registered under."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from services.county.calendar import TimeUnit
from services.county.clocks import Length
from services.county.county import County
from services.routing import store

OLD, NEW = "123456789012", "123456789999"
WHISTLE = {"kind": "fast", "lead": "water", "assists": [], "reason": "水管爆了"}


def longer(county: County) -> County:
    """The county by a file that gives departments more time, and has one more kind of whistle."""
    handling = replace(county.clocks.rules["handling"], length=Length(60, TimeUnit.WORKING_DAYS))
    kinds = {code: replace(kind, check_in=Length(90, TimeUnit.MINUTES)) for code, kind in county.whistle_kinds.items()}
    kinds["new"] = replace(kinds["fast"], code="new")
    return replace(
        county, version="bbbbbbbbbbbb", whistle_kinds=kinds, clocks=replace(county.clocks, rules={"handling": handling})
    )


@pytest.fixture
def reloaded(house: Any) -> Any:
    """An old matter, the county file read anew, a new matter; both accepted."""
    former = house.service.county
    house.registers(OLD)
    house.service.counties = SimpleNamespace(find={former.version: former}.get)
    house.service.county = longer(former)
    house.registers(NEW)
    for number in (OLD, NEW):
        house.does("dispatcher", f"/cases/{number}/acceptance", {})
    return house


def test_an_old_matters_whistle_runs_by_its_own_version_and_a_new_ones_by_the_new(reloaded: Any) -> None:
    old = reloaded.does("dispatcher", f"/cases/{OLD}/whistles", WHISTLE)
    new = reloaded.does("dispatcher", f"/cases/{NEW}/whistles", WHISTLE)
    assert (old["check_in_by"], new["check_in_by"]) == ("2026-06-01T01:30:00Z", "2026-06-01T02:30:00Z")
    assert old["finish_by"] < "2026-07-01" < new["finish_by"]
    told = [reloaded.facts(number)[-1].data["county_version"] for number in (OLD, NEW)]
    assert told == ["0123456789ab", "bbbbbbbbbbbb"]


def test_a_kind_of_whistle_that_is_new_is_blown_for_an_old_matter_too(reloaded: Any) -> None:
    whistle = reloaded.does("dispatcher", f"/cases/{OLD}/whistles", WHISTLE | {"kind": "new"})
    assert whistle["check_in_by"] == "2026-06-01T02:30:00Z"


def test_a_case_kept_before_cases_knew_their_version_runs_by_the_present_file(reloaded: Any) -> None:
    document = reloaded.service.store.get(store.CASE, OLD)
    body = {name: value for name, value in document.body.items() if name != "county"}
    assert store.case_of(body).county is None
    assert reloaded.service.county_of(None) is reloaded.service.county
    assert reloaded.service.county_of("cccccccccccc") is reloaded.service.county
