"""Send again what a department's system has missed, or asks for once more; a stopped subscription goes on by it."""

from __future__ import annotations

import time
from typing import Any

from services.chassis.store import Document, Work
from services.chassis.web.call import Answer, Call
from services.contracts.envelope import Context
from services.contracts.refusals import Refusal
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.subscription import SubscriptionState
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.subscription_deps import Deps
from services.notify.use_cases.subscription_rights import own

AT_ONCE = 200


def replay(deps: Deps, call: Call) -> Answer:
    """One delivery, those of facts since an instant, or all that are parked, wait anew with all their attempts.

    Where all that are parked are asked for, those that wait for their next attempt are tried now, too.
    Done in steps of 200: a call that is cut off may have done a part, and does no harm when it is repeated.
    """
    subscription = own(deps.store, call)
    since, one = call.body["since"], call.body["delivery"]
    if since is not None and one is not None:
        raise Refusal.of_field("delivery", "one_of", "Allowed: either since or delivery.")
    context = call.context()
    if one is not None:
        found = deps.store.get(DELIVERY, one)
        if found is None or found.body["subscription"] != subscription.id:
            raise Refusal.of_field("delivery", "unknown_delivery", "Allowed: a kept delivery of this subscription.")
        replayed = deps.store.run(context, _wait_anew, [found.id])
    else:
        replayed = _each_page(deps, context, subscription, since)
        if since is None:
            _hurry_all(deps, context, subscription.id)
    deps.store.run(context, _resume, subscription.id)
    deps.register.refresh()
    deps.couriers.wake([subscription.id])
    return Answer({"id": subscription.id, "state": str(SubscriptionState.ACTIVE), "replayed": replayed})


def _each_page(deps: Deps, context: Context, subscription: Document, since: str | None) -> int:
    equals: dict[str, Any] = {"subscription": subscription.id}
    if since is None:
        equals["state"] = str(DeliveryState.PARKED)
    found: list[tuple[int, str]] = []
    after, between = None, None if since is None else ("time", since, None)
    while True:
        page = deps.store.find(DELIVERY, equals=equals, between=between, limit=AT_ONCE, after=after)
        found += [(document.body["noted"], document.id) for document in page.documents]
        after = page.cursor
        if after is None:
            break
    ids = [id for _, id in sorted(found)]
    steps = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return sum(deps.store.run(context, _wait_anew, step) for step in steps)


def _hurry_all(deps: Deps, context: Context, id: str) -> None:
    """What waits for its next attempt is tried now, in its order, and keeps the attempts that it had."""
    equals, after = {"subscription": id, "state": str(DeliveryState.WAITING)}, None
    while True:
        page = deps.store.find(DELIVERY, equals=equals, limit=AT_ONCE, after=after)
        deps.store.run(context, _hurry, [document.id for document in page.documents])
        after = page.cursor
        if after is None:
            return


def _hurry(work: Work, ids: list[str]) -> None:
    now = time.time_ns() // 1_000
    for id in ids:
        found = work.get(DELIVERY, id)
        if found is not None and found.body["state"] == DeliveryState.WAITING and found.body["not_before"] > now:
            sooner = {"turn": min(found.body["turn"], now), "not_before": now}
            work.put(DELIVERY, id, found.body | sooner, found.version)


def _wait_anew(work: Work, ids: list[str]) -> int:
    """Put deliveries at the end of the line in the order given; what the wall has taken meanwhile is not there."""
    now, anew = time.time_ns() // 1_000, 0
    for place, id in enumerate(ids):
        found = work.get(DELIVERY, id)
        if found is None:
            continue
        turn = now + place
        fresh = {"state": str(DeliveryState.WAITING), "attempts": 0, "made": turn, "turn": turn, "not_before": turn}
        work.put(DELIVERY, id, found.body | fresh | {"settled": None}, found.version)
        anew += 1
    return anew


def _resume(work: Work, id: str) -> None:
    found = work.get(SUBSCRIPTION, id)
    if found is not None and found.body["state"] == SubscriptionState.STOPPED:
        found.body |= {"state": str(SubscriptionState.ACTIVE), "stopped_at": None}
        work.put(SUBSCRIPTION, id, found.body, found.version)
