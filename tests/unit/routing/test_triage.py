"""Is it ours? What an acceptance, a referral and an answer on the spot must say."""

from __future__ import annotations

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.county.county import County
from services.routing.domain import triage
from services.routing.domain.case import Case

BARE = Case(
    number="123456789012",
    place="xx-t1-v1",
    channel="web",
    purpose="appeal",
    category=None,
    urgency=None,
    tier=None,
    contactable=True,
    status=Status.REGISTERED,
    owner="petition",
    opened_at="2026-06-01T01:00:00Z",
)


def field_of(refused: pytest.ExceptionInfo[Refusal]) -> tuple[str, str]:
    assert refused.value.status == 422
    return refused.value.errors[0].field, refused.value.errors[0].code


def test_a_matter_without_a_category_needs_one_to_be_accepted(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        triage.terms(county, BARE, None, None, None)
    assert field_of(refused) == ("category", "required")
    assert "housing, water" in refused.value.errors[0].detail


def test_the_categorys_urgency_and_the_first_receiver_stand_where_nothing_else_is_said(county: County) -> None:
    assert triage.terms(county, BARE, "water", None, None) == triage.Terms("water", "livelihood", "petition")


def test_what_the_acceptance_says_goes_before_what_the_matter_says(county: County) -> None:
    case = BARE._replace(category="housing", urgency="hard")
    assert triage.terms(county, case, None, None, None) == triage.Terms("housing", "hard", "petition")
    assert triage.terms(county, case, "water", "urgent", "water") == triage.Terms("water", "urgent", "water")


@pytest.mark.parametrize(
    ("category", "owner", "expected"),
    [("nothing", None, ("category", "unknown_category")), ("water", "nobody", ("owner", "unknown_department"))],
)
def test_unknown_categories_and_owners_are_refused_by_field(
    county: County, category: str, owner: str | None, expected: tuple[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        triage.terms(county, BARE, category, None, owner)
    assert field_of(refused) == expected


def test_a_matter_nobody_owns_cannot_be_accepted_without_an_owner(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        triage.terms(county, BARE._replace(owner=None), "water", None, None)
    assert field_of(refused) == ("owner", "required")
    with pytest.raises(Refusal) as on_the_spot:
        triage.answering_unit(county, BARE._replace(owner=None), None)
    assert field_of(on_the_spot) == ("unit", "required")


@pytest.mark.parametrize(
    ("reason", "to", "expected"),
    [
        ("litigation", "court", "court"),
        ("litigation", "outside", "outside"),
        ("out_of_county", None, "outside"),
        ("other_organ", "roads", "roads"),
    ],
)
def test_a_referral_goes_to_whom_its_reason_allows(county: County, reason: str, to: str | None, expected: str) -> None:
    assert triage.recipient(county, BARE, reason, to) == expected


@pytest.mark.parametrize(
    ("reason", "to", "code"),
    [
        ("litigation", None, "required"),
        ("litigation", "roads", "unknown_department"),
        ("other_organ", "nobody", "unknown_department"),
        ("out_of_county", "roads", "unknown_department"),
    ],
)
def test_any_other_referral_names_what_is_allowed(county: County, reason: str, to: str | None, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        triage.recipient(county, BARE, reason, to)
    assert field_of(refused) == ("to", code)
    assert "outside" in refused.value.errors[0].detail


def test_only_a_registered_matter_is_referred(county: County) -> None:
    with pytest.raises(Refusal) as refused:
        triage.recipient(county, BARE._replace(status=Status.CLOSED), "litigation", None)
    assert refused.value.code == "step_not_allowed"


def test_the_owner_answers_on_the_spot_unless_another_unit_is_named(county: County) -> None:
    assert triage.answering_unit(county, BARE, None) == "petition"
    assert triage.answering_unit(county, BARE, "roads") == "roads"
    with pytest.raises(Refusal) as refused:
        triage.answering_unit(county, BARE, "nobody")
    assert field_of(refused) == ("unit", "unknown_department")
