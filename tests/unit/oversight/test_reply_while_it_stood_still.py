"""Who replies while its clock stands still is not late, in whatever order that is heard."""

from __future__ import annotations

import pytest

from services.contracts.events import routing
from tests.unit.oversight.conftest import Oversight, fact
from tests.unit.oversight.test_released_while_it_stood_still import BY, FRIDAY, LEAD, STOOD, TUESDAY, W, rule
from tests.unit.oversight.test_standing_still import TEN, clock, pause, resume

SATURDAY = "2026-11-28T02:00:00Z"


def replied(oversight: Oversight, at: str) -> None:
    told = fact(routing.DepartmentReplied, whistle=W, department=LEAD, reply=1, finish_by=STOOD, late=False)
    oversight.hear(told, at)


@pytest.fixture
def until_replied(oversight: Oversight) -> Oversight:
    """A county whose handling clock waits for the reply; the matter is to be done by Friday's end."""
    rule(oversight, stops=frozenset({"department_replied"}))
    oversight.whistled(TEN, BY, finish_by="2026-11-27T15:59:59Z")
    return oversight


def test_a_reply_while_its_clock_stands_still_is_not_late_though_no_working_day_has_passed(
    until_replied: Oversight,
) -> None:
    pause(until_replied, FRIDAY)
    replied(until_replied, SATURDAY)
    assert (clock(until_replied)["ended"], clock(until_replied)["light"]) == ("stopped", "yellow")
    assert "clock_breached" not in until_replied.told()


def test_nor_is_one_of_that_time_which_is_heard_after_the_clock_went_on(until_replied: Oversight) -> None:
    pause(until_replied, FRIDAY)
    resume(until_replied, "2026-11-29T02:00:00Z")
    replied(until_replied, SATURDAY)
    assert (clock(until_replied)["ended"], clock(until_replied)["light"]) == ("stopped", "yellow")
    assert "clock_breached" not in until_replied.told()


def test_a_reply_after_the_clock_went_on_and_ran_out_is_late(until_replied: Oversight) -> None:
    pause(until_replied, TUESDAY)
    due = resume(until_replied, "2026-11-25T02:00:00Z")["due"]
    replied(until_replied, "2026-12-01T02:00:00Z")
    assert (due, clock(until_replied)["light"]) == ("2026-11-30T15:59:59Z", "red")
