"""What is open is tracked: the county files leave no gap between clocks, and where one does, the matter is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import intake, mediation, routing
from services.contracts.events.review import MatterJoined
from services.contracts.fact import Fact
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.reader import load
from services.oversight.domain.rules import RuleBook
from services.oversight.forms import watching
from services.oversight.use_cases import read_board
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, fact, staff
from tests.unit.oversight.test_figures_of_matters import came, concluded, then
from tests.unit.oversight.test_ledgers import numbers, read
from tests.unit.oversight.test_who_owes_a_step import COUNTIES

CASE = f"{NUMBER}-m1"


def under(oversight: Oversight, county: County) -> None:
    """Go on by another county file."""
    oversight.county = county
    oversight.rules = RuleBook(county, oversight.shelf)


@pytest.mark.parametrize("name", ["baiguan", "kelan", "ningshan", "shagedu", "zhongxindian"])
def test_a_matter_in_mediation_back_from_it_or_reopened_has_a_running_clock_in_every_county(
    oversight: Oversight, name: str
) -> None:
    county = load(COUNTIES / f"{name}.yaml")
    under(oversight, county)
    body = next(iter(county.mediation.bodies.values()))
    place = county.places.codes()[-1]

    def hear(named: type[Fact], at: str, **said: Any) -> None:
        oversight.hear(fact(named, place=place, category=None, **said), at)

    of = {"case": CASE, "body": body.code, "direct": False}
    about = {"received_at": MONDAY, "owner": body.unit, "petitioners": 1, "anonymous": False, "secret": False}
    hear(intake.MatterRegistered, MONDAY, **about)
    hear(routing.MatterAccepted, "2026-11-23T02:00:00Z", owner=body.unit)
    hear(routing.MediationOrdered, "2026-11-23T03:00:00Z", order=CASE, body=body.code)
    hear(mediation.MediationOpened, "2026-11-23T03:00:01Z", parties=2, **of)
    assert "mediation" in oversight.running()
    hear(mediation.MediationFailed, "2026-11-25T03:00:00Z", reason="no_agreement", routes=("litigation",), **of)
    assert "mediation" not in oversight.running()
    hear(routing.MediationReturned, "2026-11-25T03:00:01Z", order=CASE, reason="no_agreement")
    assert "dispatch" in oversight.running()
    hear(routing.MatterAnswered, "2026-11-25T04:00:00Z", reply=1, unit=body.unit)
    hear(routing.MatterConcluded, "2026-11-25T04:00:00Z", outcome="solved", lead=body.unit, round=1)
    assert not oversight.running().keys() & {"dispatch", "mediation"}
    hear(routing.MatterReopened, "2026-11-26T04:00:00Z", request="q-1", round=2)
    assert "dispatch" in oversight.running()


@pytest.fixture
def gap(oversight: Oversight) -> Oversight:
    """A county file with clocks on whistles alone: nothing runs on a matter that nobody is called to."""
    clocks = oversight.county.clocks
    kept = {name: rule for name, rule in clocks.rules.items() if rule.starts == {"whistle_blown"}}
    under(oversight, replace(oversight.county, clocks=replace(clocks, rules=kept, tracked=())))
    return oversight


def board(oversight: Oversight) -> dict[str, Any]:
    told: dict[str, Any] = oversight.read(read_board.read_board, watching.BoardQuery, staff(Role.LEADER))["open"]
    return told


def test_an_open_matter_without_a_clock_is_tracked_and_counted_as_having_none(gap: Oversight) -> None:
    number = came(gap, 1)
    assert gap.docket(number)["due"] is None
    (row,) = read(gap, "daily_tracking")["rows"]
    assert (row["number"], row["light"], row["due"]) == (number, None, None)
    (village,) = read(gap, "weekly_dispatch")["rows"]
    assert (village["place"], village["open"], village["red"], village["due"]) == ("ns-t01-v04", 1, 0, 0)
    assert (board(gap)["total"], board(gap)["none"], board(gap)["green"]) == (1, 1, 0)


@pytest.mark.parametrize("end", ["concluded", "withdrawn", "joined"])
def test_what_is_over_is_tracked_no_more(gap: Oversight, end: str) -> None:
    number = came(gap, 1)
    if end == "concluded":
        concluded(gap, number)
    elif end == "withdrawn":
        then(gap, number, routing.MatterWithdrawn, request="q-1")
    else:
        then(gap, number, MatterJoined, into="300000000199")
    assert numbers(gap, "daily_tracking") == []
    assert read(gap, "weekly_dispatch")["rows"] == []
    assert board(gap)["total"] == 0


def test_those_without_a_clock_follow_those_with_one_page_by_page(gap: Oversight) -> None:
    idle = [came(gap, n, at=f"2026-11-23T0{n}:00:00Z") for n in (1, 2)]
    whistled = came(gap, 3)
    called = {"whistle": f"{whistled}-w1", "kind": "ordinary", "lead": "ns-housing", "assists": ()}
    ends = {"check_in_by": "2026-11-23T04:00:00Z", "finish_by": "2026-11-27T04:00:00Z", "county_version": "abc"}
    then(gap, whistled, routing.WhistleBlown, **called, **ends)
    assert numbers(gap, "daily_tracking") == [whistled, *idle]
    seen, after = [], None
    while True:
        page = read(gap, "daily_tracking", limit="1", **({} if after is None else {"after": after}))
        seen += [row["number"] for row in page["rows"]]
        after = page["after"]
        if after is None:
            break
    assert seen == [whistled, *idle]
    assert (board(gap)["total"], board(gap)["none"]) == (3, 2)


def test_a_dispute_settled_at_the_body_it_came_to_is_not_open(gap: Oversight) -> None:
    of = {"case": CASE, "body": "ns-t01-mediation", "direct": True}
    then(gap, NUMBER, mediation.MediationOpened, parties=2, **of)
    assert numbers(gap, "daily_tracking") == [NUMBER]
    then(gap, NUMBER, mediation.AgreementReached, form="written", effective_at="2026-11-27T02:00:00Z", **of)
    assert numbers(gap, "daily_tracking") == []
