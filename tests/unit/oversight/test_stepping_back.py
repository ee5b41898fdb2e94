"""A unit with an interest steps back: its clocks end unscored, and who takes its place gets clocks of its own."""

from __future__ import annotations

from services.contracts.events.opinion import InterestDeclared
from tests.unit.oversight.conftest import FINISH, MONDAY, NUMBER, Oversight, fact

BY, NEW_BY, NOON = "2026-11-23T06:00:00Z", "2026-11-24T01:00:00Z", "2026-11-23T04:00:00Z"


def test_the_clocks_of_a_released_lead_are_cancelled_and_its_replacements_begin(oversight: Oversight) -> None:
    oversight.whistled(MONDAY, BY)
    told = fact(
        InterestDeclared,
        department="ns-housing",
        whistle=f"{NUMBER}-w1",
        lead="ns-water",
        replacement="ns-water",
        check_in_by=NEW_BY,
    )
    oversight.hear(told, NOON)
    clocks = oversight.docket()["clocks"]
    assert clocks[f"{NUMBER}-w1-handling-ns-housing"]["ended"] == "cancelled"
    assert clocks[f"{NUMBER}-w1-check_in-ns-housing"]["ended"] == "cancelled"
    assert clocks[f"{NUMBER}-w1-handling-ns-water"]["due"] == FINISH
    assert clocks[f"{NUMBER}-w1-check_in-ns-water"]["due"] == NEW_BY


def test_an_owner_that_steps_back_moves_no_clock_of_a_whistle(oversight: Oversight) -> None:
    oversight.whistled(MONDAY, BY)
    before = oversight.running()
    oversight.hear(fact(InterestDeclared, department="ns-petition"), NOON)
    assert oversight.running() == before
