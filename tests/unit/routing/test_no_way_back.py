"""A unit that stepped back from a matter comes into it again by no other door (回避, 信访工作条例 Art. 28)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.routing.leading_county import well_led

N = "123456789012"
CASE = f"/cases/{N}"
WHISTLE = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": "请办"}


@pytest.fixture
def without_roads(house: Any) -> Any:
    """A matter that the roads department was called to and stepped back from; an order was offered to it before."""
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    house.does("dispatcher", f"{CASE}/orders", {"departments": ["roads", "water"]})
    house.does("dispatcher", f"{CASE}/handovers", {"to": "roads", "reason": "归你们"})
    house.does("dispatcher", f"{CASE}/whistles", WHISTLE)
    house.does("roads", f"{CASE}/interests", {"unit": "roads", "reason": "有直接利害关系"})
    return house


@pytest.mark.parametrize(
    ("step", "body", "field"),
    [
        ("handovers", {"to": "roads", "reason": "归你们"}, "to"),
        ("disputes", {"units": ["water", "roads"], "reason": "互相推"}, "units.1"),
        ("disputes", {"units": ["water", "housing"], "superior": "roads", "reason": "互相推"}, "superior"),
        ("conferences", {"question": "plan", "members": ["water", "roads"]}, "members.1"),
        ("task-force", {"lead": "roads", "members": ["water"], "name": "专班"}, "lead"),
        ("task-force", {"lead": "water", "members": ["roads"], "name": "专班"}, "members.0"),
        ("bindings", {"units": ["water", "roads"]}, "units.1"),
        ("orders", {"departments": ["roads"]}, "departments.0"),
    ],
)
def test_it_is_named_nowhere(without_roads: Any, step: str, body: dict[str, Any], field: str) -> None:
    said = without_roads.ask("dispatcher", "POST", f"{CASE}/{step}", body)
    error = said.body["errors"][0]
    assert (said.status, error["field"], error["code"]) == (422, field, "has_interest")


def test_it_answers_no_call_and_is_not_decided_on(without_roads: Any) -> None:
    without_roads.does("dispatcher", f"{CASE}/calls", {"reason": "请响应"})
    without_roads.does("dispatcher", f"{CASE}/disputes", {"units": ["water", "housing"], "reason": "互相推"})
    for step, body in (
        ("calls/1/answer", {"departments": ["water", "roads"]}),
        ("disputes/1/decision", {"lead": "roads", "text": "归你们"}),
    ):
        said = without_roads.ask("leader", "POST", f"{CASE}/{step}", body)
        assert (said.status, said.body["errors"][0]["code"]) == (422, "has_interest")


def test_what_it_was_asked_before_it_neither_takes_nor_reads_any_more(without_roads: Any) -> None:
    for step, body in (("orders/1/taking", {}), ("handovers/1/acceptance", {})):
        assert without_roads.ask("roads", "POST", f"{CASE}/{step}", body).status == 404
    assert without_roads.ask("roads", "GET", CASE).status == 404


def test_a_task_force_draws_on_the_files_units_but_on_it(without_roads: Any) -> None:
    body = {"lead": "water", "members": ["housing"], "name": "专班"}
    done = without_roads.does("dispatcher", f"{CASE}/task-force", body)
    assert done["leading"]["task_forces"][0]["members"] == ["water", "housing"]
