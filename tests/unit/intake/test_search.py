"""Matters are found by their words, inside the reader's place; what lies behind the wall is not."""

from __future__ import annotations

import pytest

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from tests.unit.intake import facts
from tests.unit.intake.desk import CLERK, Intake, staff

HERE = staff(Role.CLERK, place="ns-t01")


def registered(intake: Intake, text: str, **changes: object) -> str:
    return str(intake.register(CLERK, title="来访", channel="letter", text=text, **changes)["number"])


def test_a_matter_is_found_by_words_of_its_title_and_its_text(intake: Intake) -> None:
    lamp = registered(intake, "村口的路灯坏了半个月")
    road = registered(intake, "门前道路坏了")
    assert intake.numbers(q="路灯") == [lamp]
    assert intake.numbers(q="坏了") == [road, lamp]
    assert intake.numbers(q="来访") == [road, lamp]
    assert intake.numbers(q="水管") == []


def test_words_and_codes_narrow_together(intake: Intake) -> None:
    lamp = registered(intake, "路灯坏了", category="construction.property")
    registered(intake, "路灯坏了")
    other = registered(intake, "路灯坏了", place="ns-t02")
    assert intake.numbers(q="路灯", category="construction.property") == [lamp]
    assert intake.numbers(q="路灯", place="ns-t02") == [other]
    assert intake.numbers(q="路灯", **{"from": "2030-01-01"}) == []
    assert intake.numbers(q="路灯", to="2030-01-01", limit=2)[0] == other


def test_a_reader_finds_only_what_lies_in_their_place(intake: Intake) -> None:
    here, _ = registered(intake, "路灯坏了"), registered(intake, "路灯坏了", place="ns-t02")
    assert intake.numbers(HERE, q="路灯") == [here]


def test_pages_of_a_search_follow_each_other(intake: Intake) -> None:
    numbers = [registered(intake, "路灯坏了", place="ns-t02" if n % 2 else "ns-t01-v01") for n in range(9)]
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = intake.list(HERE, q="路灯", limit=2, **after)
        seen += [row["number"] for row in page["matters"]]
        if page["after"] is None:
            break
        after = {"after": page["after"]}
    assert seen == numbers[::-2]


def test_neither_petitioners_nor_accusations_are_found(intake: Intake) -> None:
    petitioner = {"name": "欧阳测试", "phone": "13812345678"}
    registered(intake, "路灯坏了", petitioners=[petitioner])
    registered(intake, "路灯工程收钱", purpose="accusation")
    assert intake.numbers(q="欧阳") == []
    assert intake.numbers(q="收钱") == []
    assert len(intake.numbers(q="路灯")) == 1


def test_a_matter_that_is_walled_is_found_no_more(intake: Intake) -> None:
    number = registered(intake, "路灯工程收钱")
    assert intake.numbers(q="收钱") == [number]
    intake.tell(facts.walled(number))
    assert intake.numbers(q="收钱") == []


def test_a_matter_is_still_found_after_its_picture_has_followed_facts(intake: Intake) -> None:
    number = registered(intake, "路灯坏了")
    intake.tell(facts.accepted(number))
    assert intake.numbers(q="路灯", status="accepted") == [number]


@pytest.mark.parametrize("q", ["灯", " 灯 ", ",。!", "?a"])
def test_a_search_for_less_than_two_letters_is_refused(intake: Intake, q: str) -> None:
    with pytest.raises(Refusal) as caught:
        intake.list(q=q)
    assert [(e.field, e.code) for e in caught.value.errors] == [("q", "too_short")]
