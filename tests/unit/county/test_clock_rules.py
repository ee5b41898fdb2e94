"""What Ningshan's whistles and the clocks of the law say, and how a rule is kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from services.contracts.vocabulary import Urgency
from services.county import clock_rules
from services.county.calendar import TimeUnit
from services.county.clocks import LadderStep
from services.county.county import County
from services.county.problem import UnknownCode
from services.county.rule_json import rule_as_json, rule_from_json, rule_id
from services.county.statutory import STATUTORY

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MONDAY.tzinfo)


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


def test_a_fact_is_heard_by_a_rule_only_if_it_says_what_the_rule_asks() -> None:
    notice, review, opinion = STATUTORY["notice"], STATUTORY["review"], STATUTORY["opinion"]
    assert notice.starts_by("matter_registered", {"contactable": True})
    assert not notice.starts_by("matter_registered", {"contactable": False})
    assert review.starts_by("review_requested", {"instance": 1})
    assert not review.starts_by("review_requested", {"instance": 2})
    assert not review.stops_by("review_decided", {"instance": 2})
    assert not review.stops_by("request_refused", {"kind": "rating"})
    assert review.stops_by("matter_final", {})
    assert opinion.starts_by("branch_decided", {"branch": "opinion"})
    assert opinion.stops_by("branch_decided", {"branch": "arbitration"})


def test_a_breach_of_the_handling_reminds_at_once_and_proposes_the_rest_step_by_step(ningshan: County) -> None:
    steps = ningshan.clocks.get("handling").breach
    assert [(step.step, step.proposed, step.after.amount if step.after else 0) for step in steps] == [
        (LadderStep.REMINDER, False, 0),
        (LadderStep.SUPERVISION, True, 1),
        (LadderStep.LISTED, True, 5),
        (LadderStep.CLUE, True, 10),
    ]


@pytest.mark.parametrize("name", ["check_in", "handling", *STATUTORY])
def test_a_rule_that_is_kept_as_json_comes_back_as_it_was(ningshan: County, name: str) -> None:
    rule = ningshan.clocks.get(name)
    told = rule_as_json(rule)
    assert rule_from_json(json.loads(json.dumps(told))) == rule
    assert rule_id(told) == rule_id(json.loads(json.dumps(told)))


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


def test_no_clock_of_the_law_pauses_but_for_the_hearings_of_a_second_review() -> None:
    assert not [name for name, rule in STATUTORY.items() if rule.pausable]
    assert [name for name, rule in STATUTORY.items() if rule.stands_still] == ["second_review"]


def test_the_citizens_own_times_and_an_organs_own_objection_breach_nothing() -> None:
    assert [name for name, rule in STATUTORY.items() if not rule.breach] == [
        *("objection", "ask_review", "ask_second_review", "judicial_confirmation"),
    ]


def test_an_unknown_clock_is_named_in_the_error(ningshan: County) -> None:
    with pytest.raises(UnknownCode, match="clock: 'tea' is not in the county file"):
        ningshan.clocks.get("tea")
