"""Orders (督办): list them, sign a proposed one, give the written answer to one."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Document, Page, Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.matter import codes_of
from services.contracts.events.oversight import OrderAnswered
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import OrderKind
from services.oversight import store
from services.oversight.domain import ladder
from services.oversight.domain.instants import is_after
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.sight import sees_place, sees_row
from services.oversight.use_cases.tell import send

SHOWN = (
    *("number", "place", "kind", "ground", "unit", "clock", "clock_id", "whistle", "state", "made_at"),
    *("issued_at", "issued_by", "due", "answered_at", "answered_by", "late"),
)


def list_orders(desk: Desk, call: Call) -> dict[str, Any]:
    """Orders by state and unit, oldest first, for who may see them."""
    user = call.staff()
    equals = {name: call.query[name] for name in ("state", "unit") if call.query[name] is not None}

    def find(*, limit: int, after: str | None) -> Page:
        return desk.store.find(store.ORDER.name, equals=equals, order="made_at", limit=limit, after=after)

    kept, cursor = store.gather(
        find, lambda order: sees_row(desk, user, order.body), call.query["limit"], call.query["after"]
    )
    return {"orders": [row_of(order.id, order.body) for order in kept], "after": cursor}


def issue_order(work: Work, desk: Desk, call: Call) -> Answer:
    """A supervisor signs a proposed order; without `due` the unit has the days that the kind of order gives."""
    found = work.get(store.ORDER.name, call.path["id"])
    if found is None or not sees_place(desk, call.staff(), found.body["place"]):
        raise Refusal.not_found("order")
    call.expect(found.version)
    order, due, now = found.body, call.body["due"], work.context.now
    ladder.issue(order["state"], due, now)
    due = due or ladder.due_of(OrderKind(order["kind"]), now, desk.county.calendar)
    send(work, found.id, order, due, work.context.actor)
    return _kept(work, found, order)


def answer_order(work: Work, desk: Desk, call: Call) -> Answer:
    """The unit that was ordered gives its written answer; the text stays here, sealed under the order's own key."""
    found = work.get(store.ORDER.name, call.path["id"])
    department = call.staff().department
    if found is None or department is None or found.body["unit"] != department:
        raise Refusal.not_found("order")
    call.expect(found.version)
    order, now = found.body, work.context.now
    order["state"] = ladder.answer(order["state"])
    order["key"] = desk.seal.new_key()
    order["answer"] = desk.seal.opener(order["key"]).seal(store.ORDER.name, found.id, "answer", call.body["text"])
    order.update(answered_at=now, answered_by=work.context.actor, late=is_after(now, order["due"]))
    work.record(OrderAnswered(**codes_of(order), order=found.id, unit=department))
    return _kept(work, found, order)


def row_of(order_id: str, order: dict[str, Any]) -> dict[str, Any]:
    """An order by codes and times only."""
    return {"id": order_id, **{name: order[name] for name in SHOWN}}


def _kept(work: Work, found: Document, order: dict[str, Any]) -> Answer:
    work.put(store.ORDER.name, found.id, order, found.version)
    return Answer(row_of(found.id, order), version=found.version + 1)
