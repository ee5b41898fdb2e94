"""More time for the handling of a whistle: once, in time, at most thirty days, and the citizen is told why."""

from __future__ import annotations

from typing import Any

import pytest

N = "123456789012"
PATH = f"/whistles/{N}-w1/extensions"
FINISH, UNTIL = "2026-06-04T15:59:59Z", "2026-06-20T15:59:59Z"
BODY = {"until": UNTIL, "reason": "appraisal", "text": "须待鉴定"}


@pytest.fixture
def whistled(house: Any) -> Any:
    """A matter whistled on Monday, to be done by Thursday's end."""
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    house.does("dispatcher", f"/cases/{N}/whistles", {"kind": "fast", "lead": "water", "assists": [], "reason": "办"})
    return house


def test_it_puts_the_end_off_and_tells_the_citizen_why(whistled: Any) -> None:
    done = whistled.does("dispatcher", PATH, BODY)
    whistle = done["whistles"][0]
    assert (whistle["finish_by"], whistle["former_finish_by"], done["status"]) == (UNTIL, FINISH, "whistled")
    told = whistled.facts()[-1].data
    wanted = {"whistle": f"{N}-w1", "finish_by": UNTIL, "former": FINISH, "reason": "appraisal"}
    assert told | wanted == told
    said = whistled.ask(N, "GET", f"/cases/{N}/replies").body["replies"]
    assert [(each["kind"], each["text"]) for each in said] == [("extension", "须待鉴定")]


def test_a_reply_inside_the_longer_time_is_in_time(whistled: Any) -> None:
    whistled.does("water", f"/whistles/{N}-w1/check-ins", {})
    whistled.does("dispatcher", PATH, BODY)
    whistled.service.clock.set("2026-06-19T01:00:00Z")
    done = whistled.does("water", f"/whistles/{N}-w1/replies", {"text": "已办"})
    assert done["whistles"][0]["calls"][0]["replied_late"] is False
    assert whistled.facts()[-1].data["finish_by"] == UNTIL


def test_it_is_granted_once(whistled: Any) -> None:
    whistled.does("dispatcher", PATH, BODY)
    said = whistled.ask("dispatcher", "POST", PATH, BODY | {"until": "2026-06-21T15:59:59Z"})
    assert (said.status, said.code) == (409, "already_extended")


@pytest.mark.parametrize("until", [FINISH, "2026-06-01T01:00:00Z", "2026-07-04T16:00:00Z"])
def test_it_ends_after_the_former_end_and_at_most_thirty_days_later(whistled: Any, until: str) -> None:
    said = whistled.ask("dispatcher", "POST", PATH, BODY | {"until": until})
    error = said.body["errors"][0]
    assert (said.status, error["field"], error["code"]) == (422, "until", "out_of_range")
    assert "2026-07-04T15:59:59Z" in error["detail"]


def test_thirty_days_to_the_second_are_granted(whistled: Any) -> None:
    done = whistled.does("dispatcher", PATH, BODY | {"until": "2026-07-04T15:59:59Z"})
    assert done["whistles"][0]["finish_by"] == "2026-07-04T15:59:59Z"


def test_it_comes_too_late_once_the_time_is_over(whistled: Any) -> None:
    whistled.service.clock.set("2026-06-04T16:00:00Z")
    said = whistled.ask("dispatcher", "POST", PATH, BODY)
    assert (said.status, said.code) == (409, "extension_too_late")


def test_a_department_does_not_grant_it_to_itself_and_no_ended_whistle_gets_it(whistled: Any) -> None:
    assert whistled.ask("water", "POST", PATH, BODY).status == 403
    whistled.does("water", f"/whistles/{N}-w1/check-ins", {})
    whistled.does("water", f"/whistles/{N}-w1/replies", {"text": "已办"})
    whistled.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "solved"})
    assert whistled.ask("dispatcher", "POST", PATH, BODY).code == "whistle_ended"
    unknown = whistled.ask("dispatcher", "POST", f"/whistles/{N}-w9/extensions", BODY)
    assert (unknown.status, unknown.code) == (404, "not_found")
