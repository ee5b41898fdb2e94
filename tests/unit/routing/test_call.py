"""One department under a whistle: every state against every step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.contracts.refusals import Refusal
from services.routing.domain.call import NEXT, REFUSALS, CallRole, CallState, CallStep, DepartmentCall

AT, BY, LATER = "2026-06-01T01:00:00Z", "2026-06-01T01:30:00Z", "2026-06-01T01:30:01Z"
RULES: dict[CallStep, Callable[[DepartmentCall], DepartmentCall]] = {
    CallStep.CHECK_IN: lambda call: call.checked_in(AT),
    CallStep.OBJECT: DepartmentCall.objected,
    CallStep.REPLY: lambda call: call.replied(AT, BY),
    CallStep.UPHOLD: DepartmentCall.upheld,
    CallStep.REJECT: DepartmentCall.rejected,
    CallStep.STEP_BACK: DepartmentCall.stepped_back,
}


def call_in(state: CallState, checked_in_at: str | None = None) -> DepartmentCall:
    return DepartmentCall("water", CallRole.LEAD, state, AT, BY, checked_in_at=checked_in_at)


@pytest.mark.parametrize(("state", "step"), NEXT)
def test_an_allowed_step_leads_to_its_state(state: CallState, step: CallStep) -> None:
    assert RULES[step](call_in(state)).state == NEXT[state, step]


@pytest.mark.parametrize(("state", "step"), [(a, b) for a in CallState for b in CallStep if (a, b) not in NEXT])
def test_every_other_step_is_refused_with_the_code_of_the_state(state: CallState, step: CallStep) -> None:
    with pytest.raises(Refusal) as refused:
        RULES[step](call_in(state))
    assert refused.value.code == REFUSALS[state][0]
    assert refused.value.detail.startswith("water ")


@pytest.mark.parametrize(("at", "late"), [(AT, False), (BY, False), (LATER, True)])
def test_a_check_in_after_its_time_counts_and_is_marked_late(at: str, late: bool) -> None:
    checked_in = call_in(CallState.CALLED).checked_in(at)
    assert (checked_in.state, checked_in.checked_in_at, checked_in.late) == (CallState.CHECKED_IN, at, late)


@pytest.mark.parametrize(("at", "late"), [(AT, False), (BY, False), (LATER, True)])
def test_a_reply_after_the_whistles_end_counts_and_is_marked_late(at: str, late: bool) -> None:
    replied = call_in(CallState.CHECKED_IN, AT).replied(at, BY)
    assert (replied.state, replied.replied_at, replied.replied_late) == (CallState.REPLIED, at, late)


def test_a_part_of_a_second_after_its_time_is_late() -> None:
    assert call_in(CallState.CALLED).checked_in("2026-06-01T01:30:00.5Z").late is True


def test_a_rejected_objection_leads_back_to_where_the_department_stood() -> None:
    assert call_in(CallState.OBJECTED).rejected().state == CallState.CALLED
    assert call_in(CallState.OBJECTED, AT).rejected().state == CallState.CHECKED_IN


def test_a_released_department_answers_for_nothing_any_more() -> None:
    assert not call_in(CallState.OBJECTED).upheld().active
