"""A conference that was called is held or called off before the matter ends; a task force has members of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.county.leading import TaskForces
from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
ANSWER = {"text": "已当面说明", "outcome": "explained"}
OFF = {"reason": "双方已经谈妥"}


@pytest.fixture
def conferring(house: Any) -> Any:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"tier": None})
    house.does("dispatcher", f"{CASE}/conferences", {"question": "plan"})
    return house


def refused(house: Any, path: str, body: dict[str, Any]) -> tuple[int, str]:
    said = house.ask("dispatcher", "POST", path, body)
    return said.status, said.code


def test_nothing_is_answered_or_settled_while_a_conference_waits(conferring: Any) -> None:
    assert refused(conferring, f"{CASE}/on-the-spot", ANSWER) == (409, "conference_open")
    assert refused(conferring, f"{CASE}/settlement", {"terms": "各让一步"}) == (409, "conference_open")
    conferring.does("dispatcher", f"{CASE}/conferences/1/minutes", {"minutes": "议定由水利局答复"})
    assert conferring.does("dispatcher", f"{CASE}/on-the-spot", ANSWER)["status"] == "concluded"


def test_a_handled_matter_is_not_concluded_either(conferring: Any) -> None:
    whistle = {"kind": "fast", "lead": "water", "assists": [], "reason": "三天没有水了"}
    conferring.does("dispatcher", f"{CASE}/whistles", whistle)
    conferring.does("water", f"/whistles/{N}-w1/check-ins", {})
    conferring.does("water", f"/whistles/{N}-w1/replies", {"text": "已通水"})
    assert refused(conferring, f"{CASE}/conclusion", {"outcome": "solved"}) == (409, "conference_open")
    conferring.does("dispatcher", f"{CASE}/conferences/1/cancellation", OFF)
    assert conferring.does("dispatcher", f"{CASE}/conclusion", {"outcome": "solved"})["status"] == "concluded"


def test_a_conference_that_is_called_off_is_over_and_its_members_hear_so(conferring: Any) -> None:
    off = conferring.does("dispatcher", f"{CASE}/conferences/1/cancellation", OFF)
    shown = off["leading"]["conferences"][0]
    assert (shown["held_at"], shown["called_off_at"]) == (None, conferring.service.clock.now())
    told = conferring.facts()[-1]
    assert (told.type, told.data["conference"]) == ("countynet.routing.conference_called_off.v1", 1)
    assert told.data["members"] == shown["members"]
    assert OFF["reason"] not in str(told.data)
    for path, body in (("minutes", {"minutes": "x"}), ("cancellation", OFF)):
        assert refused(conferring, f"{CASE}/conferences/1/{path}", body) == (409, "conference_over")
    again = conferring.does("dispatcher", f"{CASE}/conferences", {"question": "plan"})
    assert [each["n"] for each in again["leading"]["conferences"]] == [1, 2]


def test_a_task_force_is_of_the_files_own_units_where_no_member_is_named(conferring: Any) -> None:
    county = replace(conferring.service.county, task_forces=TaskForces(("petition", "roads")))
    conferring.service.county = county
    formed = conferring.does("dispatcher", f"{CASE}/task-force", {"name": "专班", "lead": "water"})
    assert formed["leading"]["task_forces"][0]["members"] == ["water", "petition", "roads"]
    conferring.service.county = replace(county, task_forces=TaskForces())
    assert refused(conferring, f"{CASE}/task-force", {"name": "专班", "lead": "water"})[0] == 422
