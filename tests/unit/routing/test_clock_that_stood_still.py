"""The handling clock stands still and goes on at oversight: routing shows, limits and judges by the moved end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events.intake import WithdrawalRequested
from services.contracts.events.oversight import ClockPaused, ClockResumed, ClockWarned
from services.county.calendar import TimeUnit
from services.county.clocks import Anchor, Length
from services.county.county import Clocks

N = "123456789012"
W = f"{N}-w1"
FINISH, MOVED = "2026-06-04T15:59:59Z", "2026-06-08T15:59:59Z"
TUESDAY, FRIDAY = "2026-06-02T01:00:00Z", "2026-06-05T01:00:00Z"
STOOD = "2026-06-09T15:59:59Z"
"""Thursday's end and the three working days from Tuesday to Friday."""
EXTENSION = {"reason": "appraisal", "text": "须待鉴定"}


@pytest.fixture
def whistled(house: Any) -> Any:
    """A matter whistled on Monday, to be done by Thursday's end; water leads, roads assists."""
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    blown = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "办"}
    house.does("dispatcher", f"/cases/{N}/whistles", blown)
    house.does("water", f"/whistles/{W}/check-ins", {})
    house.does("roads", f"/whistles/{W}/check-ins", {})
    return house


def said(unit: str | None = "water", **more: Any) -> dict[str, Any]:
    codes = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal", "category": "water"}
    of_matter = {"urgency": "livelihood", "tier": None, "contactable": True}
    of_clock = {"clock": "handling", "clock_id": f"{W}-handling-{unit}", "unit": unit, "whistle": W, "due": FINISH}
    return {**codes, **of_matter, **of_clock, **more}


def stands(house: Any, at: str = TUESDAY, **more: Any) -> None:
    house.hears(ClockPaused(**said(**more), reason="appraisal"), at)


def goes_on(house: Any, due: str = MOVED, at: str = FRIDAY, **more: Any) -> None:
    house.hears(ClockResumed(**(said(**more) | {"due": due}), reason="appraisal"), at)


def whistle(house: Any) -> dict[str, Any]:
    found: dict[str, Any] = house.ask("dispatcher", "GET", f"/cases/{N}").body["whistles"][0]
    return found


def extends(house: Any, until: str) -> Any:
    return house.ask("dispatcher", "POST", f"/whistles/{W}/extensions", EXTENSION | {"until": until})


def test_the_whistles_end_follows_its_clock_and_a_reply_inside_it_is_in_time(whistled: Any) -> None:
    stands(whistled)
    assert (whistle(whistled)["paused"], whistle(whistled)["finish_by"]) == ("water", FINISH)
    goes_on(whistled)
    assert (whistle(whistled)["paused"], whistle(whistled)["finish_by"]) == (None, MOVED)
    calls = whistled.ask("dispatcher", "GET", f"/cases/{N}").body["whistles"][0]["calls"]
    assert {call["finish_by"] for call in calls} == {None}
    whistled.service.clock.set("2026-06-08T09:00:00Z")
    done = whistled.does("water", f"/whistles/{W}/replies", {"text": "已办"})
    assert done["whistles"][0]["calls"][0]["replied_late"] is False
    told = whistled.facts()[-1].data
    assert (told["late"], told["finish_by"]) == (False, MOVED)


def test_a_reply_after_the_moved_end_is_late(whistled: Any) -> None:
    stands(whistled)
    goes_on(whistled)
    whistled.service.clock.set("2026-06-08T16:00:00Z")
    done = whistled.does("water", f"/whistles/{W}/replies", {"text": "已办"})
    assert done["whistles"][0]["calls"][0]["replied_late"] is True


def test_more_time_is_counted_from_the_moved_end_and_never_shortens_it(whistled: Any) -> None:
    stands(whistled)
    goes_on(whistled)
    short = extends(whistled, "2026-06-05T15:59:59Z")
    assert (short.status, short.body["errors"][0]["code"]) == (422, "out_of_range")
    whistled.service.clock.set("2026-06-05T02:00:00Z")
    assert extends(whistled, "2026-06-20T15:59:59Z").status == 200, "the former end is over, the moved one is not"
    assert whistle(whistled)["former_finish_by"] == MOVED


def test_while_the_clock_stands_still_no_more_time_is_granted(whistled: Any) -> None:
    stands(whistled)
    refused = extends(whistled, "2026-06-20T15:59:59Z")
    assert (refused.status, refused.code) == (409, "clock_paused")
    whistled.service.clock.set("2026-06-10T02:00:00Z")
    assert extends(whistled, "2026-06-20T15:59:59Z").code == "clock_paused", "it is not over: it waits"


def test_an_extension_and_a_resumption_that_cross_come_to_the_later_end(whistled: Any) -> None:
    assert extends(whistled, "2026-06-20T15:59:59Z").status == 200
    stands(whistled)
    goes_on(whistled)
    assert whistle(whistled)["finish_by"] == "2026-06-20T15:59:59Z"


@pytest.mark.parametrize(
    "other", [{"clock": "second_review"}, {"whistle": None}, {"unit": None}, {"unit": "roads"}, {"whistle": f"{N}-w9"}]
)
def test_other_clocks_leave_the_whistle_as_it_is(whistled: Any, other: dict[str, Any]) -> None:
    before = whistle(whistled)
    stands(whistled, **other)
    goes_on(whistled, **other)
    assert whistle(whistled) == before


def test_an_ended_whistle_and_an_unknown_matter_are_left_alone(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{W}/replies", {"text": "已办"})
    whistled.does("roads", f"/whistles/{W}/replies", {"text": "已办"})
    whistled.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "solved"})
    goes_on(whistled)
    assert whistle(whistled)["finish_by"] == FINISH
    goes_on(whistled, number="999999999999")
    assert whistled.ask("dispatcher", "GET", "/cases/999999999999").status == 404


def test_where_handling_runs_on_each_department_a_moved_end_is_its_own(whistled: Any) -> None:
    county = whistled.service.county
    rule = replace(county.clocks.rules["handling"], anchor=Anchor.DEPARTMENT)
    whistled.service.county = replace(county, clocks=Clocks({"handling": rule}))
    stands(whistled, unit="roads")
    assert extends(whistled, "2026-06-05T15:59:59Z").status == 200, "the lead's own clock runs"
    goes_on(whistled, unit="roads")
    calls = {call["department"]: call["finish_by"] for call in whistle(whistled)["calls"]}
    assert calls == {"water": None, "roads": MOVED}
    whistled.service.clock.set("2026-06-08T09:00:00Z")
    whistled.does("water", f"/whistles/{W}/replies", {"text": "已办"})
    assert whistled.facts()[-1].data["late"] is True
    whistled.does("roads", f"/whistles/{W}/replies", {"text": "已办"})
    assert whistled.facts()[-1].data["late"] is False


def objection(house: Any, lead: str) -> None:
    """The paused lead says that the matter is not its own, and another leads from Friday on."""
    house.does("water", f"/whistles/{W}/objections", {"reason": "not_competent", "text": "不归我们"})
    house.service.clock.set(FRIDAY)
    decision = {"upheld": True, "text": "换人", "replacement": lead}
    house.does("dispatcher", f"/whistles/{W}/objections/1/decision", decision)


def interest(house: Any, lead: str) -> None:
    house.service.clock.set(FRIDAY)
    stepped = {"unit": "water", "reason": "亲属", "replacement": lead}
    house.does("dispatcher", f"/cases/{N}/interests", stepped)


@pytest.mark.parametrize("lead", ["housing", "roads"])
@pytest.mark.parametrize("released", [objection, interest])
def test_who_leads_after_a_paused_lead_keeps_the_time_that_the_matter_stood_still(
    whistled: Any, released: Any, lead: str
) -> None:
    stands(whistled)
    assert whistle(whistled)["paused_at"] == TUESDAY
    released(whistled, lead)
    now = whistle(whistled)
    assert (now["lead"], now["paused"], now["paused_at"], now["finish_by"]) == (lead, None, None, STOOD)
    assert extends(whistled, "2026-06-20T15:59:59Z").status == 200, "the new lead's clock runs"


def test_a_reply_while_the_clock_stands_still_is_in_time(whistled: Any) -> None:
    stands(whistled)
    whistled.service.clock.set(FRIDAY)
    done = whistled.does("water", f"/whistles/{W}/replies", {"text": "鉴定未出，先行答复"})["whistles"][0]
    assert [(call["replied_late"], call["finish_by"]) for call in done["calls"]] == [(False, STOOD), (None, None)]
    told = whistled.facts()[-1].data
    assert (told["late"], told["finish_by"]) == (False, STOOD)
    whistled.does("roads", f"/whistles/{W}/replies", {"text": "已办"})
    assert whistled.facts()[-1].data["late"] is True, "who assists has the whistle's end"


def test_a_rejected_objection_leaves_the_clock_standing_still(whistled: Any) -> None:
    stands(whistled)
    whistled.does("water", f"/whistles/{W}/objections", {"reason": "not_competent", "text": "不归我们"})
    whistled.service.clock.set(FRIDAY)
    whistled.does("dispatcher", f"/whistles/{W}/objections/1/decision", {"upheld": False, "text": "归你局"})
    assert (whistle(whistled)["paused"], whistle(whistled)["finish_by"]) == ("water", FINISH)


def test_what_went_on_before_its_lead_was_released_and_is_heard_after_moves_the_end_too(whistled: Any) -> None:
    objection(whistled, "housing")
    goes_on(whistled)
    assert (whistle(whistled)["lead"], whistle(whistled)["finish_by"]) == ("housing", MOVED)


def test_a_clock_of_a_departments_own_stands_still_for_nobody_else(whistled: Any) -> None:
    county = whistled.service.county
    rule = replace(county.clocks.rules["handling"], anchor=Anchor.DEPARTMENT)
    whistled.service.county = replace(county, clocks=Clocks({"handling": rule}))
    stands(whistled)
    objection(whistled, "housing")
    assert (whistle(whistled)["paused"], whistle(whistled)["finish_by"]) == (None, FINISH)


def test_calendar_days_move_from_the_day_that_rolled(house: Any) -> None:
    county = house.service.county
    rule = replace(county.clocks.rules["handling"], length=Length(5, TimeUnit.CALENDAR_DAYS))
    house.service.county = replace(county, clocks=Clocks({"handling": rule}))
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    blown = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "办"}
    assert house.does("dispatcher", f"/cases/{N}/whistles", blown)["finish_by"] == "2026-06-08T15:59:59Z"
    stands(house)
    objection(house, "roads")
    assert whistle(house)["finish_by"] == "2026-06-09T15:59:59Z", "Saturday the 6th, and three days"


def test_a_whistle_that_is_over_does_not_stand_still(whistled: Any) -> None:
    for unit in ("water", "roads"):
        whistled.does(unit, f"/whistles/{W}/replies", {"text": "已办"})
    stands(whistled)
    whistled.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "solved"})
    assert (whistle(whistled)["state"], whistle(whistled)["paused"], whistle(whistled)["paused_at"]) == (
        "ended",
        None,
        None,
    )


def test_a_withdrawn_matter_does_not_stand_still_either(whistled: Any) -> None:
    stands(whistled)
    codes = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
    whistled.hears(WithdrawalRequested(**codes, request="w-1"), TUESDAY)
    assert (whistle(whistled)["state"], whistle(whistled)["paused"]) == ("ended", None)


def test_what_else_oversight_tells_is_nobodys_business_here(whistled: Any) -> None:
    assert ClockWarned not in whistled.handlers
