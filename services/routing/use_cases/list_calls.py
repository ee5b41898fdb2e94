"""What a department is called to and has not come to an end, what is due soonest first."""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.routing.domain.call import CallState, DepartmentCall
from services.routing.domain.case import Case
from services.routing.domain.succession import inherited
from services.routing.domain.whistle import Whistle
from services.routing.store import CASE as CASES
from services.routing.store import DESK, case_of
from services.routing.use_cases.deps import Deps

CHUNK, MOST = 100, 500
"""Desks read at once, and at most: a department with more open calls sees the oldest."""


def list_calls(deps: Deps, user: User) -> list[dict[str, Any]]:
    """The open calls of the reader's department, at most 500; one that waits for nobody's hand here comes last."""
    found: list[dict[str, Any]] = []
    for department in units_called(deps, user):
        found += _open_calls(deps, department, MOST - len(found))
    return sorted(found, key=lambda row: (row["due"] is None, row["due"] or row["called_at"]))


def units_called(deps: Deps, user: User) -> list[str]:
    """The handler's department, and every unit whose duties it goes on with (Art. 24). Raises Refusal `not_allowed`."""
    own = own_department(user)
    return [own, *sorted(inherited(deps.county, own, deps.clock.now()) - {own})]


def _open_calls(deps: Deps, department: str, most: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while len(found) < most:
        wanted: dict[str, str | int | None] = {"department": department, "open": 1}
        page = deps.store.find(DESK, equals=wanted, order="called_at", limit=CHUNK, after=after)
        for desk in page.documents:
            kept = deps.store.get(CASES, desk.body["number"])
            found += [] if kept is None else rows_of(case_of(kept.body), department)
        after = page.cursor
        if after is None:
            break
    return found


def own_department(user: User) -> str:
    """The department that a handler works for. Raises Refusal `not_allowed`."""
    if user.department is None:
        raise Refusal("not_allowed", "A handler without a department has no calls.", status=403)
    return user.department


def rows_of(case: Case, department: str, *, over: bool = False) -> list[dict[str, Any]]:
    """The department's calls on one case, of whistles that run or of those that are over."""
    return [
        row_of(case, whistle, whistle.call(department))
        for whistle in case.whistles
        if whistle.ended == over and whistle.calls_on(department)
    ]


def row_of(case: Case, whistle: Whistle, call: DepartmentCall) -> dict[str, Any]:
    """One call: what it is about, what is due next (`clock`: `check_in` or `handling`) and since when."""
    clock, start, due = _due(whistle, call)
    codes = {name: getattr(case, name) for name in ("number", "place", "category", "urgency", "status")}
    told = {name: getattr(call, name) for name in ("role", "state", "called_at", "checked_in_at", "late")}
    return {**codes, **told, "id": whistle.id, "kind": whistle.kind, "clock": clock, "start": start, "due": due}


def _due(whistle: Whistle, call: DepartmentCall) -> tuple[str | None, str | None, str | None]:
    if whistle.ended or call.state in (CallState.REPLIED, CallState.RELEASED):
        return None, None, None
    if call.checked_in_at is None:
        return "check_in", call.called_at, call.check_in_by
    return "handling", whistle.blown_at, whistle.end_for(call)


def list_former_calls(deps: Deps, user: User, limit: int, after: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """The calls of whistles that are over, by what was called last; `limit` counts matters."""
    department = own_department(user)
    wanted: dict[str, str | int | None] = {"department": department, "open": 0}
    page = deps.store.find(DESK, equals=wanted, order="called_at", descending=True, limit=limit, after=after)
    found: list[dict[str, Any]] = []
    for desk in page.documents:
        kept = deps.store.get(CASES, desk.body["number"])
        found += [] if kept is None else rows_of(case_of(kept.body), department, over=True)
    return found, page.cursor
