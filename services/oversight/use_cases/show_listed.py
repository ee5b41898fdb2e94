"""Listed supervision in public (挂牌督办): which units are under it now, since when and until when; of no matter."""

from __future__ import annotations

from typing import Any

from services.chassis.web.call import Call
from services.contracts.vocabulary import OrderKind
from services.oversight import store
from services.oversight.domain.instants import county_day
from services.oversight.domain.ladder import OrderState
from services.oversight.use_cases.desk import Desk


def show_listed(desk: Desk, call: Call) -> dict[str, Any]:
    """Listed orders that were issued and not answered yet, oldest first: unit and days alone.

    No number, place, ground or word is shown, so that nothing here leads to a citizen.
    """
    page = desk.store.find(
        store.ORDER.name,
        equals={"kind": str(OrderKind.LISTED), "state": str(OrderState.ISSUED)},
        order="made_at",
        limit=call.query["limit"],
        after=call.query["after"],
    )
    name = desk.county.names()["unit"]
    rows = [
        {
            "unit": order.body["unit"],
            "name": name(order.body["unit"]),
            "kind": order.body["kind"],
            "issued_on": county_day(order.body["issued_at"]),
            "due_on": county_day(order.body["due"]),
        }
        for order in page.documents
    ]
    return {"listed": rows, "after": page.cursor}
