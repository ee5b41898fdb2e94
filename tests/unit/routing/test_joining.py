"""Repeats are joined to the matter that is pending; joined citizens hear what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import JoiningRequested, MatterRated, WithdrawalRequested
from services.contracts.refusals import Transient

FIRST, REPEAT, THIRD = "123456789012", "123456789013", "123456789014"
CODES = {"place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
SPOT = {"text": "井盖已换"}


def joins(house: Any, number: str = REPEAT, into: str = FIRST, request: str = "j-1") -> dict[str, Any]:
    """A repeat is confirmed; what routing told of it."""
    house.hears(JoiningRequested(number=number, **CODES, request=request, into=into), "2026-06-02T01:00:00Z")
    told = house.facts(number)[-1]
    return {"fact": told.type.split(".")[2], **told.data}


def both(house: Any) -> None:
    house.registers(FIRST)
    house.registers(REPEAT)


def status(house: Any, number: str) -> str:
    return str(house.ask("dispatcher", "GET", f"/cases/{number}").body["status"])


def test_a_repeat_of_a_pending_matter_is_joined_to_it(house: Any) -> None:
    both(house)
    told = joins(house)
    assert (told["fact"], told["into"], told["request"]) == ("matter_joined", FIRST, "j-1")
    repeat = house.ask("dispatcher", "GET", f"/cases/{REPEAT}").body
    assert (repeat["status"], repeat["into"], repeat["allowed"]) == ("joined", FIRST, [])
    assert house.ask("dispatcher", "GET", f"/cases/{FIRST}").body["joined"] == [REPEAT]


def test_the_joined_citizen_hears_of_the_conclusion(house: Any) -> None:
    both(house)
    joins(house)
    house.does("dispatcher", f"/cases/{FIRST}/on-the-spot", SPOT)
    told = house.facts(REPEAT)[-1]
    assert (told.type.split(".")[2], told.data["into"], told.data["status"], told.data["outcome"]) == (
        "joined_concluded",
        FIRST,
        "concluded",
        "explained",
    )


def test_what_was_joined_to_a_repeat_follows_it_to_the_first(house: Any) -> None:
    both(house)
    house.registers(THIRD)
    joins(house, THIRD, REPEAT)
    joins(house)
    assert house.ask("dispatcher", "GET", f"/cases/{FIRST}").body["joined"] == [REPEAT, THIRD]
    house.does("dispatcher", f"/cases/{FIRST}/on-the-spot", SPOT)
    assert [house.names(number)[-1] for number in (REPEAT, THIRD)] == ["joined_concluded"] * 2


@pytest.mark.parametrize(
    ("of_first", "of_repeat", "reason"),
    [
        ([("on-the-spot", SPOT)], [], "not_pending"),
        ([("decline", {"reason": "no_demand", "text": "无"})], [], "not_pending"),
        ([], [("on-the-spot", SPOT)], "already_concluded"),
        ([], [("decline", {"reason": "no_demand", "text": "无"})], "already_over"),
        (
            [],
            [("acceptance", {}), ("whistles", {"kind": "fast", "lead": "water", "assists": [], "reason": "请办"})],
            "being_handled",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused_with_the_reason(
    house: Any, of_first: list[Any], of_repeat: list[Any], reason: str
) -> None:
    both(house)
    for number, steps in ((FIRST, of_first), (REPEAT, of_repeat)):
        for step, body in steps:
            house.does("dispatcher", f"/cases/{number}/{step}", body)
    before = status(house, REPEAT)
    told = joins(house)
    assert (told["fact"], told["kind"], told["reason"]) == ("request_refused", "joining", reason)
    assert status(house, REPEAT) == before


def test_a_matter_is_not_joined_to_itself_nor_twice_nor_to_a_joined_one(house: Any) -> None:
    both(house)
    house.registers(THIRD)
    assert joins(house, REPEAT, REPEAT)["reason"] == "same_matter"
    joins(house)
    assert joins(house, REPEAT, THIRD)["reason"] == "joined"
    assert joins(house, THIRD, REPEAT)["reason"] == "not_pending"


def test_a_joined_matter_is_neither_rated_nor_taken_back_and_the_first_one_is_kept_for_it(house: Any) -> None:
    both(house)
    joins(house)
    rating = MatterRated(number=REPEAT, **CODES, request="r-1", receiving="satisfied", responsible="satisfied")
    for asked in (rating, WithdrawalRequested(number=REPEAT, **CODES, request="r-2")):
        house.hears(asked, "2026-06-03T01:00:00Z")
        assert house.facts(REPEAT)[-1].data["reason"] == "joined"
    house.hears(WithdrawalRequested(number=FIRST, **CODES, request="r-3"), "2026-06-03T01:00:00Z")
    assert house.facts(FIRST)[-1].data["reason"] == "others_joined"


def test_what_came_earlier_is_not_joined_to_what_came_later(house: Any) -> None:
    house.registers(FIRST)
    house.registers(REPEAT, at="2026-06-01T02:00:00Z")
    assert joins(house, FIRST, REPEAT)["reason"] == "not_the_earlier"
    assert status(house, FIRST) == "registered"
    assert joins(house)["fact"] == "matter_joined"


def test_a_joining_waits_for_the_registration_that_it_speaks_of(house: Any) -> None:
    house.registers(REPEAT)
    with pytest.raises(Transient):
        joins(house)
    house.registers(FIRST)
    house.last_seq[f"matter/{REPEAT}"] -= 1
    assert joins(house)["fact"] == "matter_joined"


def test_what_was_joined_to_an_accusation_goes_behind_the_wall_with_it(house: Any) -> None:
    both(house)
    joins(house)
    assert house.ask("dispatcher", "POST", f"/cases/{FIRST}/referral", {"reason": "accusation"}).status == 200
    assert [house.ask("dispatcher", "GET", f"/cases/{number}").status for number in (FIRST, REPEAT)] == [404, 404]
    assert house.names(REPEAT)[-1] == "matter_walled"
    house.registers(THIRD)
    assert joins(house, THIRD, FIRST)["reason"] == "not_pending"


def test_a_joined_matter_that_is_an_accusation_leaves_the_first_without_a_trace(house: Any) -> None:
    both(house)
    joins(house)
    assert house.ask("dispatcher", "POST", f"/cases/{REPEAT}/referral", {"reason": "accusation"}).status == 200
    assert house.ask("dispatcher", "GET", f"/cases/{FIRST}").body["joined"] == []
