"""Units that leading a matter draws in need its story for their work; one that does not take it over does not."""

from __future__ import annotations

from typing import Any

import pytest

from services.intake.domain import timeline


def row(kind: str, **codes: Any) -> timeline.Row:
    return {"type": kind, **codes}


@pytest.mark.parametrize(
    ("told", "units"),
    [
        (row("handover_offered", to="water", owner="petition"), {"water"}),
        (row("owner_changed", owner="water", former="petition"), {"water"}),
        (row("whistle_escalated", to="t1-gov", level="town"), {"t1-gov"}),
        (row("task_force_formed", lead="water", members=("water", "roads")), {"water", "roads"}),
        (row("conference_called", members=("water", "housing")), {"water", "housing"}),
        (row("call_answered", departments=("roads",)), {"roads"}),
        (row("matter_accepted", owner="petition"), set()),
    ],
)
def test_whom_a_fact_of_leading_draws_in(told: timeline.Row, units: set[str]) -> None:
    assert timeline.departments([told]) == units


def test_a_unit_that_refused_the_handover_reads_no_more() -> None:
    rows = [row("handover_offered", to="water", owner="petition"), row("handover_refused", to="water")]
    assert timeline.departments(rows) == frozenset()
