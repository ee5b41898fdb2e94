"""Questions by declared fields, in order, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.store import Collection, Context, Page, Store
from services.contracts.refusals import Refusal
from tests.store import mongodb

PLACES = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(["", "a", "ab", "b", "ü", "丁"]))


def fill(store: Store, context: Context, *bodies: dict[str, Any]) -> None:
    with store.work(context) as work:
        for n, body in enumerate(bodies):
            work.put("case", f"c{n:03d}", body)


def ids(page: Page) -> list[str]:
    return [document.id for document in page.documents]


def test_documents_are_found_by_equals_and_between(store: Store, context: Context) -> None:
    fill(
        store,
        context,
        {"status": "open", "due": "2026-11-22"},
        {"status": "open", "due": "2026-11-24"},
        {"status": "closed", "due": "2026-11-23"},
        {"status": "open", "due": None},
    )
    assert ids(store.find("case", equals={"status": "open"})) == ["c000", "c001", "c003"]
    assert ids(store.find("case", equals={"due": None})) == ["c003"]
    between = ("due", "2026-11-22", "2026-11-23")
    assert ids(store.find("case", between=between, order="due")) == ["c000", "c002"]
    assert ids(store.find("case", between=("due", None, None), order="due", descending=True)) == [
        "c001",
        "c002",
        "c000",
    ]


def test_a_page_says_where_the_next_one_begins_and_the_last_one_that_it_is_the_last(
    store: Store, context: Context
) -> None:
    fill(store, context, *[{"status": "open", "due": "same"} for _ in range(5)])
    first = store.find("case", equals={"status": "open"}, order="due", limit=2)
    second = store.find("case", equals={"status": "open"}, order="due", limit=2, after=first.cursor)
    third = store.find("case", equals={"status": "open"}, order="due", limit=2, after=second.cursor)
    assert ids(first) + ids(second) + ids(third) == ["c000", "c001", "c002", "c003", "c004"]
    assert third.cursor is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"equals": {"colour": 1}}, "cannot be asked by 'colour'; declared fields: status, due"),
        ({"order": "body"}, "cannot be asked by 'body'"),
        ({"between": ("id", 1, 2)}, "cannot be asked by 'id'"),
        ({"limit": 0}, "limit 0 is not allowed; allowed: 1 to 1000"),
        ({"limit": 1001}, "allowed: 1 to 1000"),
    ],
)
def test_only_declared_fields_can_be_asked(store: Store, question: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        store.find("case", **question)


@pytest.mark.parametrize("cursor", ["", "x", "!!!!", "W10", "WzEsMl0", "bnVsbA", "WyJhIiwiYiIsImMiXQ", "ü"])
def test_a_cursor_that_no_page_gave_is_refused_by_its_field(store: Store, cursor: str) -> None:
    with pytest.raises(Refusal) as caught:
        store.find("case", after=cursor)
    assert caught.value.status == 422
    assert [(e.field, e.code) for e in caught.value.errors] == [("after", "bad_cursor")]


def test_a_work_finds_its_own_writes_in_their_place(store: Store, context: Context) -> None:
    fill(store, context, *[{"status": "open", "due": n} for n in range(6)])
    with store.work(context) as work:
        work.put("case", "c001", {"status": "closed", "due": 1}, 1)
        work.delete("case", "c002", 1)
        work.put("case", "new", {"status": "open", "due": 3})
        first = work.find("case", equals={"status": "open"}, order="due", limit=3)
        second = work.find("case", equals={"status": "open"}, order="due", limit=3, after=first.cursor)
        assert ids(first) == ["c000", "c003", "new"]
        assert (ids(second), second.cursor) == (["c004", "c005"], None)


def test_documents_that_a_work_found_are_checked_at_commit(store: Store, context: Context) -> None:
    fill(store, context, {"status": "open"})
    tries = []

    def note(work: Any) -> None:
        found = work.find("case", equals={"status": "open"}).documents
        if not tries:
            with store.work(context) as other:
                other.put("case", "c000", {"status": "closed"}, 1)
        tries.append(len(found))
        work.put("note", "n", {"open": len(found)})

    store.run(context, note)
    assert tries == [1, 0]


@pytest.mark.parametrize("kind", ["sqlite-threads", *mongodb.kinds()])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    committed=st.lists(PLACES, max_size=12),
    own=st.dictionaries(st.integers(0, 15), PLACES, max_size=6),
    removed=st.sets(st.integers(0, 11), max_size=3),
    low=PLACES,
    descending=st.booleans(),
    limit=st.integers(1, 5),
)
def test_pages_put_together_are_the_whole_answer_in_order(
    making: Callable[[str], Any],
    kind: str,
    committed: list[Any],
    own: dict[int, Any],
    removed: set[int],
    low: Any,
    descending: bool,
    limit: int,
) -> None:
    context = Context("machine", "2026-11-22T08:00:00Z", "c-1")
    store = fresh(making(kind))
    fill(store, context, *[{"place": p} for p in committed])
    between = None if low is None else ("place", low, None)
    with store.work(context) as work:
        truth = {f"c{n:03d}": p for n, p in enumerate(committed)}
        for n, place in own.items():
            id = f"c{n:03d}"
            work.put("case", id, {"place": place}, 1 if id in truth else 0)
            truth[id] = place
        for n in removed & set(range(len(committed))):
            work.delete("case", f"c{n:03d}", 2 if n in own else 1)
            del truth[f"c{n:03d}"]
        pages: list[str] = []
        cursor = None
        while True:
            page = work.find("case", between=between, order="place", descending=descending, limit=limit, after=cursor)
            assert len(page.documents) <= limit
            pages += ids(page)
            cursor = page.cursor
            if cursor is None:
                break
    assert pages == expected(truth, low, descending)
    at_rest: list[str] = []
    while True:
        page = store.find("case", between=between, order="place", descending=descending, limit=limit, after=cursor)
        at_rest += ids(page)
        cursor = page.cursor
        if cursor is None:
            break
    assert at_rest == pages
    store.close()


def fresh(adapter: Any) -> Store:
    """A store of an adapter that is empty, though the same folder served an example before."""
    for file in adapter.folder.glob("store.db*"):
        file.unlink()
    opened: Store = adapter.open([Collection("case", indexes=(("place",),))])
    return opened


def expected(truth: dict[str, Any], low: Any, descending: bool) -> list[str]:
    """None before numbers before text; nothing below `low`, and no None when it is given."""

    def rank(place: Any) -> tuple[int, Any]:
        return (0, 0) if place is None else (2, place) if isinstance(place, str) else (1, place)

    rows = [(rank(place), id) for id, place in truth.items() if low is None or rank(place) >= rank(low)]
    return [id for _, id in sorted(rows, reverse=descending)]
