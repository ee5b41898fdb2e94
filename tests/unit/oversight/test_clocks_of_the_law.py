"""The clocks of the law as they really run: from which facts and dates, on which instance, and what stops them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import intake, mediation, routing
from services.contracts.events.opinion import BranchDecided, HandlingSimplified, OpinionServed
from services.contracts.events.review import HearingHeld, HearingOpened, MatterFinal, ReviewDecided
from services.county.county import County
from services.oversight.domain.rules import RuleBook
from tests.unit.oversight.conftest import MONDAY, NUMBER, Oversight, fact

SERVED = "2026-12-10T02:00:00Z"
ASKED = "2026-12-20T02:00:00Z"
DECIDED = "2027-01-11T02:00:00Z"
ASKED_AGAIN = "2027-01-25T02:00:00Z"


@pytest.fixture
def law(oversight: Oversight, ningshan: County) -> Oversight:
    """Oversight of a county that tracks every clock of the law."""
    oversight.county, oversight.rules = ningshan, RuleBook(ningshan, oversight.shelf)
    return oversight


def clock(law: Oversight, name: str) -> dict[str, Any]:
    found: dict[str, Any] = law.docket()["clocks"][f"{NUMBER}-{name}"]
    return found


def accepted(law: Oversight, at: str = "2026-11-24T02:00:00Z") -> None:
    law.hear(fact(routing.MatterAccepted, owner="ns-petition"), at)


def branch(law: Oversight, which: str, at: str) -> None:
    law.hear(fact(BranchDecided, branch=which), at)


def served(law: Oversight, at: str, served_at: str) -> None:
    law.hear(
        fact(
            OpinionServed, opinion=1, outcome="explain", served_at=served_at, unit="ns-housing",
            ask_by="2027-01-11T15:59:59Z", round=1,
        ),
        at,
    )  # fmt: skip


def asked(law: Oversight, instance: int, at: str, request: str = "r1") -> None:
    law.hear(fact(intake.ReviewRequested, request=f"{NUMBER}-{request}", instance=instance), at)


def decided(law: Oversight, instance: int, at: str, decided_at: str | None = None) -> None:
    law.hear(
        fact(
            ReviewDecided, instance=instance, outcome="upheld", decided_at=decided_at or at, opinion=instance + 1,
            opinion_outcome="explain", unit="ns-petition",
        ),
        at,
    )  # fmt: skip


def test_the_notice_counts_from_the_day_of_receipt_and_the_transfer_from_registration(law: Oversight) -> None:
    law.registered(received_at="2026-11-20T01:00:00Z")
    assert clock(law, "notice")["due"] == "2026-12-07T15:59:59Z", "5 December is a Saturday"
    assert clock(law, "transfer")["due"] == "2026-12-08T15:59:59Z"
    accepted(law)
    assert clock(law, "notice")["ended"] == "stopped"


def test_nobody_is_told_in_writing_whose_name_and_address_nobody_knows(law: Oversight) -> None:
    law.registered(contactable=False, anonymous=True)
    assert set(law.running()) == {"transfer"}


def test_an_opinion_is_due_sixty_days_after_acceptance_and_only_where_an_appeal_ends_in_one(law: Oversight) -> None:
    law.registered()
    accepted(law)
    assert "opinion" not in law.running()
    branch(law, "opinion", "2026-11-30T02:00:00Z")
    assert clock(law, "opinion")["due"] == "2027-01-25T15:59:59Z", "60 days end on Saturday 23 January"
    assert clock(law, "opinion")["started_at"] == "2026-11-24T02:00:00Z"
    branch(law, "litigation", "2026-12-01T02:00:00Z")
    assert clock(law, "opinion")["ended"] == "cancelled"


def test_an_opinion_served_in_time_and_entered_late_was_in_time(law: Oversight) -> None:
    law.registered()
    accepted(law)
    branch(law, "opinion", "2026-11-30T02:00:00Z")
    law.sweep_until("2027-01-27T01:00:00Z")
    assert clock(law, "opinion")["light"] == "red"
    served(law, "2027-01-27T02:00:00Z", "2027-01-25T02:00:00Z")
    assert (clock(law, "opinion")["ended"], clock(law, "opinion")["light"]) == ("stopped", "green")
    assert "clock_breach_withdrawn" in law.told()


def test_the_citizens_thirty_days_count_from_the_service_and_breach_nothing(law: Oversight) -> None:
    law.registered()
    accepted(law)
    branch(law, "opinion", "2026-11-30T02:00:00Z")
    served(law, "2026-12-12T02:00:00Z", SERVED)
    law.concluded("2026-12-13T02:00:00Z")
    assert clock(law, "ask_review")["due"] == "2027-01-11T15:59:59Z", "9 January is a Saturday"
    law.sweep_until("2027-01-12T01:00:00Z")
    assert (clock(law, "ask_review")["ended"], clock(law, "ask_review")["light"]) == ("lapsed", "yellow")


def test_each_instance_has_its_own_clocks_to_ask_and_to_decide(law: Oversight) -> None:
    law.registered()
    accepted(law)
    branch(law, "opinion", "2026-11-30T02:00:00Z")
    served(law, "2026-12-10T03:00:00Z", SERVED)
    law.concluded("2026-12-13T02:00:00Z")
    asked(law, 1, ASKED)
    assert clock(law, "ask_review")["ended"] == "stopped"
    assert set(law.running()) == {"review"}
    assert clock(law, "review")["due"] == "2027-01-19T15:59:59Z"
    decided(law, 1, "2027-01-12T02:00:00Z", DECIDED)
    assert clock(law, "review")["ended_at"] == DECIDED
    assert set(law.running()) == {"ask_second_review"}
    assert clock(law, "ask_second_review")["due"] == "2027-02-11T15:59:59Z", "10 February makes up for Spring Festival"
    asked(law, 2, ASKED_AGAIN, "r2")
    assert set(law.running()) == {"second_review"}
    decided(law, 2, "2027-02-20T02:00:00Z")
    law.hear(fact(MatterFinal, instance=2), "2027-02-20T02:00:01Z")
    assert law.running() == {}


def test_a_review_that_is_not_granted_leaves_no_clock_and_a_second_asking_does_not_end_the_first(
    law: Oversight,
) -> None:
    law.registered()
    asked(law, 1, ASKED)
    asked(law, 1, "2026-12-21T02:00:00Z", "r2")
    refusal = {"kind": "review", "reason": "under_review"}
    law.hear(fact(routing.RequestRefused, request=f"{NUMBER}-r2", **refusal), "2026-12-21T02:01:00Z")
    clocks = law.docket()["clocks"]
    assert clocks[f"{NUMBER}-review"]["ended"] is None
    assert clocks[f"{NUMBER}-review-2"]["ended"] == "cancelled"


def test_the_hearing_of_a_second_review_is_taken_out_of_its_time(law: Oversight) -> None:
    law.registered()
    asked(law, 2, "2026-12-01T02:00:00Z")
    assert clock(law, "second_review")["due"] == "2026-12-31T15:59:59Z"
    law.hear(fact(HearingOpened, hearing=1, instance=2), "2026-12-10T02:00:00Z")
    assert law.running()["second_review"] == "paused"
    law.sweep_until("2027-01-05T02:00:00Z")
    assert law.running()["second_review"] == "paused"
    law.hear(fact(HearingHeld, hearing=1, instance=2), "2027-01-05T02:00:00Z")
    assert clock(law, "second_review")["due"] == "2027-01-26T15:59:59Z", "26 days later"
    assert law.told()[-1] == "clock_resumed"
    law.sweep_until("2027-01-27T01:00:00Z")
    assert law.running()["second_review"] == "red"


@pytest.mark.parametrize("instance", [0, 1])
def test_any_other_hearing_stops_no_clock(law: Oversight, instance: int) -> None:
    law.registered()
    asked(law, 2, "2026-12-01T02:00:00Z")
    asked(law, 1, "2026-12-01T02:00:00Z", "r2")
    law.hear(fact(HearingOpened, hearing=1, instance=instance), "2026-12-10T02:00:00Z")
    assert set(law.running().values()) == {"green"}


def test_hearings_heard_of_before_the_request_are_taken_out_all_the_same(law: Oversight) -> None:
    law.hear(fact(HearingOpened, hearing=1, instance=2), "2026-12-10T02:00:00Z")
    law.hear(fact(HearingHeld, hearing=1, instance=2), "2026-12-12T02:00:00Z")
    asked(law, 2, "2026-12-01T02:00:00Z")
    assert clock(law, "second_review")["due"] == "2027-01-04T15:59:59Z", "2 January, rolled over the weekend"


def test_the_short_way_has_ten_working_days_from_acceptance(law: Oversight) -> None:
    law.registered()
    accepted(law)
    law.hear(fact(HandlingSimplified, reply_by="2026-12-08T15:59:59Z"), "2026-11-25T02:00:00Z")
    assert clock(law, "simplified")["due"] == "2026-12-08T15:59:59Z"
    law.concluded("2026-12-01T02:00:00Z")
    assert clock(law, "simplified")["ended"] == "stopped"


def test_the_parties_thirty_days_to_ask_the_court_count_from_the_agreements_effect(law: Oversight) -> None:
    law.registered()
    told = fact(mediation.AgreementReached, case="m-1", direct=False, body="ns-t01-mediation", form="written",
                effective_at="2026-12-01T02:00:00Z")  # fmt: skip
    law.hear(told, "2026-12-03T02:00:00Z")
    law.concluded("2026-12-03T03:00:00Z")
    assert clock(law, "judicial_confirmation")["due"] == "2026-12-31T15:59:59Z"
    assert law.running() == {"judicial_confirmation": "green"}


def test_a_departments_objection_time_runs_from_its_call_and_lapses_without_a_breach(law: Oversight) -> None:
    law.whistled(MONDAY, "2026-11-23T03:00:00Z")
    objection = law.docket()["clocks"][f"{NUMBER}-w1-objection-ns-housing"]
    assert objection["due"] == "2026-11-30T15:59:59Z"
    law.checked_in("2026-11-23T02:00:00Z", "2026-11-23T03:00:00Z")
    assert "objection" not in law.running()


def test_an_edit_of_the_matters_codes_restarts_no_clock_and_no_assignee_is_needed_for_one(law: Oversight) -> None:
    law.registered(received_at=MONDAY, owner="ns-t01-unit")
    before = law.docket()["clocks"]
    law.hear(fact(intake.MatterSupplemented, supplement=1, category="land.hazard", urgency="urgent"),
             "2026-11-25T02:00:00Z")  # fmt: skip
    law.hear(fact(routing.OwnerChanged, owner="ns-t02-unit", former="ns-t01-unit"), "2026-11-25T03:00:00Z")
    assert law.docket()["clocks"] == {name: each | {"unit": "ns-t02-unit"} for name, each in before.items()}
    assert law.docket()["whistles"] == {}


def test_what_the_county_tracks_is_what_runs(law: Oversight, ningshan: County) -> None:
    few = replace(ningshan, clocks=replace(ningshan.clocks, tracked=("transfer",)))
    law.county, law.rules = few, RuleBook(few, law.shelf)
    law.registered()
    assert set(law.running()) == {"transfer"}
