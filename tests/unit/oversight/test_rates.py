"""The three rates, from counters, by every dimension, for who may see them."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import intake, routing
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight.domain.rates import Score, share
from services.oversight.domain.tally import keys_of, moves
from services.oversight.forms import watching
from services.oversight.use_cases import read_rates
from tests.unit.oversight.conftest import Oversight, fact, staff

TEN, ELEVEN, NOON = "2026-11-23T02:00:00Z", "2026-11-23T03:00:00Z", "2026-11-23T04:00:00Z"


def live(oversight: Oversight, *, checked_in: str = ELEVEN, outcome: str = "solved", rating: str = "satisfied") -> None:
    """One matter from registration to its rating."""
    oversight.registered()
    oversight.whistled(TEN, NOON)
    oversight.checked_in(checked_in, NOON)
    oversight.concluded("2026-11-24T01:00:00Z", outcome)
    rated = fact(intake.MatterRated, request="q1", receiving="basically_satisfied", responsible=rating)
    oversight.hear(rated, "2026-11-25T01:00:00Z")
    closed = fact(routing.MatterClosed, reason="rated", request="q1", lead="ns-housing")
    oversight.hear(closed, "2026-11-25T01:00:01Z")


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("department", "ns-housing"),
        ("town", "ns-t01"),
        ("village", "ns-t01-v04"),
        ("category", "construction.property"),
        ("channel", "web"),
    ],
)
def test_a_life_done_well_scores_full_rates_by_every_dimension(oversight: Oversight, by: str, code: str) -> None:
    live(oversight)
    row = next(row for row in oversight.rates(by)["rows"] if row["code"] == code)
    assert (row["response"]["in_time"], row["response"]["late"], row["response"]["rate"]) == (2, 0, 1.0)
    assert (row["solution"]["settled"], row["solution"]["rate"]) == (1, 1.0)
    assert (row["satisfaction"]["rated"], row["satisfaction"]["rate"]) == (1, 1.0)


def test_the_first_receiver_is_scored_for_dispatch_and_by_his_own_rating(oversight: Oversight) -> None:
    live(oversight)
    row = next(row for row in oversight.rates("department")["rows"] if row["code"] == "ns-t01-unit")
    assert row["whistling"]["dispatch"] == {"in_time": 1, "late": 0, "rate": 1.0}
    assert row["whistling"]["receiving"]["ratings"]["basically_satisfied"] == 1
    assert row["satisfaction"]["rated"] == 0


def test_a_late_check_in_an_explained_appeal_and_a_dissatisfied_citizen_lower_the_rates(oversight: Oversight) -> None:
    live(oversight, checked_in="2026-11-23T05:00:00Z", outcome="explained", rating="dissatisfied")
    total = oversight.rates("channel")["total"]
    assert total["response"]["rate"] == 0.5
    assert total["solution"] == {
        "settled": 0,
        "concluded": 1,
        "rate": 0.0,
        "outcomes": {"solved": 0, "explained": 1, "helped": 0, "handled_by_law": 0},
    }
    assert total["satisfaction"]["rate"] == 0.0


def test_days_are_the_countys_and_both_ends_of_a_period_count(oversight: Oversight) -> None:
    live(oversight)
    days = {row["code"] for row in oversight.rates("day")["rows"]}
    assert days == {"2026-11-23", "2026-11-24", "2026-11-25"}
    only = oversight.rates("day", first="2026-11-24", last="2026-11-24")
    assert [row["code"] for row in only["rows"]] == ["2026-11-24"]
    assert only["total"]["solution"]["concluded"] == 1


def test_without_days_the_last_thirty_are_read(oversight: Oversight) -> None:
    oversight.clock.at = "2026-11-25T17:00:00Z"
    asked = oversight.read(read_rates.read_rates, watching.RatesQuery, by="town")
    assert (asked["from"], asked["to"], asked["rows"]) == ("2026-10-28", "2026-11-26", [])


def test_a_leader_of_a_town_sees_its_villages_only(oversight: Oversight) -> None:
    live(oversight)
    elsewhere = staff(Role.LEADER, place="ns-t02")
    assert oversight.rates("village", elsewhere)["rows"] == []
    assert [row["code"] for row in oversight.rates("town", staff(Role.LEADER, place="ns-t01"))["rows"]] == ["ns-t01"]
    with pytest.raises(Refusal) as refused:
        oversight.rates("department", elsewhere)
    assert refused.value.status == 403


@pytest.mark.parametrize(("first", "last"), [("2026-11-02", "2026-11-01"), ("2000-01-01", "2026-11-01")])
def test_a_period_that_is_none_is_refused_by_its_field(oversight: Oversight, first: str, last: str) -> None:
    with pytest.raises(Refusal) as refused:
        oversight.rates("day", first=first, last=last)
    assert refused.value.errors[0].field == "from"


def test_a_matter_counted_under_another_category_moves_its_cells(oversight: Oversight) -> None:
    live(oversight)
    changed = fact(routing.OwnerChanged, owner="ns-water", former="ns-housing", category="other.enquiry")
    oversight.hear(changed, "2026-11-26T01:00:00Z")
    rows = {row["code"]: row for row in oversight.rates("category")["rows"]}
    assert rows["construction.property"]["solution"]["concluded"] == 0
    assert rows["other.enquiry"]["solution"]["concluded"] == 1


def test_nothing_rated_has_no_rate() -> None:
    empty: dict[str, Any] = Score().row()
    assert share(0, 0) is None
    assert empty["response"]["rate"] is empty["solution"]["rate"] is empty["satisfaction"]["rate"] is None


def test_a_cell_that_stays_moves_no_counter_and_one_that_goes_takes_all_of_its_own_back() -> None:
    cell = "check_in.late|2026-11-23|ns-housing|ns-t01-v04|-|web"
    assert moves({"a": cell}, {"a": cell}) == {}
    assert moves({"a": cell}, {}) == dict.fromkeys(keys_of(cell), -1)
    assert len(keys_of(cell)) == 4


def test_a_rating_that_routing_has_not_granted_does_not_count(oversight: Oversight) -> None:
    oversight.registered()
    oversight.hear(fact(intake.MatterRated, request="q1", receiving="satisfied", responsible="satisfied"), TEN)
    oversight.hear(fact(routing.RequestRefused, request="q1", kind="rating", reason="not_concluded"), TEN)
    assert oversight.rates("channel")["total"]["satisfaction"]["rated"] == 0
