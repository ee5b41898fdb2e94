"""The state table, cell by cell."""

from __future__ import annotations

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.routing.domain.life import NEXT, OVER, Step, after, steps_from

EVERY_CELL = [(status, step) for status in Status for step in Step]
CLOSED_CELLS = [cell for cell in EVERY_CELL if cell not in NEXT]


@pytest.mark.parametrize(("status", "step"), NEXT)
def test_an_open_cell_of_the_table_leads_to_its_status(status: Status, step: Step) -> None:
    assert after(status, step) is NEXT[status, step]


@pytest.mark.parametrize(("status", "step"), CLOSED_CELLS)
def test_a_closed_cell_is_refused_and_names_the_status_and_what_is_allowed(status: Status, step: Step) -> None:
    with pytest.raises(Refusal) as refused:
        after(status, step)
    assert (refused.value.code, refused.value.status) == ("step_not_allowed", 409)
    assert f"The matter is {status}" in refused.value.detail
    for allowed in steps_from(status):
        assert allowed in refused.value.detail


@pytest.mark.parametrize("status", sorted(OVER))
def test_nothing_leads_on_from_a_matter_that_is_over(status: Status) -> None:
    assert not [step for at, step in NEXT if at is status]


def test_every_status_can_be_reached_from_registered() -> None:
    reached = {Status.REGISTERED}
    while more := {to for (at, _), to in NEXT.items() if at in reached} - reached:
        reached |= more
    assert reached == set(Status)


@pytest.mark.parametrize("status", [s for s in Status if s not in OVER])
def test_every_status_that_is_not_over_can_still_end(status: Status) -> None:
    reached = {status}
    while more := {to for (at, _), to in NEXT.items() if at in reached} - reached:
        reached |= more
    assert reached & OVER
