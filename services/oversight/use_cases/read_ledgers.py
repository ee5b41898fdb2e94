"""Read a ledger: rows of matters by the day they came in, or a row for each village's secretary; as JSON or a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from services.chassis.store import Document, Page
from services.chassis.web.call import Call
from services.chassis.web.pages.screen import Sheet
from services.contracts.labels import label
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import PlaceKind
from services.county.calendar import COUNTY_TIME
from services.county.instants import instant, moment
from services.oversight import store
from services.oversight.domain import figures
from services.oversight.domain.clocks import Light
from services.oversight.domain.docket import Docket
from services.oversight.domain.figured import MATTER
from services.oversight.domain.instants import county_day
from services.oversight.domain.ledgers import COLUMNS, LEDGERS, TRACKED, Ledger, row_of
from services.oversight.use_cases import track_open
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.read_figures import place_of
from services.oversight.use_cases.read_rates import period_of

SECRETARIES, TRACKING, DISPATCH = "secretaries", "daily_tracking", "weekly_dispatch"
SPECIAL = {SECRETARIES: "书记台账", TRACKING: "每日跟踪清单", DISPATCH: "每周调度表"}
"""Ledgers beside those of `domain.ledgers`."""

OF_SECRETARIES = {
    "place": "村（社区）",
    "head": "书记（负责人）",
    "matters": "收集事项",
    "online": "线上",
    "solved": "已解决",
    "open_red": "超期未办",
    "percent": "初次满意率（%）",
}
"""The columns of the secretaries' ledger (书记台账): a row for each village and community, also without matters."""

MOST_ROWS, PAGE_ROWS = 20_000, 200
KINDS_OF_LABEL = ("channel", "purpose", "urgency", "tier", "light", "outcome")
OF_RATINGS, OF_UNITS, OF_TIMES = ("receiving", "responsible"), ("owner", "lead"), ("came_at", "accepted_at", "due")
TIMES = frozenset({*OF_TIMES, "concluded_at", "rated_at"})


def read_ledger(desk: Desk, call: Call, name: str) -> dict[str, Any]:
    """A page of one ledger of a place and its subtree over days, inclusive; `after` goes on. What is followed up by the
    day and by the week (`daily_tracking weekly_dispatch`) is what is open now, whatever day it came in.

    Refuses 404 a ledger that there is not, and what `read_figures.place_of` and a period refuse.
    """
    place, (first, last) = place_of(desk, call), period_of(call, county_day(desk.clock.now()))
    cursor = None
    if name == SECRETARIES:
        title, columns, rows = SPECIAL[name], OF_SECRETARIES, _secretaries(desk, place, first, last)
    elif name == DISPATCH:
        title, columns, rows = SPECIAL[name], track_open.WEEKLY, track_open.by_village(desk, place)
    elif name == TRACKING:
        title, columns = SPECIAL[name], {each: COLUMNS[each] for each in TRACKED}
        rows, cursor = track_open.open_matters(desk, place, call.query["limit"], call.query["after"])
    else:
        ledger = _ledger(name)
        title, columns = ledger.title, {each: COLUMNS[each] for each in ledger.columns}
        rows, cursor = _page(desk, ledger, place, first, last, call.query["limit"], call.query["after"])
    headed = [{"code": code, "title": said} for code, said in columns.items()]
    return {"name": name, "title": title, "place": place, "from": first, "to": last, "columns": headed} | {
        "rows": rows,
        "after": cursor,
    }


def sheet_of(desk: Desk, call: Call, name: str) -> Sheet:
    """The whole ledger, at most 20,000 rows, in the county's own names and time."""
    place, (first, last) = place_of(desk, call), period_of(call, county_day(desk.clock.now()))
    if name == SECRETARIES:
        title, columns, rows = SPECIAL[name], OF_SECRETARIES, iter(_secretaries(desk, place, first, last))
    elif name == DISPATCH:
        title, columns, rows = SPECIAL[name], track_open.WEEKLY, iter(track_open.by_village(desk, place))
    elif name == TRACKING:
        title, columns = SPECIAL[name], {each: COLUMNS[each] for each in TRACKED}
        rows = _all(lambda limit, after: track_open.open_matters(desk, place, limit, after))
    else:
        ledger = _ledger(name)
        title, columns = ledger.title, {each: COLUMNS[each] for each in ledger.columns}
        rows = _all(lambda limit, after: _page(desk, ledger, place, first, last, limit, after))
    return Sheet(f"{title} {first} {last}", list(columns.values()), _worded(desk, rows, columns))


def titles() -> dict[str, str]:
    """Every ledger that can be asked for, with its heading."""
    return {name: ledger.title for name, ledger in LEDGERS.items()} | SPECIAL


def _ledger(name: str) -> Ledger:
    found = LEDGERS.get(name)
    if found is None:
        raise Refusal("not_found", f"There is no ledger {name}. Allowed: {', '.join(titles())}.", status=404)
    return found


def _page(
    desk: Desk, ledger: Ledger, place: str, first: str, last: str, limit: int, after: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    begin, end = _instants(first, last)

    def find(*, limit: int, after: str | None) -> Page:
        between = ("came_at", begin, end)
        return desk.store.find(store.DOCKET.name, between=between, order="came_at", limit=limit, after=after)

    def keep(document: Document) -> bool:
        docket = cast("Docket", document.body)
        return desk.county.places.within(docket["place"], place) and ledger.holds(docket)

    kept, cursor = store.gather(find, keep, limit, after)
    return [row_of(cast("Docket", each.body), desk.rules, ledger.columns) for each in kept], cursor


def _all(page: Callable[[int, str | None], tuple[list[dict[str, Any]], str | None]]) -> Iterator[dict[str, Any]]:
    given, after = 0, None
    while given < MOST_ROWS:
        rows, after = page(min(PAGE_ROWS, MOST_ROWS - given), after)
        given += len(rows)
        yield from rows
        if after is None:
            return


def _instants(first: str, last: str) -> tuple[str, str]:
    """Between which texts the instants of these days lie, in the county's time, with or without parts of a second."""
    begin = datetime.combine(date.fromisoformat(first), datetime.min.time(), COUNTY_TIME)
    end = datetime.combine(date.fromisoformat(last) + timedelta(days=1), datetime.min.time(), COUNTY_TIME)
    return instant(begin).removesuffix("Z"), instant(end).removesuffix("Z")


def _secretaries(desk: Desk, place: str, first: str, last: str) -> list[dict[str, Any]]:
    places = desk.county.places
    counted: dict[str, Counter[str]] = {}
    for key, amount in desk.store.counters(figures.prefix_of(MATTER, first, last)).items():
        _, _, day, village, measure = key.split("/")
        if first <= day <= last:
            counted.setdefault(village, Counter())[measure] += amount
    rows = []
    for kind in (PlaceKind.VILLAGE, PlaceKind.COMMUNITY):
        for code in places.codes(kind):
            if not places.within(code, place):
                continue
            measures = counted.get(code, Counter())
            said = figures.matters(measures)
            rows.append(
                {
                    "place": code,
                    "head": places.get(code).head,
                    **{each: said[each] for each in ("matters", "online", "solved")},
                    "open_red": desk.store.counter(f"open/{code}/{Light.RED}"),
                    "percent": figures.first_satisfaction(measures)["percent"],
                }
            )
    return rows


def _worded(desk: Desk, rows: Iterator[dict[str, Any]], columns: dict[str, str]) -> Iterator[list[object]]:
    word = _wording(desk)
    for row in rows:
        yield [word(column, row[column]) for column in columns]


def _wording(desk: Desk) -> Callable[[str, Any], object]:
    named = desk.county.names()

    def word(column: str, value: Any) -> object:
        if value is None or column == "number":
            return value
        if column == "plan":
            return "有" if value else "无"
        if column in KINDS_OF_LABEL:
            return label(value, column)
        if column in OF_RATINGS:
            return label(value, "rating")
        if column in OF_UNITS:
            return named["unit"](value)
        if column in TIMES and isinstance(value, str):
            return moment(value).astimezone(COUNTY_TIME).strftime("%Y-%m-%d %H:%M")
        if column in ("place", "category"):
            return named[column](value)
        if column == "step":
            return next(step.name for step in desk.county.steps if step.code == value)
        if column == "affair":
            return desk.county.affairs.by_code[value].name
        return value

    return word
