"""Orders (督办): list them, read one in words, sign a proposed one, give the written answer to one."""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.chassis.store import Document, Page, Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.matter import codes_of
from services.contracts.events.oversight import OrderAnswered
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import OrderKind, Role
from services.oversight import store
from services.oversight.domain import ladder
from services.oversight.domain.instants import is_after
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.sight import is_of, sees_place, sees_row
from services.oversight.use_cases.tell import send

SHOWN = (
    *("number", "place", "kind", "ground", "unit", "clock", "clock_id", "whistle", "state", "made_at"),
    *("issued_at", "issued_by", "due", "answered_at", "answered_by", "late"),
)


def list_orders(desk: Desk, call: Call) -> dict[str, Any]:
    """Orders by state, unit, kind and matter, oldest first, for who may see them."""
    user, query = call.staff(), call.query
    equals = {name: query[name] for name in ("state", "unit") if query[name] is not None}
    asked = {name: query[name] for name in ("kind", "number") if query[name] is not None}
    if "number" in asked:
        equals = {"number": asked["number"]}
        asked = {name: query[name] for name in ("kind", "state", "unit") if query[name] is not None}

    def keep(order: Document) -> bool:
        return sees_row(desk, user, order.body) and all(order.body[name] == said for name, said in asked.items())

    def find(*, limit: int, after: str | None) -> Page:
        return desk.store.find(store.ORDER.name, equals=equals, order="made_at", limit=limit, after=after)

    kept, cursor = store.gather(find, keep, query["limit"], query["after"])
    return {"orders": [row_of(order.id, order.body) for order in kept], "after": cursor}


def show_order(desk: Desk, call: Call) -> dict[str, Any]:
    """One order in words: why it was given, where a person decided it, and what the unit answered.

    For the unit that was ordered, and for who supervises or leads the matter's place. Raises Refusal `not_found`.
    """
    found, user = desk.store.get(store.ORDER.name, call.path["id"]), call.staff()
    if found is None or not _reads(desk, user, found.body):
        raise Refusal.not_found("order")
    words: dict[str, str | None] = {"reason": None, "answer": None}
    if "key" in found.body:
        opener = desk.seal.opener(found.body["key"])
        for name in words:
            if found.body.get(name) is not None:
                words[name] = opener.open(store.ORDER.name, found.id, name, found.body[name])
    return row_of(found.id, found.body) | words


def issue_order(work: Work, desk: Desk, call: Call) -> Answer:
    """A supervisor signs a proposed order; without `due` the unit has the days that the kind of order gives."""
    found = work.get(store.ORDER.name, call.path["id"])
    if found is None or not sees_place(desk, call.staff(), found.body["place"]):
        raise Refusal.not_found("order")
    call.expect(found.version)
    order, due, now = found.body, call.body["due"], work.context.now
    ladder.issue(order["state"], due, now)
    due = due or ladder.due_of(OrderKind(order["kind"]), now, desk.county.calendar)
    send(work, desk, found.id, order, due, work.context.actor)
    return _kept(work, found, order)


def answer_order(work: Work, desk: Desk, call: Call) -> Answer:
    """The unit that was ordered, or goes on with that one's duties, gives its written answer; the text stays here,
    sealed under the order's own key."""
    found = work.get(store.ORDER.name, call.path["id"])
    department = call.staff().department
    if found is None or department is None or not is_of(desk, call.staff(), found.body["unit"]):
        raise Refusal.not_found("order")
    call.expect(found.version)
    order, now = found.body, work.context.now
    order["state"] = ladder.answer(order["state"])
    order["key"] = order.get("key") or desk.seal.new_key()
    order["answer"] = desk.seal.opener(order["key"]).seal(store.ORDER.name, found.id, "answer", call.body["text"])
    order.update(answered_at=now, answered_by=work.context.actor, late=is_after(now, order["due"]))
    work.record(OrderAnswered(**codes_of(order), order=found.id, unit=department))
    return _kept(work, found, order)


def _reads(desk: Desk, user: User, order: dict[str, Any]) -> bool:
    if is_of(desk, user, order["unit"]):
        return True
    return user.has(Role.SUPERVISOR, Role.LEADER) and sees_place(desk, user, order["place"])


def row_of(order_id: str, order: dict[str, Any]) -> dict[str, Any]:
    """An order by codes and times only."""
    return {"id": order_id, **{name: order[name] for name in SHOWN}}


def _kept(work: Work, found: Document, order: dict[str, Any]) -> Answer:
    work.put(store.ORDER.name, found.id, order, found.version)
    return Answer(row_of(found.id, order), version=found.version + 1)
