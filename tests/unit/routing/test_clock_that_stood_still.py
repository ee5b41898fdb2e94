"""The handling clock stands still and goes on at oversight: routing shows, limits and judges by the moved end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events.oversight import ClockPaused, ClockResumed, ClockWarned
from services.county.clocks import Anchor
from services.county.county import Clocks

N = "123456789012"
W = f"{N}-w1"
FINISH, MOVED = "2026-06-04T15:59:59Z", "2026-06-08T15:59:59Z"
TUESDAY, FRIDAY = "2026-06-02T01:00:00Z", "2026-06-05T01:00:00Z"
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


def test_what_else_oversight_tells_is_nobodys_business_here(whistled: Any) -> None:
    assert ClockWarned not in whistled.handlers
