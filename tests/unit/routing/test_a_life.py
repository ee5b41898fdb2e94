"""A matter's life through routing's commands: what is answered, what is told, what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import MatterRated, WithdrawalRequested

N = "123456789012"
CODES = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
WORDS = "井盖坏了已三月"
WHISTLE = {"kind": "fast", "lead": "water", "assists": ["roads"], "reason": WORDS}
CONCLUSION = {"outcome": "solved"}


def rated(responsible: str, request: str = "r-1") -> MatterRated:
    return MatterRated(**CODES, request=request, receiving="satisfied", responsible=responsible)


def replied(house: Any, round_: int = 1) -> None:
    """From accepted to the lead's reply."""
    house.does("dispatcher", f"/cases/{N}/whistles", WHISTLE)
    house.does("water", f"/whistles/{N}-w{round_}/check-ins", {})
    house.does("water", f"/whistles/{N}-w{round_}/replies", {"text": WORDS})


def test_a_whole_life_tells_one_fact_for_each_step(house: Any) -> None:
    house.registers()
    house.does("dispatcher of t1", f"/cases/{N}/acceptance", {})
    blown = house.ask("dispatcher of t1", "POST", f"/cases/{N}/whistles", WHISTLE)
    assert (blown.status, blown.body["id"], blown.body["state"]) == (201, f"{N}-w1", "blown")
    assert blown.body["check_in_by"] == "2026-06-01T01:30:00Z"
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    house.service.clock.set("2026-06-01T01:30:01Z")
    late = house.does("roads", f"/whistles/{N}-w1/check-ins", {})
    assert [(c["department"], c["late"]) for c in late["whistles"][0]["calls"]] == [("water", False), ("roads", True)]
    house.does("water", f"/whistles/{N}-w1/replies", {"text": WORDS})
    both = house.does("roads", f"/whistles/{N}-w1/replies", {"text": WORDS})
    assert both["status"] == "replied"
    done = house.does("dispatcher of t1", f"/cases/{N}/conclusion", {"outcome": "solved", "text": WORDS})
    assert (done["status"], done["responsible"], done["outcome"]) == ("concluded", "water", "solved")
    house.hears(rated("satisfied"), "2026-06-02T01:00:00Z")
    assert house.names() == [
        "matter_accepted",
        "whistle_blown",
        "department_checked_in",
        "department_checked_in",
        "department_replied",
        "department_replied",
        "matter_concluded",
        "matter_closed",
    ]
    closed = house.facts()[-1]
    assert closed.data | {"reason": "rated", "lead": "water", "request": "r-1", "urgency": "livelihood"} == closed.data
    assert closed.time == "2026-06-02T01:00:00Z"
    assert house.ask("leader", "GET", f"/cases/{N}").body["status"] == "closed"


def test_a_whistle_tells_everything_that_a_clock_needs(house: Any) -> None:
    house.registers(urgency="urgent")
    house.does("dispatcher", f"/cases/{N}/acceptance", {"urgency": "hard", "tier": "complex"})
    house.does("dispatcher", f"/cases/{N}/whistles", WHISTLE)
    told = house.facts()[-1].data
    wanted = {
        "whistle": f"{N}-w1",
        "kind": "fast",
        "lead": "water",
        "assists": ["roads"],
        "check_in_by": "2026-06-01T01:30:00Z",
        "finish_by": "2026-06-10T15:59:59Z",
        "county_version": "0123456789ab",
        "urgency": "hard",
        "tier": "complex",
    }
    assert told | wanted == told


def test_a_matter_without_category_needs_a_dispatchers_decision(house: Any) -> None:
    house.registers(category=None)
    said = house.ask("dispatcher", "POST", f"/cases/{N}/acceptance", {})
    assert (said.status, said.body["errors"][0]["field"], said.body["errors"][0]["code"]) == (
        422,
        "category",
        "required",
    )


def test_a_declined_matter_is_over_and_the_citizen_reads_why(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"/cases/{N}/decline", {"reason": "in_litigation", "text": WORDS})
    assert house.names() == ["matter_declined"]
    assert [r["text"] for r in house.ask(N, "GET", f"/cases/{N}/replies").body["replies"]] == [WORDS]
    again = house.ask("dispatcher", "POST", f"/cases/{N}/acceptance", {})
    assert (again.status, again.code) == (409, "step_not_allowed")


def test_a_referral_names_whom_it_goes_to(house: Any) -> None:
    house.registers()
    referred = house.does("dispatcher", f"/cases/{N}/referral", {"reason": "litigation", "to": "court"})
    assert (referred["status"], referred["to"]) == ("referred", "court")
    assert house.facts()[-1].data["to"] == "court"


def test_an_answer_on_the_spot_replies_and_concludes(house: Any) -> None:
    house.registers()
    done = house.does("dispatcher", f"/cases/{N}/on-the-spot", {"text": WORDS})
    assert (done["status"], done["outcome"], done["responsible"]) == ("concluded", "explained", "petition")
    assert house.names() == ["matter_answered", "matter_concluded"]
    assert house.facts()[0].data["reply"] == 1


def test_a_dissatisfied_citizen_gets_one_more_handling_and_not_two(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    replied(house)
    house.does("dispatcher", f"/cases/{N}/conclusion", CONCLUSION)
    house.hears(rated("dissatisfied"), "2026-06-02T01:00:00Z")
    again = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (again["status"], again["round"]) == ("accepted", 2)
    replied(house, round_=2)
    done = house.does("dispatcher", f"/cases/{N}/conclusion", {"outcome": "helped"})
    assert done["round"] == 2
    house.hears(rated("dissatisfied", "r-2"), "2026-06-03T01:00:00Z")
    assert house.names()[-2:] == ["matter_concluded", "matter_closed"]
    assert house.facts()[-1].data["reason"] == "rated_again"
    reopened = next(e for e in house.facts() if e.type.endswith("matter_reopened.v1"))
    assert (reopened.data["request"], reopened.data["round"]) == ("r-1", 2)


@pytest.mark.parametrize(
    ("before", "kind", "reason"),
    [
        ([], "rating", "not_concluded"),
        (["on-the-spot"], "withdrawal", "already_concluded"),
        (["decline"], "withdrawal", "already_over"),
        (["decline"], "rating", "already_over"),
    ],
)
def test_a_request_that_cannot_be_granted_is_answered_by_a_fact(
    house: Any, before: list[str], kind: str, reason: str
) -> None:
    house.registers()
    bodies = {"on-the-spot": {"text": WORDS}, "decline": {"reason": "not_ours", "text": WORDS}}
    for step in before:
        house.does("dispatcher", f"/cases/{N}/{step}", bodies[step])
    status = house.ask("dispatcher", "GET", f"/cases/{N}").body["status"]
    wish = rated("satisfied", "r-9") if kind == "rating" else WithdrawalRequested(**CODES, request="r-9")
    house.hears(wish, "2026-06-02T01:00:00Z")
    told = house.facts()[-1]
    assert told.type == "countynet.routing.request_refused.v1"
    assert (told.data["request"], told.data["kind"], told.data["reason"]) == ("r-9", kind, reason)
    assert house.ask("dispatcher", "GET", f"/cases/{N}").body["status"] == status


def test_a_matter_taken_back_ends_its_whistles(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    replied(house)
    house.hears(WithdrawalRequested(**CODES, request="r-7"), "2026-06-02T01:00:00Z")
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["status"], case["whistles"][0]["state"]) == ("withdrawn", "ended")
    assert house.facts()[-1].data["request"] == "r-7"
    late = house.ask("roads", "POST", f"/whistles/{N}-w1/check-ins", {})
    assert (late.status, late.code) == (409, "whistle_ended")


def test_a_fact_before_the_registration_opens_a_picture_that_the_registration_completes(house: Any) -> None:
    house.hears(rated("satisfied"), "2026-06-01T00:30:00Z")
    assert house.names() == ["request_refused"]
    assert house.ask("dispatcher", "GET", f"/cases/{N}").body["owner"] is None
    no_owner = house.ask("dispatcher", "POST", f"/cases/{N}/acceptance", {"category": "water"})
    assert no_owner.body["errors"][0]["field"] == "owner"
    house.registers()
    case = house.ask("dispatcher", "GET", f"/cases/{N}").body
    assert (case["owner"], case["received_at"], case["status"]) == ("petition", "2026-06-01T01:00:00Z", "registered")


def test_the_time_from_whistle_to_check_in_is_measured_by_kind(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"/cases/{N}/acceptance", {})
    house.does("dispatcher", f"/cases/{N}/whistles", WHISTLE)
    house.service.clock.set("2026-06-01T01:20:00Z")
    house.does("water", f"/whistles/{N}-w1/check-ins", {})
    text = house.service.metrics.text().decode()
    assert 'countynet_check_in_seconds_sum{kind="fast"} 1200.0' in text
    assert 'countynet_check_in_seconds_count{kind="fast"} 1.0' in text


def test_an_accusation_that_strays_here_is_a_bug_and_leaves_nothing(house: Any) -> None:
    with pytest.raises(ValueError, match="accusation"):
        house.registers(purpose="accusation")
    assert house.ask("dispatcher", "GET", f"/cases/{N}").status == 404
