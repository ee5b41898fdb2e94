"""A person puts a matter under supervision, or lists it, by decision and without any breach (特事督办、挂牌督办)."""

from __future__ import annotations

from typing import Any, cast

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import OrderKind
from services.county.succession import heir
from services.oversight import store
from services.oversight.domain import ladder
from services.oversight.domain.docket import Docket
from services.oversight.domain.tally import worst_light
from services.oversight.domain.unfinished import is_over
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.issue_order import row_of
from services.oversight.use_cases.sight import sees_place
from services.oversight.use_cases.take_in import put_docket
from services.oversight.use_cases.tell import send

MOST_OF_ONE = 100
"""Orders of one matter that are looked at; more are not given."""


def decide_order(work: Work, desk: Desk, call: Call) -> Answer:
    """Whoever supervises or leads the matter's place orders a unit to act and to answer in writing by a day.

    Deciding is signing: the order goes out at once, beside whatever the ladder proposes. Why, in words, stays here,
    sealed under the order's own key. Without `unit` it goes to who leads the newest whistle, else to the owner.

    Raises Refusal `not_found` (also behind the wall), `matter_over`, `already_ordered`, `too_many_orders`, or of `unit`
    or `due`.
    """
    body, now = call.body, work.context.now
    found = work.get(store.DOCKET.name, body["number"])
    if found is None or not sees_place(desk, call.staff(), found.body["place"]):
        raise Refusal.not_found("matter")
    docket, kind = cast("Docket", found.body), OrderKind(body["kind"])
    if is_over(docket) and worst_light(docket, desk.rules.under(docket.get("county"))) is None:
        raise Refusal(
            "matter_over", "The matter is over and no clock of the county runs on it: nothing is left to order."
        )
    unit = heir(desk.county, _unit(desk, docket, body["unit"]), now)
    before = work.find(store.ORDER.name, equals={"number": docket["number"]}, limit=MOST_OF_ONE).documents
    ladder.may_decide(kind, unit, [each.body for each in before])
    if len(before) >= MOST_OF_ONE:
        raise Refusal("too_many_orders", f"Allowed: {MOST_OF_ONE} orders of one matter.")
    due = ladder.due_by_hand(kind, body["due"], now, desk.county.calendar)
    order_id, key = f"{docket['number']}.{kind}.{len(before) + 1}", desk.seal.new_key()
    order: dict[str, Any] = {
        **codes_of(docket),
        **ladder.new_order(kind, body["ground"], unit, now),
        "key": key,
        "reason": desk.seal.opener(key).seal(store.ORDER.name, order_id, "reason", body["reason"]),
    }
    send(work, desk, order_id, order, due, work.context.actor)
    work.put(store.ORDER.name, order_id, order)
    docket["orders"].append(order_id)
    put_docket(work, desk, docket, found.version)
    return Answer(row_of(order_id, order), version=1)


def _unit(desk: Desk, docket: Docket, named: str | None) -> str:
    """The unit named, or who answers for the matter now."""
    if named is not None:
        if not desk.county.units.exists(named):
            raise Refusal.of_field("unit", "unknown_unit", "Allowed: a unit of the county file.")
        return named
    leads = [whistle["lead"] for whistle in docket["whistles"].values()]
    unit = leads[-1] if leads else docket["owner"] or desk.rules.unit_at(docket["place"])
    if unit is None:
        raise Refusal.of_field(
            "unit", "required", "Required: nobody answers for the matter; a unit of the county file."
        )
    return unit
