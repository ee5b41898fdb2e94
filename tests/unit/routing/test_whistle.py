"""Blowing a whistle and deciding objections, against a small county."""

from __future__ import annotations

import pytest

from services.contracts.refusals import Refusal
from services.county.county import County
from services.routing.domain.call import CallState, DepartmentCall
from services.routing.domain.objection import decide, object_by, raise_objection
from services.routing.domain.whistle import Whistle, WhistleState, blow

MONDAY = "2026-06-01T01:00:00Z"
"""Monday, 1 June 2026, 9:00 in the county."""
LATER = "2026-06-02T01:00:00Z"


def blown(county: County, lead: str = "water", assists: tuple[str, ...] = ("roads",), kind: str = "fast") -> Whistle:
    return blow(county, "123456789012-w1", kind, lead, assists, "livelihood", 1, MONDAY)


def test_the_kind_gives_the_check_in_time_and_the_urgency_the_finish(county: County) -> None:
    whistle = blown(county)
    assert whistle.check_in_by == "2026-06-01T01:30:00Z"
    assert whistle.finish_by == "2026-06-04T15:59:59Z"
    assert [(c.department, c.role, c.state) for c in whistle.calls] == [
        ("water", "lead", "called"),
        ("roads", "assist", "called"),
    ]
    assert (whistle.state, whistle.assists) == (WhistleState.BLOWN, ("roads",))


@pytest.mark.parametrize(("urgency", "day"), [("urgent", "02"), ("livelihood", "04"), ("hard", "10")])
def test_one_three_or_seven_working_days_by_urgency(county: County, urgency: str, day: str) -> None:
    whistle = blow(county, "w", "joint", "water", (), urgency, 1, MONDAY)
    assert whistle.finish_by == f"2026-06-{day}T15:59:59Z"
    assert whistle.check_in_by == "2026-06-01T06:00:00Z"


@pytest.mark.parametrize(
    ("kind", "lead", "assists", "field", "code", "allowed"),
    [
        ("loud", "water", (), "kind", "unknown_whistle_kind", "fast, joint"),
        ("fast", "nobody", (), "lead", "unknown_department", "petition, housing, water"),
        ("fast", "water", ("roads", "nobody"), "assists.1", "unknown_department", "petition, housing, water"),
        ("fast", "water", ("water",), "assists.0", "called_twice", "not the lead"),
        ("fast", "water", ("roads", "roads"), "assists.1", "called_twice", "each department once"),
    ],
)
def test_a_whistle_outside_the_county_file_is_refused_by_field_with_what_is_allowed(
    county: County, kind: str, lead: str, assists: tuple[str, ...], field: str, code: str, allowed: str
) -> None:
    with pytest.raises(Refusal) as refused:
        blow(county, "w", kind, lead, assists, "hard", 1, MONDAY)
    assert refused.value.status == 422
    assert [(e.field, e.code) for e in refused.value.errors] == [(field, code)]
    assert allowed in refused.value.errors[0].detail


def test_a_department_that_is_not_called_cannot_act(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        blown(county).with_call("housing", lambda call: call.checked_in(MONDAY))
    assert refused.value.code == "not_called"


def test_an_objection_is_allowed_for_five_working_days_from_the_call(county: County) -> None:
    by = object_by(county, MONDAY)
    assert by == "2026-06-08T15:59:59Z"
    assert raise_objection(county, blown(county), "roads", "not_competent", by).objection_open
    with pytest.raises(Refusal) as refused:
        raise_objection(county, blown(county), "roads", "not_competent", "2026-06-08T16:00:00Z")
    assert refused.value.code == "objection_too_late"


def test_a_checked_in_department_may_still_object_and_stands_again_when_rejected(county: County) -> None:
    whistle = blown(county).with_call("roads", lambda call: call.checked_in(MONDAY))
    objecting = raise_objection(county, whistle, "roads", "duplicate", LATER)
    rejected = decide(county, objecting, 1, False, None, LATER)
    assert rejected.called is None
    assert rejected.whistle.call("roads").state == CallState.CHECKED_IN
    with pytest.raises(Refusal) as refused:
        raise_objection(county, rejected.whistle, "roads", "duplicate", LATER)
    assert refused.value.code == "objection_was_rejected"


def test_a_released_lead_must_be_replaced(county: County) -> None:
    objecting = raise_objection(county, blown(county), "water", "needs_other_lead", LATER)
    with pytest.raises(Refusal) as refused:
        decide(county, objecting, 1, True, None, LATER)
    assert [(e.field, e.code) for e in refused.value.errors] == [("replacement", "required")]


def test_the_replacement_leads_with_a_check_in_time_of_its_own(county: County) -> None:
    objecting = raise_objection(county, blown(county), "water", "not_competent", LATER)
    decision = decide(county, objecting, 1, True, "housing", LATER)
    assert decision.whistle.lead == "housing"
    assert decision.called is not None
    assert (decision.called.role, decision.called.check_in_by) == ("lead", "2026-06-02T01:30:00Z")
    assert not decision.whistle.calls_on("water")


def test_an_assist_that_becomes_the_lead_is_not_called_anew(county: County) -> None:
    whistle = blown(county).with_call("roads", lambda call: call.checked_in(MONDAY))
    objecting = raise_objection(county, whistle, "water", "needs_other_lead", LATER)
    decision = decide(county, objecting, 1, True, "roads", LATER)
    assert decision.called is None
    assert (decision.whistle.lead, decision.whistle.assists) == ("roads", ())
    assert decision.whistle.call("roads").state == CallState.CHECKED_IN


def test_an_assist_may_be_released_without_anyone_in_its_stead(county: County) -> None:
    objecting = raise_objection(county, blown(county), "roads", "wrong_place", LATER)
    decision = decide(county, objecting, 1, True, None, LATER)
    assert (decision.whistle.lead, decision.whistle.assists, decision.called) == ("water", (), None)


@pytest.mark.parametrize(
    ("who", "upheld", "replacement", "code"),
    [
        ("roads", False, "housing", "not_allowed"),
        ("roads", True, "nobody", "unknown_department"),
        ("roads", True, "water", "called_twice"),
        ("roads", True, "roads", "called_twice"),
        ("water", True, "water", "called_twice"),
    ],
)
def test_a_replacement_that_cannot_be_is_refused_by_field(
    county: County, who: str, upheld: bool, replacement: str, code: str
) -> None:
    objecting = raise_objection(county, blown(county), who, "not_competent", LATER)
    with pytest.raises(Refusal) as refused:
        decide(county, objecting, 1, upheld, replacement, LATER)
    assert [(e.field, e.code) for e in refused.value.errors] == [("replacement", code)]


def test_an_objection_is_decided_once_and_an_unknown_one_never(county: County) -> None:
    objecting = raise_objection(county, blown(county), "roads", "not_competent", LATER)
    decided = decide(county, objecting, 1, False, None, LATER).whistle
    with pytest.raises(Refusal) as again:
        decide(county, decided, 1, True, None, LATER)
    with pytest.raises(Refusal) as unknown:
        decide(county, decided, 2, True, None, LATER)
    assert (again.value.code, unknown.value.code) == ("objection_decided", "not_found")


def test_a_whistle_counts_as_replied_when_all_but_the_released_have_replied(county: County) -> None:
    whistle = blown(county).with_call("water", lambda call: call.checked_in(MONDAY))
    assert whistle.state == WhistleState.HANDLING
    whistle = whistle.with_call("water", lambda call: call.replied(LATER, whistle.finish_by))
    assert (whistle.lead_replied, whistle.all_replied) == (True, False)
    released = whistle.with_call("roads", DepartmentCall.objected).with_call("roads", DepartmentCall.upheld)
    assert released.state == WhistleState.REPLIED
