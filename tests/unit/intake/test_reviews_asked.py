from __future__ import annotations

from services.contracts.events.opinion import OpinionServed
from services.contracts.events.review import MatterFinal, ReviewDecided, ReviewOpened
from services.contracts.fact import Fact
from services.intake.forms import repeats
from services.intake.use_cases import ask
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, NOON, Intake
from tests.unit.intake.facts import codes

ASK_BY = "2026-12-22T15:59:59Z"


def ask_review(intake: Intake, told: dict[str, str], reason: str | None = None) -> str:
    body = {"query_code": told["query_code"], "reason": reason}
    asked = intake.ask(ask.ask_review, repeats.ReviewRequestForm, body, number=told["number"])
    return str(asked["request"])


def served(number: str) -> Fact:
    return OpinionServed(
        **codes(number), opinion=1, outcome="not_support", served_at=NOON, unit=facts.LEAD, ask_by=ASK_BY, round=1
    )


def decided(number: str, instance: int) -> Fact:
    return ReviewDecided(
        **codes(number), instance=instance, outcome="upheld", decided_at=NOON, opinion=instance + 1,
        opinion_outcome="not_support", unit="ns-office", ask_by=ASK_BY if instance == 1 else None,
    )  # fmt: skip


def test_an_opinion_says_until_when_a_review_may_be_asked_for(intake: Intake) -> None:
    told = intake.register()
    assert intake.follow(told)["review"] is None
    intake.tell(served(told["number"]))
    shown = intake.follow(told)
    assert shown["review"] == {"instance": 1, "ask_by": ASK_BY}
    assert [(each["instance"], each["outcome"]) for each in shown["opinions"]] == [(0, "not_support")]


def test_both_reviews_are_asked_for_one_after_the_other_and_then_it_is_final(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(served(number))
    first = ask_review(intake, told, "意见没有回答我的问题")
    assert ask_review(intake, told) == first
    assert intake.last().data["instance"] == 1
    intake.tell(ReviewOpened(**codes(number), request=first, instance=1))
    assert intake.follow(told)["status"] == "reviewing"
    intake.tell(decided(number, 1))
    assert intake.follow(told)["review"] == {"instance": 2, "ask_by": ASK_BY}
    second = ask_review(intake, told)
    assert intake.last().data["instance"] == 2
    intake.tell(ReviewOpened(**codes(number), request=second, instance=2))
    intake.tell(decided(number, 2))
    intake.tell(MatterFinal(**codes(number), instance=2))
    shown = intake.follow(told)
    assert (shown["status"], shown["review"]) == ("final", None)
    assert [each["kind"] for each in shown["requests"]] == ["review", "review"]
    assert [each["text"] for each in intake.read(number, CLERK)["comments"]] == ["意见没有回答我的问题"]


def test_who_asks_at_once_is_taken_for_the_second_review_though_the_firsts_decision_is_still_on_its_way(
    intake: Intake,
) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(served(number))
    first = ask_review(intake, told)
    intake.tell(ReviewOpened(**codes(number), request=first, instance=1))
    second = ask_review(intake, told)
    assert (second != first, intake.last().data["instance"]) == (True, 2)
    intake.tell(decided(number, 1))
    intake.tell(ReviewOpened(**codes(number), request=second, instance=2))
    assert intake.follow(told)["status"] == "second_reviewing"


def test_asked_without_an_opinion_the_request_is_taken_down_and_routing_refuses_it(intake: Intake) -> None:
    told = intake.register()
    request = ask_review(intake, told)
    assert intake.last().data["instance"] == 1
    intake.tell(facts.request_refused(told["number"], request, "review", "no_opinion"))
    assert intake.follow(told)["requests"][0]["reason"] == "no_opinion"
