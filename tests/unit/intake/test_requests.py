from __future__ import annotations

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.intake.domain import requests
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, Intake, staff


def test_a_rating_is_taken_down_whatever_the_status_and_told_to_routing(intake: Intake) -> None:
    told = intake.register()
    answer = intake.rate(told, "dissatisfied", comment="还没修好")
    assert answer == {"request": f"{told['number']}-r1"}
    fact = intake.last()
    assert fact.type == "countynet.intake.matter_rated.v1"
    assert (fact.data["request"], fact.data["receiving"], fact.data["responsible"]) == (
        answer["request"], "satisfied", "dissatisfied",
    )  # fmt: skip
    assert fact.data["category"] == intake.follow(told)["category"]


def test_a_withdrawal_asked_twice_is_one_request_until_it_is_answered(intake: Intake) -> None:
    told = intake.register()
    first = intake.withdraw(told, reason="不想说了")
    assert intake.withdraw(told) == first
    assert intake.names() == ["matter_registered", "withdrawal_requested"]
    intake.tell(facts.request_refused(told["number"], first["request"], "withdrawal", "already_concluded"))
    assert intake.withdraw(told) == {"request": f"{told['number']}-r2"}


def test_requests_of_all_kinds_are_numbered_through(intake: Intake) -> None:
    told = intake.register()
    ids = [intake.rate(told)["request"], intake.withdraw(told)["request"], intake.rate(told)["request"]]
    assert ids == [f"{told['number']}-r{n}" for n in (1, 2, 3)]


def test_the_citizen_sees_what_became_of_each_request(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    for _ in range(4):
        intake.rate(told, "dissatisfied")
    intake.withdraw(told)
    intake.tell(facts.request_refused(number, f"{number}-r1", "rating", "not_concluded"))
    intake.tell(facts.reopened(number, f"{number}-r2"))
    intake.tell(facts.closed(number, f"{number}-r3"))
    intake.tell(facts.withdrawn(number, f"{number}-r5"))
    seen = intake.follow(told)["requests"]
    assert [(asked["kind"], asked["state"]) for asked in seen] == [
        ("rating", "refused"), ("rating", "granted"), ("rating", "granted"), ("rating", "open"),
        ("withdrawal", "granted"),
    ]  # fmt: skip
    assert seen[0]["reason"] == "not_concluded"
    assert seen[0]["responsible"] == "dissatisfied"


def test_a_request_needs_the_query_code_of_this_matter(intake: Intake) -> None:
    told, other = intake.register(), intake.register()
    for ask in (intake.rate, intake.withdraw):
        with pytest.raises(Refusal) as refusal:
            ask({"number": told["number"], "query_code": other["query_code"]})
        assert (refusal.value.status, refusal.value.code) == (404, "not_found")
    assert intake.names() == ["matter_registered"] * 2


def test_citizen_and_staff_add_to_the_story(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    assert intake.supplement(number, "第一", query_code=told["query_code"])["supplement"] == 1
    assert intake.supplement(number, "第二", user=CLERK)["supplement"] == 2
    assert intake.names()[1:] == ["matter_supplemented"] * 2
    assert intake.last().data["supplement"] == 2
    shown = intake.read(number, CLERK)["supplements"]
    assert [(each["text"], each["by"]) for each in shown] == [("第一", "citizen"), ("第二", CLERK.id)]


def test_a_supplement_without_query_code_and_sign_in_is_refused(intake: Intake) -> None:
    number = intake.register()["number"]
    with pytest.raises(Refusal) as refusal:
        intake.supplement(number)
    assert (refusal.value.status, refusal.value.code) == (401, "not_signed_in")


def test_staff_of_another_town_adds_nothing(intake: Intake) -> None:
    number = intake.register()["number"]
    with pytest.raises(Refusal) as refusal:
        intake.supplement(number, user=staff(Role.CLERK, place="ns-t02"))
    assert refusal.value.code == "not_found"


def test_a_machine_cannot_flood_one_matter(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST", 2)
    told = intake.register()
    for _ in range(2):
        intake.rate(told)
        intake.supplement(told["number"], query_code=told["query_code"])
    with pytest.raises(Refusal) as rating:
        intake.rate(told)
    with pytest.raises(Refusal) as supplement:
        intake.supplement(told["number"], query_code=told["query_code"])
    assert (rating.value.code, supplement.value.code) == ("too_many_requests_made", "too_many_supplements")


def test_words_added_to_a_matter_whose_story_was_lost_are_sealed_all_the_same(intake: Intake) -> None:
    intake.tell(facts.accepted("123456789012"))
    intake.supplement("123456789012", "迟来的一句", user=CLERK)
    assert [each["text"] for each in intake.read("123456789012", CLERK)["supplements"]] == ["迟来的一句"]
    assert "迟来的一句".encode() not in intake.bytes_on_disk()


def test_a_request_after_a_restore_never_bears_an_id_that_was_given_before() -> None:
    number = "123456789012"
    assert [requests.next_request(number, [], epoch) for epoch in (1, 2)] == [f"{number}-r1", f"{number}-r1e2"]
