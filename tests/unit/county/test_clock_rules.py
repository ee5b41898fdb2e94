"""Which clocks a fact starts and stops in Ningshan, and what a breach leads to."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from services.contracts.vocabulary import Urgency
from services.county import clock_rules
from services.county.calendar import TimeUnit
from services.county.clocks import Anchor, LadderStep
from services.county.county import County
from services.county.problem import UnknownCode
from services.county.statutory import STATUTORY

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONDAY.tzinfo)


def test_a_whistle_starts_the_departments_check_in_and_the_matters_handling(ningshan: County) -> None:
    plans = clock_rules.started_by(ningshan, "whistle_blown", MONDAY, Urgency.LIVELIHOOD, "urgent")
    assert [(plan.clock, plan.anchor, plan.deadline.due) for plan in plans] == [
        ("check_in", Anchor.DEPARTMENT, local("2026-03-02T10:30:00")),
        ("handling", Anchor.MATTER, local("2026-03-05T23:59:59")),
    ]
    assert [plan.pausable for plan in plans] == [False, True]
    assert all(MONDAY < warning < plan.deadline.due for plan in plans for warning in plan.warnings)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.URGENT, "2026-03-03T23:59:59"),
        (Urgency.LIVELIHOOD, "2026-03-05T23:59:59"),
        (Urgency.HARD, "2026-03-11T23:59:59"),
    ],
)
def test_a_matter_is_done_in_one_three_or_seven_working_days(ningshan: County, urgency: Urgency, due: str) -> None:
    assert clock_rules.finish_by(ningshan, urgency, MONDAY).due == local(due)


@pytest.mark.parametrize(
    ("kind", "due"),
    [("urgent", "2026-03-02T10:30:00"), ("ordinary", "2026-03-02T16:00:00"), ("joint", "2026-03-03T10:00:00")],
)
def test_the_whistles_kind_says_when_departments_report_for_duty(ningshan: County, kind: str, due: str) -> None:
    assert clock_rules.check_in_by(ningshan, kind, MONDAY).due == local(due)


def test_an_unknown_kind_of_whistle_is_named_in_the_error(ningshan: County) -> None:
    with pytest.raises(UnknownCode, match="whistle_kind: 'loud' is not in the county file"):
        clock_rules.check_in_by(ningshan, "loud", MONDAY)


def test_a_registered_matter_has_a_running_clock_before_anyone_is_assigned(ningshan: County) -> None:
    (plan,) = clock_rules.started_by(ningshan, "matter_registered", MONDAY, Urgency.HARD)
    assert plan.clock == "transfer"
    assert plan.deadline.due == local("2026-03-17T23:59:59")


def test_a_fact_that_no_clock_hangs_on_starts_and_stops_nothing(ningshan: County) -> None:
    assert clock_rules.started_by(ningshan, "matter_supplemented", MONDAY, Urgency.HARD) == ()
    assert clock_rules.stopped_by(ningshan, "matter_supplemented") == ()


def test_checking_in_stops_only_the_check_in_and_concluding_stops_all(ningshan: County) -> None:
    assert clock_rules.stopped_by(ningshan, "department_checked_in") == ("check_in",)
    assert clock_rules.stopped_by(ningshan, "matter_concluded") == ("check_in", "handling", "transfer")
    assert clock_rules.stopped_by(ningshan, "whistle_blown") == ("transfer",)


def test_a_breach_reminds_at_once_and_proposes_the_rest_step_by_step(ningshan: County) -> None:
    due = local("2026-03-11T23:59:59")
    steps = clock_rules.ladder(ningshan, "handling", due)
    assert [(step.step, step.proposed, at) for step, at in steps] == [
        (LadderStep.REMINDER, False, due),
        (LadderStep.SUPERVISION, True, local("2026-03-12T23:59:59")),
        (LadderStep.LISTED, True, local("2026-03-18T23:59:59")),
        (LadderStep.CLUE, True, local("2026-03-25T23:59:59")),
    ]


@pytest.mark.parametrize(
    ("clock", "amount", "unit"),
    [
        ("transfer", 15, TimeUnit.CALENDAR_DAYS),
        ("notice", 15, TimeUnit.CALENDAR_DAYS),
        ("objection", 5, TimeUnit.WORKING_DAYS),
        ("opinion", 60, TimeUnit.CALENDAR_DAYS),
        ("ask_review", 30, TimeUnit.CALENDAR_DAYS),
        ("review", 30, TimeUnit.CALENDAR_DAYS),
        ("ask_second_review", 30, TimeUnit.CALENDAR_DAYS),
        ("second_review", 30, TimeUnit.CALENDAR_DAYS),
        ("simplified", 10, TimeUnit.WORKING_DAYS),
        ("judicial_confirmation", 30, TimeUnit.CALENDAR_DAYS),
    ],
)
def test_the_clocks_of_the_law_have_the_laws_lengths(ningshan: County, clock: str, amount: int, unit: TimeUnit) -> None:
    length = ningshan.clocks.get(clock).length_for(Urgency.HARD, None)
    assert length is not None
    assert (length.amount, length.unit) == (amount, unit)


def test_only_a_second_review_pauses_and_the_citizens_own_times_breach_nothing() -> None:
    assert [name for name, rule in STATUTORY.items() if rule.pausable] == ["second_review"]
    assert [name for name, rule in STATUTORY.items() if not rule.breach] == [
        *("objection", "ask_review", "ask_second_review", "judicial_confirmation"),
    ]


def test_an_unknown_clock_is_named_in_the_error(ningshan: County) -> None:
    with pytest.raises(UnknownCode, match="clock: 'tea' is not in the county file"):
        ningshan.clocks.get("tea")
