"""What routing's pages show: the calls of a department, the time that is left, and the steps that are possible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.contracts.refusals import Refusal
from services.county.calendar import Warn
from services.county.clocks import Anchor, ClockRule, Length, TimeUnit
from services.county.county import Clocks, County
from services.routing.pages import forms, remaining, stepping
from services.routing.use_cases import list_calls
from tests.unit.routing.conftest import USERS, House

NINE = "2026-06-01T01:00:00Z"


def whistled(house: House, number: str, kind: str, at: str) -> str:
    house.registers(number)
    house.service.clock.set(at)
    house.does("dispatcher", f"/cases/{number}/acceptance", {})
    body = {"kind": kind, "lead": "water", "assists": ["roads"], "reason": "请到场。"}
    return str(house.does("dispatcher", f"/cases/{number}/whistles", body)["id"])


def calls_of(house: House, who: str) -> list[tuple[str, str, str | None]]:
    return [(row["number"], row["state"], row["clock"]) for row in list_calls.list_calls(house.service, USERS[who])]


def test_what_is_due_soonest_comes_first_and_what_waits_for_others_last(house: House) -> None:
    whistled(house, "100000000001", "joint", NINE)
    second = whistled(house, "100000000002", "fast", "2026-06-01T01:05:00Z")
    assert calls_of(house, "water") == [
        ("100000000002", "called", "check_in"),
        ("100000000001", "called", "check_in"),
    ]
    house.does("water", f"/whistles/{second}/check-ins", {})
    assert [number for number, _, _ in calls_of(house, "water")] == ["100000000001", "100000000002"]
    house.does("water", f"/whistles/{second}/replies", {"text": "修好了。"})
    assert calls_of(house, "water")[-1] == ("100000000002", "replied", None)
    house.does("dispatcher", "/cases/100000000002/conclusion", {"outcome": "solved"})
    assert [number for number, _, _ in calls_of(house, "water")] == ["100000000001"]
    former, after = list_calls.list_former_calls(house.service, USERS["water"], 10, None)
    assert ([row["number"] for row in former], after) == (["100000000002"], None)


def test_a_department_sees_its_own_calls_only_and_a_handler_without_one_none(house: House) -> None:
    whistled(house, "100000000001", "fast", NINE)
    assert [row[0] for row in calls_of(house, "roads")] == ["100000000001"]
    assert calls_of(house, "housing") == []
    with pytest.raises(Refusal) as refused:
        list_calls.list_calls(house.service, USERS["dispatcher"])
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-06-01T00:59:30Z", "还剩 不到 1 分钟"),
        ("2026-06-01T00:18:00Z", "还剩 42 分"),
        ("2026-05-31T22:00:00Z", "还剩 3 小时"),
        ("2026-05-30T00:00:00Z", "还剩 2 天 1 小时"),
        ("2026-06-01T02:05:00Z", "已超 1 小时 5 分"),
    ],
)
def test_the_time_left_is_told_by_the_minute(now: str, said: str) -> None:
    assert remaining.left(NINE, now) == said


@pytest.mark.parametrize(
    ("now", "light"),
    [
        ("2026-06-01T01:10:00Z", "green"),
        ("2026-06-01T01:25:00Z", "yellow"),
        ("2026-06-01T01:30:00Z", "yellow"),
        ("2026-06-01T01:30:01Z", "red"),
    ],
)
def test_a_call_is_yellow_from_the_countys_warning_on_and_red_after_its_end(
    county: County, now: str, light: str
) -> None:
    rule = ClockRule(
        "check_in",
        "报到",
        Anchor.DEPARTMENT,
        frozenset({"whistle_blown"}),
        frozenset({"department_checked_in"}),
        Length(30, TimeUnit.MINUTES),
        (Warn(percent=80),),
    )
    warned = replace(county, clocks=Clocks({"check_in": rule}))
    assert remaining.light(warned, "check_in", NINE, "2026-06-01T01:30:00Z", now) == light


def steps(house: House, now: str = NINE) -> tuple[str, ...]:
    return stepping.possible(house.ask("dispatcher", "GET", "/cases/123456789012").body, now)


def test_a_page_offers_the_steps_that_will_not_be_refused(house: House) -> None:
    number = house.registers()
    assert steps(house) == ("accept", "answer_on_the_spot", "refer", "decline")
    whistle = whistled(house, number, "fast", NINE)
    assert steps(house) == ("extend", "wall")
    house.does("roads", f"/whistles/{whistle}/objections", {"reason": "wrong_place", "text": "不在辖区。"})
    assert steps(house) == ("decide_objection", "extend", "wall")
    house.does("water", f"/whistles/{whistle}/check-ins", {})
    house.does("water", f"/whistles/{whistle}/replies", {"text": "修好了。"})
    assert "conclude" not in steps(house)
    house.does("dispatcher", f"/whistles/{whistle}/objections/1/decision", {"upheld": True, "text": "属实。"})
    assert steps(house)[0] == "conclude"
    assert "extend" not in steps(house, "2026-07-01T00:00:00Z")


def test_an_address_leads_back_to_its_step() -> None:
    assert stepping.of_address("/work/routing/whistles/<id>/objections/<n>/decision") == "decide_objection"
    assert stepping.of_address("/work/routing/cases/<number>") is None


def test_more_time_lasts_until_the_end_of_the_countys_day() -> None:
    assert forms.end_of("2026-12-01") == "2026-12-01T15:59:59Z"
