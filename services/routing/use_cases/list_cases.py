"""Lists of cases and whistles, newest first, each row by right: a dispatcher's queue, a department's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from services.chassis.access import User
from services.chassis.store import Document
from services.chassis.store.paging import Place, cursor_of
from services.chassis.web.call import Answer, Call
from services.contracts.refusals import Refusal
from services.routing.domain.case import Case
from services.routing.domain.whistle import Whistle, WhistleState, known_unit
from services.routing.store import CASE, DESK, case_of
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.rights import BY_PLACE, may_see
from services.routing.use_cases.view import case_view, whistle_view

CHUNK, MOST_LOOKED_AT = 100, 2_000
"""Rows read at once, and at most for one page: a page of a rare filter may be short and still have an `after`."""


def list_cases(deps: Deps, call: Call) -> Answer:
    """A page of cases in codes (`gives.CasesView`)."""
    query, user = call.query, call.staff()
    _check(deps, query)
    equals = {} if query["status"] is None else {"status": query["status"]}
    department = _department(user, query["department"])

    def rows(case: Case) -> list[dict[str, Any]]:
        fits = (
            query["status"] in (None, case.status)
            and query["category"] in (None, case.category)
            and query["urgency"] in (None, case.urgency)
            and (query["place"] is None or deps.county.places.within(case.place, query["place"]))
            and (department is None or case.calls_on(department))
            and (query["execution"] is None or bool(case.redress.to_execute))
        )
        return [case_view(case, deps.county)] if fits else []

    town = _town(deps, user, query["place"])
    listed, after = _page(deps, user, department, equals, town, None, query, rows)
    return Answer({"cases": listed, "after": after})


def list_whistles(deps: Deps, call: Call) -> Answer:
    """A page of whistles (`gives.WhistlesView`); those of one case stay together."""
    query, user = call.query, call.staff()
    _check(deps, query)
    department = _department(user, query["department"])

    def fits(whistle: Whistle) -> bool:
        calls = [c for c in whistle.calls if c.active and department in (None, c.department)]
        return query["state"] in (None, whistle.state) and any(query["call"] in (None, c.state) for c in calls)

    def rows(case: Case) -> list[dict[str, Any]]:
        return [whistle_view(whistle, case.number) for whistle in case.whistles if fits(whistle)]

    still_open = 1 if query["state"] not in (None, WhistleState.ENDED) else None
    listed, after = _page(deps, user, department, {}, _town(deps, user, None), still_open, query, rows)
    return Answer({"whistles": listed, "after": after})


def _check(deps: Deps, query: dict[str, Any]) -> None:
    place, category, department = query.get("place"), query.get("category"), query["department"]
    if place is not None and not deps.county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if category is not None and not deps.county.categories.exists(category):
        allowed = ", ".join(deps.county.categories.codes())
        raise Refusal.of_field("category", "unknown_category", f"Allowed: {allowed}.")
    if department is not None:
        known_unit(deps.county, "department", department)


def _department(user: User, asked: str | None) -> str | None:
    """Whose desk is read: the one asked for, or the handler's own where no other role shows cases by place."""
    if user.has(*BY_PLACE):
        return asked
    if user.department is None:
        raise Refusal("not_allowed", "A handler without a department sees no cases.", status=403)
    if asked not in (None, user.department):
        raise Refusal("not_allowed", "You see the cases of your own department only.", status=403)
    return user.department


def _town(deps: Deps, user: User, place: str | None) -> str | None:
    narrowest = place or (user.place if user.has(*BY_PLACE) else None)
    return None if narrowest is None else town_of(deps.county, narrowest)


def _page(
    deps: Deps,
    user: User,
    department: str | None,
    equals: dict[str, Any],
    town: str | None,
    still_open: int | None,
    query: dict[str, Any],
    rows: Callable[[Case], list[dict[str, Any]]],
) -> tuple[list[dict[str, Any]], str | None]:
    if department is None:
        walk = _walk(deps, CASE, "opened_at", equals if town is None else {**equals, "town": town}, query["after"])
    else:
        wanted: dict[str, Any] = {"department": department}
        if still_open is not None:
            wanted["open"] = still_open
        walk = _walk(deps, DESK, "called_at", wanted, query["after"])
    listed: list[dict[str, Any]] = []
    now = deps.clock.now()
    for looked_at, (document, cursor) in enumerate(walk, 1):
        kept = document if department is None else deps.store.get(CASE, document.body["number"])
        case = None if kept is None else case_of(kept.body)
        if case is not None and may_see(user, case, deps.county, now):
            listed += rows(case)
        if cursor is not None and (len(listed) >= query["limit"] or looked_at >= MOST_LOOKED_AT):
            return listed, cursor
    return listed, None


def _walk(
    deps: Deps, collection: str, order: str, equals: dict[str, Any], after: str | None
) -> Iterator[tuple[Document, str | None]]:
    """Documents newest first, each with the cursor that continues behind it (None behind the last)."""
    while True:
        page = deps.store.find(collection, equals=equals, order=order, descending=True, limit=CHUNK, after=after)
        last = len(page.documents) - 1
        for position, document in enumerate(page.documents):
            at_end = position == last and page.cursor is None
            yield document, None if at_end else cursor_of(Place(document.body[order], document.id))
        if page.cursor is None:
            return
        after = page.cursor
