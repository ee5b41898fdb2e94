"""A clock listens to the facts that its rule names, and what is remembered of rules and days ends with a new file."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.contracts.events.matter import MatterFact
from services.contracts.fact import FACTS
from services.contracts.vocabulary import Branch, RequestKind
from services.county.calendar import Calendar
from services.county.clocks import ClockRule
from services.county.county import County
from services.county.reader import load
from services.county.working_days import CalendarYear
from services.oversight.domain.docket import Clock, Step
from services.oversight.domain.ending import settle
from services.oversight.domain.rules import RELEASES, RuleBook, hears
from services.oversight.domain.standing import stand_still
from services.oversight.use_cases.read_fact import step_of
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, envelope_of, fact

COUNTIES = sorted((Path(__file__).parents[3] / "deploy" / "counties").glob("*.yaml"))
LATER = "2026-11-24T01:00:00Z"
OF_MATTERS = sorted({cls.name for cls in FACTS.values() if issubclass(cls, MatterFact)})


def running(book: RuleBook, rule: ClockRule) -> Clock:
    return Clock(
        clock=rule.name, unit="u-1", whistle="w-1", service="routing", epoch=1, seq=1, started_at=MONDAY,
        due="2027-01-01T15:59:59Z", light="green", ended=None, ended_at=None, next_at=None, rule=book.ids[rule.name],
    )  # fmt: skip


def steps_of(name: str) -> list[Step]:
    """What a docket may keep of a fact of this name: of the matter or the department, with all that rules ask of it."""
    told = {"branch": Branch.OPINION, "instance": 2, "kind": RequestKind.REVIEW, "request": None}
    plain = Step(id="f", fact=name, service="routing", epoch=1, seq=2, at=LATER, said=told)
    of_department = Step(**plain, whistle="w-1", unit="u-1")
    released = [Step(**of_department, upheld=True)] if name in RELEASES else []
    return [plain, of_department, *released]


@pytest.fixture(params=COUNTIES, ids=lambda path: path.stem)
def book(request: pytest.FixtureRequest) -> RuleBook:
    return RuleBook(load(request.param))


def test_a_fact_that_a_clock_does_not_hear_changes_nothing_of_it(book: RuleBook) -> None:
    for rule in book.rules.values():
        clock = running(book, rule)
        for name in OF_MATTERS:
            if name in book.heard_by(clock):
                continue
            after = deepcopy(clock)
            for step in steps_of(name):
                assert stand_still(after, [step], rule, book.county.calendar) == []
                assert settle(after, [step], book) is None
            assert after == clock, f"{rule.name} is changed by {name}"


def test_a_clock_hears_every_fact_that_ends_it(book: RuleBook) -> None:
    for rule in book.rules.values():
        for name in OF_MATTERS:
            ended = running(book, rule)
            for step in steps_of(name):
                settle(ended, [step], book)
            assert ended["ended"] is None or name in hears(rule), f"{rule.name} is ended by {name} unheard"


def test_only_the_facts_that_release_a_department_are_kept_as_upheld() -> None:
    upheld = set()
    for cls in FACTS.values():
        if "upheld" in cls.field_names or cls.name in RELEASES:
            upheld.add(cls.name)
    assert upheld == RELEASES


def test_a_clock_without_a_rule_of_its_own_hears_what_the_countys_rule_of_its_name_hears(county: County) -> None:
    book = RuleBook(county)
    clock = running(book, book.rules["handling"])
    del clock["rule"]
    assert book.heard_by(clock) == hears(book.rules["handling"])


def test_after_a_reload_a_clock_ends_by_the_edited_calendar_and_one_that_runs_keeps_its_end(
    oversight: Oversight,
) -> None:
    oversight.registered()
    due = oversight.docket()["clocks"][f"{NUMBER}-transfer"]["due"]
    oversight.county = with_days_off(oversight.county, date(2026, 12, 8), date(2026, 12, 9))
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    other = "300000000002"
    told = fact(
        next(cls for cls in FACTS.values() if cls.name == "matter_registered"), other, received_at=MONDAY,
        owner="ns-t01-unit", petitioners=1, anonymous=False, secret=False,
    )  # fmt: skip
    oversight.hear(told, MONDAY)
    assert due == "2026-12-08T15:59:59Z"
    assert oversight.docket()["clocks"][f"{NUMBER}-transfer"]["due"] == due
    assert oversight.docket(other)["clocks"][f"{other}-transfer"]["due"] == "2026-12-10T15:59:59Z"


def test_a_rule_that_the_file_changed_is_heard_as_it_was_kept(oversight: Oversight) -> None:
    oversight.registered()
    former = oversight.rules.rules["transfer"]
    rules: dict[str, Any] = {"transfer": replace(former, stops=frozenset({"sponsor_named"}))}
    clocks = replace(oversight.county.clocks, rules={**oversight.county.clocks.rules, **rules}, tracked=())
    oversight.county = replace(oversight.county, version="cccccccccccc", clocks=clocks)
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    clock = oversight.docket()["clocks"][f"{NUMBER}-transfer"]
    for _ in range(2):
        assert oversight.rules.rule_of(clock) == former
        assert oversight.rules.heard_by(clock) == hears(former)
    assert "sponsor_named" in oversight.rules.heard_by({**clock, "rule": oversight.rules.ids["transfer"]})


def test_the_step_of_a_fact_names_the_service_that_told_it() -> None:
    told = fact(next(cls for cls in FACTS.values() if cls.name == "matter_accepted"), owner="ns-t01-unit")
    envelope = envelope_of(told, MONDAY, 1)
    assert isinstance(told, MatterFact)
    assert step_of(told, envelope)["service"] == envelope.service


def with_days_off(county: County, *days: date) -> County:
    """The county by an edited file in which offices stay shut on these days of a year."""
    kept = county.calendar.year(days[0].year)
    edited = CalendarYear(kept.year, kept.status, kept.off | set(days), kept.work)
    calendar = Calendar({**county.calendar.years, kept.year: edited}, county.calendar.office_hours)
    return replace(county, version="dddddddddddd", calendar=calendar)
