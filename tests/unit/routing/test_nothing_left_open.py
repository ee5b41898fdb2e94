"""A matter that ends by a word that waits for no meeting leaves no conference and no hearing open behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.contracts.events import mediation
from services.contracts.events.intake import JoiningRequested, MatterRated, ReviewRequested, WithdrawalRequested
from services.county.mediation import Body, BodyKind, Mediation
from tests.unit.routing.leading_county import well_led
from tests.unit.routing.test_reviews import HEARING, MINUTES, PAPER

FIRST, N = "123456789011", "123456789012"
CASE = f"/cases/{N}"
CODES = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
LATER = "2026-06-02T01:00:00Z"
OPEN = {"conferences": {"question": "plan"}, "hearings": HEARING}
ENTRIES = {"conferences/1/minutes": {"minutes": "议定"}, "hearings/1/end": MINUTES}
OFF = {"conferences/1/cancellation": {"reason": "不必再议"}}


def withdrawn(house: Any) -> None:
    house.hears(WithdrawalRequested(**CODES, request="w-1"), LATER)


def joined(house: Any) -> None:
    house.hears(JoiningRequested(**CODES, request="j-1", into=FIRST), LATER)


def agreed(house: Any) -> None:
    house.does("dispatcher", f"{CASE}/mediation", {"body": "town"})
    told = {"case": f"{N}-m1", "body": "town", "direct": False, "form": "oral", "effective_at": LATER}
    house.hears(mediation.AgreementReached(**CODES, **told), LATER)


def referred(house: Any) -> None:
    house.does("dispatcher", f"{CASE}/branch", {"branch": "arbitration", "to": "outside", "text": "请向仲裁机构申请"})


WAYS = {"withdrawn": withdrawn, "joined": joined, "concluded": agreed, "referred": referred}


@pytest.fixture
def meeting(house: Any) -> Any:
    """An accepted matter on which a conference was called and a hearing opened, and an earlier one that it repeats."""
    body = Body("town", "一镇调委会", BodyKind.TOWN, "xx-t1", "housing", committee=True)
    house.service.county = replace(well_led(house.service.county), mediation=Mediation({"town": body}))
    house.registers(FIRST)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    for path, form in OPEN.items():
        house.does("dispatcher", f"{CASE}/{path}", form)
    return house


def shown(house: Any) -> dict[str, Any]:
    case: dict[str, Any] = house.ask("dispatcher", "GET", CASE).body
    return case


def answers(house: Any, forms: dict[str, dict[str, Any]]) -> set[tuple[int, str]]:
    said = [house.ask("dispatcher", "POST", f"{CASE}/{path}", form) for path, form in forms.items()]
    return {(each.status, each.code) for each in said}


@pytest.mark.parametrize(("status", "ends"), WAYS.items())
def test_a_called_conference_and_an_opened_hearing_end_with_the_matter(
    meeting: Any, status: str, ends: Callable[[Any], None]
) -> None:
    ends(meeting)
    case = shown(meeting)
    assert case["status"] == status
    for each in (case["leading"]["conferences"][0], case["hearings"][0]):
        assert (each["held_at"], each["called_off_at"]) == (None, case["over_at"] or LATER)
    assert answers(meeting, ENTRIES | OFF | OPEN) == {(409, "step_not_allowed")}
    told = [fact for fact in meeting.facts() if fact.type == "countynet.routing.conference_called_off.v1"]
    assert [fact.data["members"] for fact in told] == [["petition", "water", "housing"]]
    assert meeting.names().index("conference_called_off") < meeting.names().index(f"matter_{status}")
    words = meeting.ask("dispatcher", "GET", f"{CASE}/replies").body
    assert [each["about"] for each in words["remarks"] if each["kind"] == "conference"] == [f"{N}-c1"]
    assert "听证不再举行" in [each["text"] for each in words["replies"] if each["kind"] == "hearing"][-1]
    assert all("不再" not in str(fact.data) for fact in meeting.facts())


def test_what_was_called_off_stays_so_when_the_matter_is_reopened(meeting: Any) -> None:
    agreed(meeting)
    rating = {"request": "r-1", "receiving": "satisfied", "responsible": "dissatisfied"}
    meeting.hears(MatterRated(**CODES, **rating), LATER)
    assert shown(meeting)["status"] == "accepted"
    assert answers(meeting, ENTRIES | OFF) == {(409, "conference_over"), (409, "hearing_ended")}
    again = meeting.does("dispatcher", f"{CASE}/hearings", HEARING)
    assert [each["n"] for each in again["hearings"]] == [1, 2]
    assert "conference_called_off" in meeting.names()


def test_a_review_of_the_opinion_ends_the_handling_and_what_it_had_called(house: Any) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    house.does("dispatcher", f"{CASE}/opinion", PAPER | {"outcome": "not_support", "unit": "water"})
    for path, form in OPEN.items():
        house.does("dispatcher", f"{CASE}/{path}", form)
    house.hears(ReviewRequested(**CODES, request="r-1", instance=1), LATER)
    case = shown(house)
    assert (case["status"], case["hearings"][0]["called_off_at"]) == ("reviewing", LATER)
    assert case["leading"]["conferences"][0]["called_off_at"] == LATER
    assert answers(house, ENTRIES | OFF) == {(409, "step_not_allowed"), (409, "hearing_ended")}
    assert house.names()[-3:] == ["conference_called_off", "matter_concluded", "review_opened"]
    assert house.does("dispatcher", f"{CASE}/hearings", HEARING)["hearings"][1]["instance"] == 1, "the review's own"


@pytest.mark.parametrize(
    ("path", "form"),
    [("decline", {"reason": "no_demand", "text": "无"}), ("referral", {"reason": "litigation", "to": "court"})],
)
def test_a_conference_on_a_matter_that_is_not_taken_on_is_called_off(
    house: Any, path: str, form: dict[str, Any]
) -> None:
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", f"{CASE}/conferences", {"question": "plan"})
    over = house.does("dispatcher", f"{CASE}/{path}", form)
    assert over["leading"]["conferences"][0]["called_off_at"] == over["over_at"]
    assert house.names()[-2] == "conference_called_off"


def test_a_matter_without_a_meeting_ends_as_before(house: Any) -> None:
    house.registers()
    withdrawn(house)
    assert house.names() == ["matter_withdrawn"]
    assert shown(house)["replies"] == 0


def test_a_suggestion_is_not_answered_before_its_hearing_has_ended(house: Any) -> None:
    house.registers(purpose="suggestion")
    house.does("dispatcher", f"{CASE}/acceptance", {})
    house.does("dispatcher", f"{CASE}/hearings", HEARING)
    answer = {"suggestion-answer": {"adopted": True, "text": "采纳"}}
    assert answers(house, answer) == {(409, "hearing_open")}
    house.does("dispatcher", f"{CASE}/hearings/1/end", MINUTES)
    assert house.does("dispatcher", f"{CASE}/suggestion-answer", answer["suggestion-answer"])["status"] == "concluded"
