"""What is followed up by the day and by the week (一日一跟踪、一周一调度): open matters, one by one and by village."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any, cast

from services.chassis.store import Document, Page
from services.contracts.vocabulary import PlaceKind
from services.county.instants import instant, moment
from services.oversight import store
from services.oversight.domain.clocks import Light
from services.oversight.domain.docket import Docket
from services.oversight.domain.ledgers import TRACKED, row_of
from services.oversight.domain.unfinished import is_open
from services.oversight.use_cases.desk import Desk

WEEKLY = {"place": "村（社区）", "head": "书记（负责人）", "open": "在办", "red": "超期", "due": "一周内到期"}
"""The columns of the weekly dispatch."""

PAGE_ROWS, MOST_ROWS = 200, 20_000
WEEK = timedelta(days=7)
IDLE = "idle."
"""Before a cursor among the matters on which no clock runs."""


def open_matters(desk: Desk, place: str, limit: int, after: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Open matters of a place: those with a clock that runs, what ends first first, then those on which none does.

    A county file whose clocks leave a gap hides no matter by it: one without a clock is tracked all the same.
    """
    kept: list[Document] = []
    start: str | None = None
    if after is not None and after.startswith(IDLE):
        start = after.removeprefix(IDLE) or None
    else:
        kept, cursor = _page(desk, place, None, limit, after)
        if cursor is not None:
            return _rows(desk, kept), cursor
    if len(kept) == limit:
        return _rows(desk, kept), IDLE if _idle(desk, place, 1, None)[0] else None
    idle, more = _idle(desk, place, limit - len(kept), start)
    return _rows(desk, [*kept, *idle]), None if more is None else f"{IDLE}{more}"


def by_village(desk: Desk, place: str) -> list[dict[str, Any]]:
    """Villages with open matters: how many, how many red, how many with an end within a week; the most red first."""
    lit: dict[str, Counter[str]] = {}
    for key, amount in desk.store.counters("open/").items():
        _, village, light = key.split("/")
        lit.setdefault(village, Counter())[light] += amount
    due = _due_within_a_week(desk, place)
    places, rows = desk.county.places, []
    for kind in (PlaceKind.VILLAGE, PlaceKind.COMMUNITY):
        for code in places.codes(kind):
            lights = lit.get(code, Counter())
            whole = sum(lights.values())
            if whole and places.within(code, place):
                head = places.get(code).head
                rows.append({"place": code, "head": head, "open": whole, "red": lights[Light.RED], "due": due[code]})
    return sorted(rows, key=lambda row: (-int(row["red"]), -int(row["due"])))


def _due_within_a_week(desk: Desk, place: str) -> Counter[str]:
    found: Counter[str] = Counter()
    until, after, seen = instant(moment(desk.clock.now()) + WEEK), None, 0
    while seen < MOST_ROWS:
        kept, after = _page(desk, place, until, PAGE_ROWS, after)
        seen += len(kept)
        found.update(desk.rules.village(document.body["place"]) for document in kept)
        if after is None:
            break
    return found


def _rows(desk: Desk, documents: list[Document]) -> list[dict[str, Any]]:
    return [row_of(cast("Docket", each.body), desk.rules, TRACKED) for each in documents]


def _idle(desk: Desk, place: str, size: int, start: str | None) -> tuple[list[Document], str | None]:
    """Open matters without a clock, what has waited longest first."""

    def find(*, limit: int, after: str | None) -> Page:
        between, order = ("idle_since", "", None), "idle_since"
        return desk.store.find(store.DOCKET.name, between=between, order=order, limit=limit, after=after)

    return store.gather(find, lambda each: desk.county.places.within(each.body["place"], place), size, start)


def _page(desk: Desk, place: str, until: str | None, size: int, start: str | None) -> tuple[list[Document], str | None]:
    def find(*, limit: int, after: str | None) -> Page:
        return desk.store.find(store.DOCKET.name, between=("due", "", until), order="due", limit=limit, after=after)

    def keep(document: Document) -> bool:
        docket = cast("Docket", document.body)
        return is_open(docket) and desk.county.places.within(docket["place"], place)

    return store.gather(find, keep, size, start)
