"""Read subscriptions, and what became of the deliveries of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.chassis.clock import instant
from services.chassis.store import Document
from services.chassis.web.call import Answer, Call
from services.contracts.refusals import Refusal
from services.notify.domain.delivery import MICRO, DeliveryState
from services.notify.domain.subscription import SubscriptionState
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.subscription_deps import Deps
from services.notify.use_cases.subscription_rights import department_of, own


def list_subscriptions(deps: Deps, call: Call) -> Answer:
    """A page, oldest first (`forms.SubscriptionsView`)."""
    query = call.query
    department = department_of(call.staff(), query["department"])
    equals = {} if department is None else {"department": department}
    page = deps.store.find(SUBSCRIPTION, equals=equals, order="made_at", limit=query["limit"], after=query["after"])
    shown = [subscription_view(each) for each in page.documents if each.body["state"] != SubscriptionState.LEAVING]
    return Answer({"subscriptions": shown, "after": page.cursor})


def show_subscription(deps: Deps, call: Call) -> Answer:
    """One subscription; never its secret."""
    return Answer(subscription_view(own(deps.store, call)))


def list_deliveries(deps: Deps, call: Call) -> Answer:
    """A page of one subscription's deliveries in the order of sending (`forms.DeliveriesView`)."""
    query = call.query
    equals: dict[str, Any] = {"subscription": own(deps.store, call).id}
    if query["state"] is not None:
        equals["state"] = query["state"]
    page = deps.store.find(DELIVERY, equals=equals, order="turn", limit=query["limit"], after=query["after"])
    return Answer({"deliveries": [delivery_view(each) for each in page.documents], "after": page.cursor})


def show_delivery(deps: Deps, call: Call) -> Answer:
    """One delivery with its event as it is sent."""
    subscription = own(deps.store, call)
    found = deps.store.get(DELIVERY, call.path["delivery"])
    if found is None or found.body["subscription"] != subscription.id:
        raise Refusal.not_found("delivery")
    return Answer({**delivery_view(found), "event": found.body["event"]})


def subscription_view(document: Document) -> dict[str, Any]:
    """What its department may see of a subscription."""
    told = {name: document.body[name] for name in ("department", "url", "types", "places", "categories")}
    body = document.body
    return {
        "id": document.id,
        **told,
        "state": body["state"],
        "made_at": body["made_at"],
        "stopped_at": _moment(body["stopped_at"]),
        "former_secret_until": _moment(body["former_until"]),
    }


def delivery_view(document: Document) -> dict[str, Any]:
    """How a delivery stands."""
    body = document.body
    told = {name: body[name] for name in ("subscription", "number", "type", "time", "state", "attempts")}
    waits = body["state"] == DeliveryState.WAITING
    return {
        "id": document.id,
        **told,
        "made_at": _moment(body["noted"] // MICRO),
        "next_at": _moment(max(body["turn"], body["not_before"]) // MICRO) if waits else None,
        "settled_at": _moment(body["settled"]),
        "status": body["status"],
        "error": body["error"],
    }


def _moment(seconds: int | None) -> str | None:
    """Real time in seconds as an instant."""
    return None if seconds is None else instant(datetime.fromtimestamp(seconds, UTC))
