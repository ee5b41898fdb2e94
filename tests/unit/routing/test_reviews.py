"""Review and second review, up to final (信访工作条例 Art. 35, 36), and hearings."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts.events.intake import JoiningRequested, MatterRated, ReviewRequested, WithdrawalRequested

N, AGAIN = "123456789012", "123456789013"
CASE = f"/cases/{N}"
CODES = {"number": N, "place": "xx-t1-v1", "channel": "web", "purpose": "appeal"}
PAPER = {"demand": "修好井盖", "facts": "井盖已坏三月", "opinion": "限期修好", "basis": "条例第二十三条"}
HEARING = {"topic": "井盖由谁修", "at": "2026-06-10T01:00:00Z"}
MINUTES = {"minutes": "各方发言", "findings": "由水利局修"}


def asks(house: Any, instance: int = 1, at: str = "2026-06-02T01:00:00Z", request: str = "r-1") -> str:
    """A citizen asks for a review; what routing told last."""
    house.hears(ReviewRequested(**CODES, request=request, instance=instance), at)
    return str(house.names()[-1])


def concluded(house: Any, outcome: str = "not_support") -> None:
    """An opinion of the water department, and the conclusion on it."""
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {"branch": "opinion"})
    house.does("dispatcher", f"{CASE}/opinion", PAPER | {"outcome": outcome, "unit": "water"})
    house.does("dispatcher", f"{CASE}/conclusion", {"outcome": "explained"})


def reviewed(house: Any, outcome: str = "upheld", **more: Any) -> dict[str, Any]:
    done: dict[str, Any] = house.does("dispatcher", f"{CASE}/review", PAPER | {"outcome": outcome} | more)
    return done


def refused(house: Any) -> str:
    told = house.facts()[-1]
    assert (told.type.split(".")[2], told.data["kind"]) == ("request_refused", "review")
    return str(told.data["reason"])


def to_final(house: Any) -> dict[str, Any]:
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    reviewed(house)
    asks(house, 2, "2026-06-04T01:00:00Z", "r-2")
    house.service.clock.set("2026-06-05T01:00:00Z")
    return reviewed(house, unit="housing")


def test_a_matter_goes_through_both_reviews_and_is_final(house: Any) -> None:
    concluded(house)
    assert asks(house) == "review_opened"
    assert house.ask("dispatcher", "GET", CASE).body["status"] == "reviewing"
    house.service.clock.set("2026-06-03T01:00:00Z")
    first = reviewed(house)
    assert (first["status"], first["reviews"][0]["unit"], first["opinions"][1]["ask_by"]) == (
        "reviewed",
        "petition",
        "2026-07-03T15:59:59Z",
    )
    assert asks(house, 2, "2026-06-04T01:00:00Z", "r-2") == "review_opened"
    house.service.clock.set("2026-06-05T01:00:00Z")
    last = reviewed(house, unit="housing")
    assert (last["status"], last["over_at"], last["opinions"][2]["ask_by"]) == ("final", "2026-06-05T01:00:00Z", None)
    assert house.names()[3:] == [
        "matter_concluded",
        "review_opened",
        "review_decided",
        "review_opened",
        "review_decided",
        "matter_final",
    ]
    assert [e.data["instance"] for e in house.facts()[4:]] == [1, 1, 2, 2, 2]


def test_the_reviewer_is_another_unit_than_those_that_have_served(house: Any) -> None:
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    said = house.ask("dispatcher", "POST", f"{CASE}/review", PAPER | {"outcome": "upheld", "unit": "water"})
    assert (said.status, said.body["errors"][0]["field"], said.body["errors"][0]["code"]) == (
        422,
        "unit",
        "served_before",
    )
    reviewed(house)
    asks(house, 2, "2026-06-04T01:00:00Z", "r-2")
    house.service.clock.set("2026-06-05T01:00:00Z")
    same = house.ask("dispatcher", "POST", f"{CASE}/review", PAPER | {"outcome": "upheld"})
    assert (same.status, same.body["errors"][0]["field"]) == (422, "unit")


def test_a_changed_opinion_supports_and_is_then_to_be_carried_out(house: Any) -> None:
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    done = reviewed(house, "changed")
    assert [(o["instance"], o["outcome"], o["execution"]) for o in done["opinions"]] == [
        (0, "not_support", None),
        (1, "support", "under_way"),
    ]
    assert house.facts()[-1].data["opinion_outcome"] == "support"


def test_what_upholds_says_what_was_said(house: Any) -> None:
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    body = PAPER | {"outcome": "upheld", "opinion_outcome": "support"}
    said = house.ask("dispatcher", "POST", f"{CASE}/review", body)
    assert (said.status, said.body["errors"][0]["field"]) == (422, "opinion_outcome")


@pytest.mark.parametrize(("day", "told"), [("2026-07-01T15:59:59Z", "review_opened"), ("2026-07-01T16:00:00Z", "")])
def test_a_review_may_be_asked_for_within_thirty_days_of_service(house: Any, day: str, told: str) -> None:
    concluded(house)
    assert house.ask("dispatcher", "GET", CASE).body["opinions"][0]["ask_by"] == "2026-07-01T15:59:59Z"
    asked = asks(house, at=day)
    assert asked == told or (told == "" and refused(house) == "too_late")


@pytest.mark.parametrize(
    ("before", "reason"),
    [([], "not_concluded"), (["on-the-spot"], "no_opinion"), (["decline"], "already_over")],
)
def test_a_review_without_an_opinion_is_refused_with_the_reason(house: Any, before: list[str], reason: str) -> None:
    house.registers()
    bodies = {"on-the-spot": {"text": "已答"}, "decline": {"reason": "no_demand", "text": "无诉求"}}
    for step in before:
        house.does("dispatcher", f"{CASE}/{step}", bodies[step])
    asks(house)
    assert refused(house) == reason


def test_a_second_review_needs_a_first_one_and_each_is_asked_for_once(house: Any) -> None:
    concluded(house)
    asks(house, 2)
    assert refused(house) == "no_opinion"
    asks(house)
    asks(house, request="r-3")
    assert refused(house) == "under_review"
    house.service.clock.set("2026-06-03T01:00:00Z")
    reviewed(house)
    asks(house, 1, "2026-06-04T01:00:00Z", "r-4")
    assert refused(house) == "already_reviewed"


def test_a_closed_matter_may_still_be_reviewed(house: Any) -> None:
    concluded(house)
    rating = MatterRated(**CODES, request="r-9", receiving="satisfied", responsible="satisfied")
    house.hears(rating, "2026-06-02T00:00:00Z")
    assert house.ask("dispatcher", "GET", CASE).body["status"] == "closed"
    assert asks(house) == "review_opened"


def test_after_the_second_review_nothing_more_is_taken_on_and_the_article_is_named(house: Any) -> None:
    assert to_final(house)["status"] == "final"
    asks(house, 2, "2026-06-06T01:00:00Z", "r-3")
    assert refused(house) == "already_final"
    house.hears(WithdrawalRequested(**CODES, request="r-4"), "2026-06-06T01:00:00Z")
    assert house.facts()[-1].data["reason"] == "already_final"
    said = house.ask("dispatcher", "POST", f"{CASE}/review", PAPER | {"outcome": "upheld"})
    assert (said.status, said.code) == (409, "step_not_allowed")


def test_the_same_facts_brought_again_after_the_end_can_only_be_declined(house: Any) -> None:
    to_final(house)
    house.registers(AGAIN)
    house.hears(JoiningRequested(**CODES | {"number": AGAIN}, request="j-1", into=N), "2026-06-06T01:00:00Z")
    assert house.facts(AGAIN)[-1].data["reason"] == "already_final"
    for step, body in (("acceptance", {}), ("on-the-spot", {"text": "再答"}), ("branch", {"branch": "opinion"})):
        said = house.ask("dispatcher", "POST", f"/cases/{AGAIN}/{step}", body)
        assert (said.status, said.code) == (409, "already_final")
        assert "Art. 36" in said.body["detail"]
    other = house.ask("dispatcher", "POST", f"/cases/{AGAIN}/decline", {"reason": "not_ours", "text": "不归我们"})
    referred = house.ask("dispatcher", "POST", f"/cases/{AGAIN}/referral", {"reason": "other_organ", "to": "housing"})
    led_out = {"branch": "arbitration", "to": "outside", "text": "请申请仲裁"}
    led = house.ask("dispatcher", "POST", f"/cases/{AGAIN}/branch", led_out)
    assert [(said.status, said.code) for said in (other, referred, led)] == [(409, "already_final")] * 3
    assert house.ask("dispatcher", "GET", f"/cases/{AGAIN}").body["allowed"] == ["decline"]
    declined = house.does("dispatcher", f"/cases/{AGAIN}/decline", {"reason": "final", "text": "条例第三十六条"})
    assert declined["status"] == "declined"


def test_a_hearing_is_opened_and_ended_with_minutes_and_nothing_is_decided_meanwhile(house: Any) -> None:
    house.registers()
    house.does("dispatcher", f"{CASE}/acceptance", {})
    opened = house.ask("dispatcher", "POST", f"{CASE}/hearings", HEARING)
    assert (opened.status, opened.body["hearings"][0]["held_at"], opened.body["hearings"][0]["instance"]) == (
        201,
        None,
        0,
    )
    for step, body in (("hearings", HEARING), ("opinion", PAPER | {"outcome": "explain"})):
        said = house.ask("dispatcher", "POST", f"{CASE}/{step}", body)
        assert (said.status, said.code) == (409, "hearing_open")
    house.service.clock.set("2026-06-01T09:00:00Z")
    done = house.does("dispatcher", f"{CASE}/hearings/1/end", MINUTES)["hearings"][0]
    assert (done["at"], done["held_at"]) == (HEARING["at"], "2026-06-01T09:00:00Z"), "it was brought forward"
    again = house.ask("dispatcher", "POST", f"{CASE}/hearings/1/end", MINUTES)
    assert (again.status, again.code) == (409, "hearing_ended")
    assert house.names()[-2:] == ["hearing_opened", "hearing_held"]
    kinds = [reply["kind"] for reply in house.ask(N, "GET", f"{CASE}/replies").body["replies"]]
    assert kinds == ["hearing", "hearing_held"]


def test_a_hearing_of_a_second_review_says_that_it_is_one(house: Any) -> None:
    concluded(house)
    asks(house)
    house.service.clock.set("2026-06-03T01:00:00Z")
    reviewed(house)
    asks(house, 2, "2026-06-04T01:00:00Z", "r-2")
    house.does("dispatcher", f"{CASE}/hearings", HEARING)
    house.service.clock.set("2026-06-12T01:00:00Z")
    waiting = house.ask("dispatcher", "POST", f"{CASE}/review", PAPER | {"outcome": "upheld", "unit": "housing"})
    assert (waiting.status, waiting.code) == (409, "hearing_open")
    house.does("dispatcher", f"{CASE}/hearings/1/end", MINUTES)
    assert [e.data["instance"] for e in house.facts()[-2:]] == [2, 2]
    assert reviewed(house, unit="housing")["status"] == "final"


@pytest.mark.parametrize("step", ["hearings/1/end", "opinions/1/execution", "hearings/x/end"])
def test_what_is_not_there_is_not_found(house: Any, step: str) -> None:
    house.registers()
    body = MINUTES if step.endswith("end") else {"state": "done", "text": "x"}
    assert house.ask("dispatcher", "POST", f"{CASE}/{step}", body).status == 404


def test_what_became_final_before_the_hub_was_there_is_declined_as_final(house: Any) -> None:
    house.registers()
    said = house.ask("dispatcher", "POST", f"{CASE}/decline", {"reason": "final", "text": "条例第三十六条"})
    assert (said.status, said.body["status"], said.body["reason"]) == (200, "declined", "final")
