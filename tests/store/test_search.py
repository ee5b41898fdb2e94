"""Keyed words: whoever has the key finds a text by every part of it, whoever has the file reads nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis import keys
from services.chassis.seal import Seal
from services.chassis.store import Collection, Context, Page, Store, Work
from services.contracts.refusals import Refusal
from tests.store import mongodb

SEAL = Seal(json.dumps(keys.new_seal_keys()))
LETTERS = Collection("letter", indexes=(("place",),), searchable=True)
LAMP, ROAD, BOTH = "村口的路灯坏了半个月", "Road 12 of Ningshan: 路面坏了", "灯坏了,路也坏了"


@pytest.fixture
def store(adapter: Any) -> Store:
    opened: Store = adapter.open([LETTERS])
    return opened


def write(store: Store, context: Context, id: str, text: str, *, version: int = 0, place: str = "t01") -> None:
    with store.work(context) as work:
        work.put("letter", id, {"place": place}, version)
        work.enter("letter", id, SEAL.words("letter", text))


def found(store: Store, text: str, **more: Any) -> list[str]:
    return ids(store.search("letter", SEAL.words("letter", text), **more))


def ids(page: Page) -> list[str]:
    return [document.id for document in page.documents]


def test_a_document_is_found_by_parts_of_its_text_however_written(store: Store, context: Context) -> None:
    for id, text in (("lamp", LAMP), ("road", ROAD), ("both", BOTH)):
        write(store, context, id, text)
    assert found(store, "路灯") == ["lamp"]
    assert found(store, "坏了") == ["both", "road", "lamp"]
    assert found(store, "ningSHAN") == ["road"]
    assert found(store, "ROAD") == ["road"]
    assert found(store, "灯坏 了") == ["both", "lamp"]
    assert found(store, "不在") == []
    assert found(store, "路灯面坏") == []


def test_answers_come_page_by_page_the_last_born_first_and_by_declared_fields(store: Store, context: Context) -> None:
    for n in range(7):
        write(store, context, f"l{n}", LAMP, place=f"t{n % 2}")
    words = SEAL.words("letter", "路灯")
    first = store.search("letter", words, limit=3)
    second = store.search("letter", words, limit=3, after=first.cursor)
    third = store.search("letter", words, limit=3, after=second.cursor)
    assert [ids(page) for page in (first, second, third)] == [["l6", "l5", "l4"], ["l3", "l2", "l1"], ["l0"]]
    assert third.cursor is None
    assert found(store, "路灯", equals={"place": "t1"}) == ["l5", "l3", "l1"]
    assert found(store, "路灯", equals={"place": "t1"}, limit=1) == ["l5"]


def test_words_stay_when_a_document_changes_and_are_replaced_when_entered_anew(store: Store, context: Context) -> None:
    write(store, context, "a", LAMP)
    write(store, context, "b", LAMP)
    with store.work(context) as work:
        work.put("letter", "a", {"place": "t02"}, 1)
    assert found(store, "路灯") == ["b", "a"]
    write(store, context, "a", ROAD, version=2)
    assert found(store, "路灯") == ["b"]
    assert found(store, "坏了") == ["b", "a"]
    assert found(store, "Ningshan") == ["a"]


def test_the_words_of_a_deleted_document_go_with_it(store: Store, context: Context) -> None:
    write(store, context, "a", LAMP)
    with store.work(context) as work:
        work.delete("letter", "a", 1)
    assert found(store, "路灯") == []
    with store.work(context) as work:
        work.put("letter", "a", {})
    assert found(store, "路灯") == []


def test_a_work_that_fails_enters_nothing(store: Store, context: Context) -> None:
    def fails(work: Work) -> None:
        work.put("letter", "a", {})
        work.enter("letter", "a", SEAL.words("letter", LAMP))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        store.run(context, fails)
    with store.work(context) as work:
        work.put("letter", "a", {})
        work.enter("letter", "a", SEAL.words("letter", LAMP))
        work.delete("letter", "a", 1)
    assert found(store, "路灯") == []


def test_works_at_once_enter_their_own(adapter: Any, context: Context) -> None:
    store = adapter.open([LETTERS])
    adapter.at_once(*[lambda n=n: write(store, context, f"l{n:02d}", f"{LAMP}{n}") for n in range(24)])
    assert sorted(found(store, "路灯")) == [f"l{n:02d}" for n in range(24)]


def test_only_keyed_words_are_entered_and_asked_for(adapter: Any, context: Context) -> None:
    def enter(work: Work, words: list[str]) -> None:
        work.put("letter", "a", {})
        work.enter("letter", "a", words)

    store = adapter.open([LETTERS, Collection("note")])
    for wrong in (["路灯"], ["abcdefgh "], [""], ["abcdefg1"], ['"a" OR b']):
        with pytest.raises(ValueError, match="allowed: the keyed words"):
            store.run(context, enter, wrong)
        with pytest.raises(ValueError, match="allowed: the keyed words"):
            store.search("letter", wrong)
    with pytest.raises(ValueError, match="one word at the least"):
        store.search("letter", [])
    with pytest.raises(ValueError, match="note is not declared searchable"):
        store.search("note", ["abcdefgh"])
    with pytest.raises(ValueError, match="by the work that puts it"), store.work(context) as work:
        work.enter("letter", "a", ["abcdefgh"])
    with pytest.raises(Refusal) as caught:
        store.search("letter", ["abcdefgh"], after="WyJhIiwiYSJd")
    assert caught.value.errors[0].code == "bad_cursor"


def test_what_lies_behind_the_wall_is_never_searchable(adapter: Any) -> None:
    with pytest.raises(ValueError, match="lies behind the wall"):
        adapter.open([Collection("accusation", walled=True, searchable=True)])


def test_the_file_tells_nothing_of_the_words(sqlite_adapter: Any, context: Context) -> None:
    store = sqlite_adapter.open([LETTERS])
    write(store, context, "a", f"{LAMP} secretword")
    sqlite_adapter.close()
    raw = b"".join(file.read_bytes() for file in sqlite_adapter.folder.iterdir())
    for part in ("路灯", "村口", "secretword", "se", "ord"):
        assert f" {part} ".encode() not in raw
    assert "路灯".encode() not in raw
    assert b"secret" not in raw


def test_other_keys_and_other_kinds_give_other_words() -> None:
    other = Seal(json.dumps(keys.new_seal_keys()))
    words = SEAL.words("letter", LAMP)
    assert len(words) == len(LAMP) - 1
    assert not set(words) & set(other.words("letter", LAMP))
    assert not set(words) & set(SEAL.words("note", LAMP))
    assert SEAL.words("letter", "灯") == SEAL.words("letter", " ,。 ") == []


TEXT = st.text(st.one_of(st.sampled_from("路灯坏了半个月aB1éß㎏,。 -\n"), st.characters()), min_size=2, max_size=40)


@given(text=TEXT, start=st.integers(0, 39), length=st.integers(1, 40))
def test_every_part_of_a_text_has_a_part_of_its_words(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    assert set(SEAL.words("letter", part)) <= set(SEAL.words("letter", text))
    letters = [c for c in part if c.isalnum() and c.isascii()]
    assert SEAL.words("letter", part) or len(letters) < 2


@pytest.mark.parametrize("kind", ["sqlite-threads", *mongodb.kinds()])
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(TEXT, min_size=1, max_size=6), data=st.data())
def test_a_document_is_found_by_every_part_of_its_text(
    making: Callable[[str], Any], kind: str, texts: list[str], data: st.DataObject
) -> None:
    context = Context("machine", "2026-11-22T08:00:00Z", "c-1")
    adapter = making(kind)
    for file in adapter.folder.glob("store.db*"):
        file.unlink()
    store = adapter.open([LETTERS])
    for n, text in enumerate(texts):
        write(store, context, f"l{n}", text)
    for n, text in enumerate(texts):
        start = data.draw(st.integers(0, len(text) - 2))
        words = SEAL.words("letter", text[start : data.draw(st.integers(start + 2, len(text)))])
        if words:
            hits = ids(store.search("letter", words))
            assert f"l{n}" in hits
            every = [m for m, other in enumerate(texts) if set(words) <= set(SEAL.words("letter", other))]
            assert sorted(hits) == [f"l{m}" for m in every]
    store.close()
