"""What of the grid's troubles counts as found and settled inside it, and what is no trouble of the county's at all."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events import routing
from services.contracts.fact import Fact
from services.county.reader import load
from services.oversight.domain.rules import RuleBook
from tests.unit.oversight.conftest import Oversight
from tests.unit.oversight.test_figures_of_matters import asked, came, then
from tests.unit.oversight.test_who_owes_a_step import COUNTIES


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (routing.MatterReferred, {"reason": "litigation", "to": "ns-court"}),
        (routing.MatterWithdrawn, {"request": "q-1"}),
    ],
)
def test_what_left_the_county_is_no_open_trouble_for_ever(
    oversight: Oversight, named: type[Fact], said: dict[str, Any]
) -> None:
    number = came(oversight, 1, channel="grid")
    assert asked(oversight, "inside_grid")["open"] == 1
    then(oversight, number, named, channel="grid", **said)
    told = asked(oversight, "inside_grid")
    assert (told["troubles"], told["open"], told["percent"]) == (0, 0, None)


def test_an_enquiry_that_a_grid_worker_takes_down_is_no_trouble(oversight: Oversight) -> None:
    came(oversight, 1, channel="grid", purpose="enquiry")
    came(oversight, 2, channel="grid", purpose="suggestion")
    assert asked(oversight, "inside_grid")["found"] == 1


@pytest.mark.parametrize(
    ("lead", "handled"),
    [("bg-t01-v01-unit", 1), ("bg-t01-unit", 0), ("bg-water", 0)],
    ids=["the village itself", "the town above it", "a station"],
)
def test_what_a_unit_above_the_village_answers_on_the_spot_is_not_settled_inside(
    oversight: Oversight, lead: str, handled: int
) -> None:
    oversight.county = load(COUNTIES / "baiguan.yaml")
    oversight.rules = RuleBook(oversight.county, oversight.shelf)
    of = {"channel": "grid", "place": "bg-t01-v01-z1", "category": None}
    number = came(oversight, 1, owner="bg-t01-v01-unit", **of)
    then(oversight, number, routing.MatterAnswered, reply=1, unit=lead, **of)
    then(oversight, number, routing.MatterConcluded, outcome="solved", lead=lead, round=1, **of)
    told = asked(oversight, "inside_grid")
    assert (told["found"], told["handled"]) == (1, handled)
