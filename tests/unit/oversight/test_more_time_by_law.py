"""A clock of the law runs longer once, by who approves it, and keeps that whatever becomes of the branch (Art. 34)."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import routing
from services.contracts.events.opinion import BranchDecided
from services.contracts.refusals import Refusal
from services.county.county import County
from services.oversight.domain.rules import RuleBook
from services.oversight.forms.watching import ClockExtensionForm
from services.oversight.use_cases import hold_clock
from tests.unit.oversight.conftest import NUMBER, SUPERVISOR, Oversight, fact

TEN = "2026-11-23T02:00:00Z"
HANDLING = f"{NUMBER}-w1-handling-ns-housing"
TRANSFER = f"{NUMBER}-transfer"


@pytest.fixture
def law(oversight: Oversight, ningshan: County) -> Oversight:
    oversight.county, oversight.rules = ningshan, RuleBook(ningshan, oversight.shelf)
    return oversight


def clock(oversight: Oversight, name: str = HANDLING) -> dict[str, Any]:
    found: dict[str, Any] = oversight.docket()["clocks"][name]
    return found


def with_an_opinion_due(law: Oversight) -> str:
    law.registered()
    law.hear(fact(routing.MatterAccepted, owner="ns-petition"), "2026-11-24T02:00:00Z")
    law.hear(fact(BranchDecided, branch="opinion"), "2026-11-24T02:00:01Z")
    return f"{NUMBER}-opinion"


def extended(law: Oversight, name: str, until: str, at: str) -> dict[str, Any]:
    law.clock.at = at
    return law.ask(hold_clock.extend, ClockExtensionForm, {"until": until, "reason": "complex"}, SUPERVISOR, id=name)


def granted(oversight: Oversight, until: str, at: str, former: str = "2026-11-26T15:59:59Z") -> None:
    told = fact(
        routing.ExtensionGranted, whistle=f"{NUMBER}-w1", finish_by=until, former=former, reason="complex"
    )  # fmt: skip
    oversight.hear(told, at)


def test_the_opinion_is_put_off_once_by_thirty_days_at_most_before_it_is_due(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    assert clock(law, name)["due"] == "2027-01-25T15:59:59Z"
    with pytest.raises(Refusal) as caught:
        extended(law, name, "2027-02-25T15:59:59Z", "2027-01-20T02:00:00Z")
    assert caught.value.errors[0].field == "until"
    row = extended(law, name, "2027-02-24T15:59:59Z", "2027-01-20T02:00:00Z")
    assert (row["due"], row["former_due"]) == ("2027-02-24T15:59:59Z", "2027-01-25T15:59:59Z")
    assert law.told()[-1] == "clock_extended"
    assert law.last().data["reason"] == "complex", "the citizen is told why"
    with pytest.raises(Refusal) as caught:
        extended(law, name, "2027-03-01T15:59:59Z", "2027-01-21T02:00:00Z")
    assert caught.value.code == "already_extended"


def test_no_other_clock_is_put_off_here_and_none_after_its_end(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    with pytest.raises(Refusal) as caught:
        extended(law, TRANSFER, "2026-12-10T15:59:59Z", "2026-12-01T02:00:00Z")
    assert caught.value.code == "not_extendable"
    with pytest.raises(Refusal) as caught:
        extended(law, name, "2027-02-10T15:59:59Z", "2027-01-26T02:00:00Z")
    assert caught.value.code == "extension_too_late"


def test_more_time_for_the_whistle_leaves_the_opinions_end_to_who_approves_it_by_law(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    law.whistled(TEN, "2026-11-23T10:00:00Z", finish_by="2027-01-25T15:59:59Z")
    granted(law, "2027-02-10T15:59:59Z", "2027-01-10T02:00:00Z", "2027-01-25T15:59:59Z")
    assert clock(law)["due"] == "2027-02-10T15:59:59Z", "the county's own clock is the dispatcher's to put off"
    assert clock(law, name)["due"] == "2027-01-25T15:59:59Z", "the law's is not (Art. 34)"
    assert "former_due" not in clock(law, name)
    assert extended(law, name, "2027-02-24T15:59:59Z", "2027-01-20T02:00:00Z")["due"] == "2027-02-24T15:59:59Z"


def test_the_one_extension_of_the_law_outlives_a_change_of_the_branch_and_back(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    extended(law, name, "2027-02-10T15:59:59Z", "2027-01-05T02:00:00Z")
    law.hear(fact(BranchDecided, branch="statutory_duty"), "2027-01-06T02:00:00Z")
    assert clock(law, name)["ended"] == "cancelled"
    law.hear(fact(BranchDecided, branch="opinion"), "2027-01-07T02:00:00Z")
    again = clock(law, f"{name}-2")
    assert (again["due"], again["former_due"]) == ("2027-02-10T15:59:59Z", "2027-01-25T15:59:59Z")
    with pytest.raises(Refusal) as caught:
        extended(law, f"{name}-2", "2027-02-20T15:59:59Z", "2027-01-08T02:00:00Z")
    assert caught.value.code == "already_extended", "Art. 34: once"
    law.sweep_until("2027-02-10T15:59:59Z")
    assert law.running()["opinion"] == "yellow"
    law.sweep_until("2027-02-10T16:00:00Z")
    assert law.running()["opinion"] == "red"


def test_a_second_change_of_the_branch_still_keeps_the_granted_end(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    extended(law, name, "2027-02-10T15:59:59Z", "2027-01-05T02:00:00Z")
    for day in ("06", "08"):
        law.hear(fact(BranchDecided, branch="litigation"), f"2027-01-{day}T02:00:00Z")
        law.hear(fact(BranchDecided, branch="opinion"), f"2027-01-{day}T03:00:00Z")
    assert clock(law, f"{name}-3")["due"] == "2027-02-10T15:59:59Z"


def test_a_matter_that_is_accepted_anew_has_a_time_and_an_extension_of_its_own(law: Oversight) -> None:
    name = with_an_opinion_due(law)
    extended(law, name, "2027-02-10T15:59:59Z", "2027-01-05T02:00:00Z")
    law.hear(fact(BranchDecided, branch="litigation"), "2027-01-06T02:00:00Z")
    law.hear(fact(routing.MatterAccepted, owner="ns-petition"), "2027-01-07T02:00:00Z")
    law.hear(fact(BranchDecided, branch="opinion"), "2027-01-07T02:00:01Z")
    again = clock(law, f"{name}-2")
    assert again["started_at"] == "2027-01-07T02:00:00Z"
    assert "former_due" not in again
    assert again["due"] > "2027-03-07"
