"""Keywords propose a category; the same text always gets the same answer, and a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Urgency
from services.county.categories import Categories, Category
from services.county.county import County
from services.county.problem import UnknownCode


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("村口的路灯坏了一个月，晚上一片漆黑", "construction.municipal"),
        ("小区物业不作为，业委会也选不出来", "construction.property"),
        ("通往三组的水泥路全是坑，请求道路硬化", "transport.roads"),
        ("砂石厂日夜作业，噪音和粉尘污染严重", "environment.pollution"),
        ("包工头拖欠农民工工资不给，血汗钱要不回来", "labour.wages"),
        ("想问一下低保怎么申请，家庭困难", "civil.assistance"),
        ("天麻种植没有技术，农药也不会用", "rural.farming"),
        ("孩子上小学入学要看学区吗", "education.admission"),
        ("今天天气不错", None),
        ("", None),
    ],
)
def test_a_story_is_matched_by_the_countys_keywords(ningshan: County, text: str, category: str | None) -> None:
    match = ningshan.categories.match(text)
    assert match.category == category, match.why


def test_a_match_tells_which_words_it_found_and_why(small: County) -> None:
    match = small.categories.match("夜里路灯不亮，路灯坏了")
    assert match.category == "roads.lamps"
    assert match.hits == ("路灯", "夜里")
    assert match.score == 2 * 4 + 2
    assert match.why == "roads.lamps by 路灯、夜里, weight 10"


def test_weak_words_alone_are_left_to_a_person(small: County) -> None:
    match = small.categories.match("夜里")
    assert match.category is None
    assert match.hits == ("夜里",)
    assert "weight 2 of 4 needed" in match.why


def test_a_word_in_the_title_weighs_more_than_one_in_the_text() -> None:
    rows = [_row("a", "水库"), _row("b", "公路")]
    assert Categories(rows).match("水库边的", "公路").category == "b"
    assert Categories(rows).match("水库", "").category == "a"


def test_the_heavier_first_level_wins_before_the_heavier_row() -> None:
    rows = [_row("a"), _row("a.x", "水库", "a"), _row("a.y", "水渠", "a"), _row("b"), _row("b.x", "公路桥", "b")]
    assert Categories(rows).match("水库旁的水渠和公路桥").category == "a.x"


def test_a_tie_goes_to_the_row_that_stands_first() -> None:
    assert Categories([_row("a", "公路"), _row("b", "水库")]).match("水库公路").category == "a"
    assert Categories([_row("b", "水库"), _row("a", "公路")]).match("水库公路").category == "b"


def test_a_table_without_keywords_matches_nothing() -> None:
    assert Categories([_row("a")]).match("公路").category is None


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_has_one_answer_and_it_is_a_category_of_the_file(ningshan: County, text: str, title: str) -> None:
    match = ningshan.categories.match(text, title)
    assert match == ningshan.categories.match(text, title)
    assert match.category is None or ningshan.categories.exists(match.category)
    assert all(word in text or word in title for word in match.hits)


@given(st.lists(st.sampled_from("路灯夜里修水 "), max_size=30).map("".join))
def test_every_word_that_stands_in_the_text_is_found(small: County, text: str) -> None:
    hits = set(small.categories.match(text).hits)
    roads = {word for word in ("修路", "路灯", "夜里") if word in text}
    assert hits == roads


def test_each_category_knows_its_first_level_lead_and_urgency(ningshan: County) -> None:
    assert ningshan.categories.first_level("transport.roads").name == "交通运输"
    assert ningshan.categories.first_level("transport").code == "transport"
    assert ningshan.units.lead_for("transport.roads").code == "ns-transport"
    assert ningshan.categories.get("land.hazard").urgency is Urgency.URGENT


def test_an_unknown_category_is_named_in_the_error(ningshan: County) -> None:
    with pytest.raises(UnknownCode, match="category: 'x' is not in the county file"):
        ningshan.categories.get("x")
    with pytest.raises(UnknownCode, match="category: 'x' is not in the county file"):
        ningshan.units.lead_for("x")


def _row(code: str, word: str | None = None, parent: str | None = None) -> Category:
    return Category(code, code, parent, "u", Urgency.HARD, (word,) if word else ())


def test_a_later_file_that_lacks_a_category_is_told_like_one_that_lacks_a_place_or_a_unit(ningshan: County) -> None:
    rows = [ningshan.categories.get(code) for code in ningshan.categories.codes()]
    lost = rows[-1].code
    later = replace(ningshan, categories=Categories(rows[:-1]))
    assert ningshan.dropped_by(later) == (("categories", lost),)
    assert later.dropped_by(ningshan) == ()
