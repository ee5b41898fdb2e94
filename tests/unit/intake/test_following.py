from __future__ import annotations

import pytest

from services.contracts import numbers as matter_numbers
from services.contracts.events import oversight
from services.contracts.refusals import Refusal
from services.intake.domain import numbers
from tests.unit.intake import facts
from tests.unit.intake.desk import PLANTED, Intake

NOBODYS = "0000-0000-00000"


def unseen(intake: Intake, number: str, query_code: str) -> Refusal:
    with pytest.raises(Refusal) as told:
        intake.follow({"number": number, "query_code": query_code})
    return told.value


def test_number_and_query_code_show_the_matter(intake: Intake) -> None:
    told = intake.register()
    seen = intake.follow(told)
    assert (seen["number"], seen["status"], seen["owner"]) == (told["number"], "registered", told["owner"])
    assert [row["type"] for row in seen["timeline"]] == ["matter_registered"]
    assert seen["requests"] == []
    assert seen["due"] == "2026-12-07T15:59:59Z"


def test_the_citizens_view_holds_no_word_of_the_story(intake: Intake) -> None:
    told = intake.register()
    intake.supplement(told["number"], query_code=told["query_code"])
    assert not any(word in str(intake.follow(told)) for word in PLANTED)


def test_following_gives_a_token_for_this_matter_alone(intake: Intake) -> None:
    told = intake.register()
    user = intake.tokens.verify(intake.follow(told)["token"])
    assert user.matter == told["number"]
    assert user.roles == frozenset()


def test_a_wrong_code_and_an_unknown_number_look_the_same(intake: Intake) -> None:
    told, other = intake.register(), intake.register()
    refusals = [
        unseen(intake, told["number"], NOBODYS),
        unseen(intake, told["number"], other["query_code"]),
        unseen(intake, told["number"], "not a code"),
        unseen(intake, "999999999999", told["query_code"]),
    ]
    assert {(r.status, r.code, r.detail) for r in refusals} == {(404, "not_found", refusals[0].detail)}


def test_a_query_code_is_read_however_it_is_written(intake: Intake) -> None:
    told = intake.register()
    sloppy = told["query_code"].replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert intake.follow(told, sloppy)["number"] == told["number"]


def test_a_query_code_holds_at_least_sixty_bits() -> None:
    assert 32**numbers.CODE_LENGTH >= 2**60
    assert numbers.draw_query_code(lambda most: most - 1) == "ZZZZ-ZZZZ-ZZZZZ"
    assert numbers.draw_query_code(lambda _most: 0) == "0000-0000-00000"


def test_a_number_has_twelve_digits_at_both_ends_of_the_draw() -> None:
    assert matter_numbers.draw_number(lambda _most: 0) == "100000000000"
    assert matter_numbers.draw_number(lambda most: most - 1) == "999999999999"


def test_a_matter_that_only_siblings_know_is_followed_by_nobody(intake: Intake) -> None:
    intake.tell(facts.accepted("123456789012"))
    assert unseen(intake, "123456789012", NOBODYS).code == "not_found"


def test_the_citizen_sees_who_handles_what_is_due_and_which_clock_runs_late(intake: Intake) -> None:
    told = intake.register()
    number = told["number"]
    intake.tell(facts.accepted(number))
    intake.tell(facts.whistled(number, assists=(facts.ASSIST,)))
    intake.tell(facts.checked_in(number))
    intake.tell(facts.of_clock(number))
    seen = intake.follow(told)
    assert (seen["status"], seen["lead"], seen["due"]) == ("handling", facts.LEAD, facts.DUE)
    assert seen["handling"] == [
        {"department": facts.LEAD, "state": "checked_in"},
        {"department": facts.ASSIST, "state": "called"},
    ]
    assert [(clock["clock"], clock["light"]) for clock in seen["clocks"]] == [("handling", "yellow")]


def clocks_of(intake: Intake, told: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(each["clock"], each["due"], each["light"]) for each in intake.follow(told)["clocks"]]


def test_the_citizen_sees_from_the_registration_on_what_the_law_promises(intake: Intake) -> None:
    told = intake.register()
    by = "2026-12-07T15:59:59Z"
    assert clocks_of(intake, told) == [("transfer", by, "green"), ("notice", by, "green")]
    intake.tell(facts.accepted(told["number"]))
    assert clocks_of(intake, told) == [("transfer", by, "green")]
    intake.tell(facts.whistled(told["number"]))
    assert clocks_of(intake, told) == []
    assert intake.follow(told)["due"] == facts.DUE


def test_a_promise_that_was_broken_stays_with_its_date(intake: Intake) -> None:
    told, by = intake.register(), "2026-12-07T15:59:59Z"
    late = {"clock": "transfer", "clock_id": "c9", "due": by}
    intake.tell(facts.of_clock(told["number"], oversight.ClockBreached, **late))
    assert ("transfer", by, "red") in clocks_of(intake, told)
    assert intake.follow(told)["due"] == by


def test_an_accuser_is_shown_no_clock(intake: Intake) -> None:
    seen = intake.follow(intake.register(purpose="accusation"))
    assert (seen["due"], seen["clocks"]) == (None, [])
