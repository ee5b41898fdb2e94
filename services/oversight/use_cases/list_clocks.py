"""The clocks that run, by what ends first, for who may see them; and one matter's docket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.chassis.access import User
from services.chassis.store import Document, Page
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.oversight import store
from services.oversight.domain.clocks import WORST_FIRST, Light
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.sight import sees_row


def list_clocks(desk: Desk, call: Call) -> dict[str, Any]:
    """Running clocks of at most `limit` matters, the matter whose end comes first first.

    Asked for one matter (`number`), the clocks that have ended are shown too.
    """
    number, wanted = call.query["number"], call.query["light"]
    if number is not None:
        document = desk.store.get(store.DOCKET.name, number)
        return {"clocks": [] if document is None else _rows(desk, call, document, ended=True), "after": None}

    def find(*, limit: int, after: str | None) -> Page:
        if wanted == Light.RED:
            equals: dict[str, str | int | None] = {"light": wanted}
            return desk.store.find(store.DOCKET.name, equals=equals, order="due", limit=limit, after=after)
        return desk.store.find(store.DOCKET.name, between=("due", "", None), order="due", limit=limit, after=after)

    rows: dict[str, list[dict[str, Any]]] = {}

    def keep(document: Document) -> bool:
        rows[document.id] = _rows(desk, call, document, ended=False)
        return bool(rows[document.id])

    kept, cursor = store.gather(find, keep, call.query["limit"], call.query["after"])
    return {"clocks": [row for document in kept for row in rows[document.id]], "after": cursor}


def lights_of(desk: Desk, user: User, numbers: Iterable[str]) -> dict[str, str | None]:
    """The worst light of each matter's running clocks that are this person's to see; None where none runs."""
    found: dict[str, str | None] = {}
    for number in numbers:
        document = desk.store.get(store.DOCKET.name, number)
        rows = [] if document is None else [row_of(document.body, clock_id) for clock_id in document.body["clocks"]]
        lit = {row["light"] for row in rows if row["ended"] is None and sees_row(desk, user, row)}
        found[number] = next((str(light) for light in WORST_FIRST if light in lit), None)
    return found


def show_docket(desk: Desk, call: Call) -> dict[str, Any]:
    """One matter's clocks and the ids of its facts, for who may see its place."""
    document = desk.store.get(store.DOCKET.name, call.path["number"])
    if document is None:
        raise Refusal.not_found("docket")
    body, user = document.body, call.staff()
    clocks = [row_of(document.body, clock_id) for clock_id in body["clocks"]]
    if not sees_row(desk, user, {"unit": body["owner"], "place": body["place"]}) and not any(
        sees_row(desk, user, row) for row in clocks
    ):
        raise Refusal.not_found("docket")
    facts = [{"fact": s["id"], "type": s["fact"], "service": s["service"], "time": s["at"]} for s in body["steps"]]
    return {
        "number": document.id,
        **{name: body[name] for name in ("place", "channel", "purpose", "category", "urgency", "tier")},
        "receiver": body["receiver"],
        "owner": body["owner"],
        "light": body["light"],
        "due": body["due"],
        "clocks": clocks,
        "facts": facts,
        "orders": body["orders"],
    }


def _rows(desk: Desk, call: Call, document: Document, *, ended: bool) -> list[dict[str, Any]]:
    query, user = call.query, call.staff()
    found = []
    for clock_id, clock in document.body["clocks"].items():
        asked = all(query[name] is None or clock[name] == query[name] for name in ("light", "clock", "unit"))
        row = row_of(document.body, clock_id)
        if asked and (ended or clock["ended"] is None) and sees_row(desk, user, row):
            found.append(row)
    return found


def row_of(docket: Mapping[str, Any], clock_id: str) -> dict[str, Any]:
    """One clock of a docket, as it is shown."""
    clock, paused = docket["clocks"][clock_id], docket["clocks"][clock_id].get("paused")
    shown = ("clock", "unit", "whistle", "light", "started_at", "due", "ended", "ended_at")
    return {
        "id": clock_id,
        "number": docket["number"],
        "place": docket["place"],
        **{name: clock[name] for name in shown},
        "paused_at": paused["at"] if paused else None,
        "pause_reason": paused["reason"] if paused else None,
        "former_due": clock.get("former_due"),
    }
