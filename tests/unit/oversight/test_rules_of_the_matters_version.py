"""An old matter's later clocks start by the rules of the county file that it was registered under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.contracts.events import routing
from services.county.clocks import ClockRule
from services.county.county import County
from services.oversight.domain.rules import RuleBook
from tests.unit.oversight.conftest import FINISH, MONDAY, NUMBER, Oversight, fact

LATER = "123456789999"


def by_new_rules(county: County) -> County:
    """The same county by a file whose `handling` may not wait any more."""
    rules: dict[str, ClockRule] = dict(county.clocks.rules)
    rules["handling"] = replace(rules["handling"], pausable=not rules["handling"].pausable)
    return replace(county, version="bbbbbbbbbbbb", clocks=replace(county.clocks, rules=rules))


def reloaded(oversight: Oversight, kept: dict[str, County]) -> None:
    oversight.county = by_new_rules(oversight.county)
    oversight.rules = RuleBook(oversight.county, oversight.shelf, versions(oversight.county, kept))


def versions(present: County, kept: dict[str, County]) -> Callable[[str | None], County]:
    return lambda version: present.under(kept[version]) if version in kept else present


def whistled(oversight: Oversight, number: str) -> dict[str, Any]:
    """The handling clock of a matter that is whistled now."""
    told = fact(
        routing.WhistleBlown, number, whistle=f"{number}-w1", kind="ordinary", lead="ns-housing", assists=(),
        check_in_by=FINISH, finish_by=FINISH, county_version="abc",
    )  # fmt: skip
    oversight.hear(told, MONDAY)
    clocks = oversight.docket(number)["clocks"].values()
    (found,) = (clock for clock in clocks if clock["clock"] == "handling")
    return dict(found)


def test_an_old_matters_handling_starts_by_its_own_version_and_a_new_ones_by_the_new(oversight: Oversight) -> None:
    former, old = oversight.county, oversight.rules
    oversight.registered()
    reloaded(oversight, {former.version: former})
    clock = whistled(oversight, NUMBER)
    assert clock["rule"] == old.ids["handling"] != oversight.rules.ids["handling"]
    assert oversight.rules.rule_of(clock).pausable is old.rules["handling"].pausable  # type: ignore[arg-type]
    assert oversight.docket()["county"] == former.version
    assert whistled(oversight, LATER)["rule"] == oversight.rules.ids["handling"]
    assert oversight.docket(LATER)["county"] == oversight.county.version


def test_a_version_that_was_not_kept_is_the_present_one(oversight: Oversight) -> None:
    oversight.registered()
    reloaded(oversight, {})
    assert whistled(oversight, NUMBER)["rule"] == oversight.rules.ids["handling"]
    assert oversight.rules.under(None) is oversight.rules
