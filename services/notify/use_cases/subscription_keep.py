"""Make a subscription, change its secret, take it away."""

from __future__ import annotations

import secrets
import time
from typing import Any

from services.chassis.store import Document, Work
from services.chassis.web.call import Answer, Call
from services.chassis.web.outbound.target import read_target
from services.contracts.refusals import Refusal
from services.notify.domain.subscription import MOST_OF_ONE_DEPARTMENT, SubscriptionState
from services.notify.domain.webhook import GRACE_S, SECRET_BYTES, secret_of
from services.notify.store import SUBSCRIPTION
from services.notify.use_cases.deliver_note import TYPES
from services.notify.use_cases.subscription_deps import Deps
from services.notify.use_cases.subscription_read import subscription_view
from services.notify.use_cases.subscription_rights import department_of, own

SECRET, FORMER = "secret", "former"


def subscribe(work: Work, deps: Deps, call: Call) -> Answer:
    """A department's system will hear of its own matters from now on; its secret is told this once."""
    body = call.body
    department = department_of(call.staff(), body["department"])
    if department is None or not deps.county.units.exists(department):
        raise Refusal.of_field("department", "unknown_department", "Allowed: a unit of the county file.")
    if deps.reach.nowhere:
        raise Refusal("no_networks", "This hub sends to no network: SUBSCRIBER_NETWORKS names none.")
    _check(deps, body)
    fields = {name: sorted(set(body[name])) for name in ("types", "places", "categories")}
    others = work.find(SUBSCRIPTION, equals={"department": department}, limit=MOST_OF_ONE_DEPARTMENT).documents
    if len(others) >= MOST_OF_ONE_DEPARTMENT:
        raise Refusal("too_many_subscriptions", f"A department has at most {MOST_OF_ONE_DEPARTMENT}.")
    id = f"s-{secrets.token_hex(8)}"
    secret = _drawn()
    kept: dict[str, Any] = {
        "department": department,
        "url": body["url"],
        **fields,
        "state": str(SubscriptionState.ACTIVE),
        "made_at": deps.clock.now(),
        "stopped_at": None,
        SECRET: deps.seal.county_seal(SUBSCRIPTION, id, SECRET, secret),
        FORMER: None,
        "former_until": None,
    }
    return _kept(work, deps, Document(id, 0, kept), secret)


def renew_secret(work: Work, deps: Deps, call: Call) -> Answer:
    """Draw another secret; the one in use signs beside it for a day, an older one no more."""
    found = own(work, call)
    secret = _drawn()
    former = deps.seal.county_open(SUBSCRIPTION, found.id, SECRET, found.body[SECRET])
    found.body |= {
        SECRET: deps.seal.county_seal(SUBSCRIPTION, found.id, SECRET, secret),
        FORMER: deps.seal.county_seal(SUBSCRIPTION, found.id, FORMER, former),
        "former_until": int(time.time()) + GRACE_S,
    }
    return _kept(work, deps, found, secret)


def unsubscribe(work: Work, deps: Deps, call: Call) -> Answer:
    """Nothing is sent any more; what was kept is cleared away in the background."""
    found = own(work, call)
    found.body["state"] = str(SubscriptionState.LEAVING)
    work.put(SUBSCRIPTION, found.id, found.body, found.version)
    work.after_commit(deps.register.refresh)
    return Answer({"id": found.id, "removed": True})


def secrets_of(deps: Deps, subscription: Document, now: float) -> list[str]:
    """What an attempt is signed by: the secret, and the former one while its grace lasts."""
    body, seal = subscription.body, deps.seal
    signing = [seal.county_open(SUBSCRIPTION, subscription.id, SECRET, body[SECRET])]
    if body["former_until"] is not None and now < body["former_until"]:
        signing.append(seal.county_open(SUBSCRIPTION, subscription.id, FORMER, body[FORMER]))
    return signing


def _drawn() -> str:
    return secret_of(secrets.token_bytes(SECRET_BYTES))


def _kept(work: Work, deps: Deps, document: Document, secret: str) -> Answer:
    work.put(SUBSCRIPTION, document.id, document.body, document.version)
    work.after_commit(deps.register.refresh)
    return Answer({**subscription_view(document), "secret": secret})


def _check(deps: Deps, body: dict[str, Any]) -> None:
    try:
        read_target(body["url"], deps.reach)
    except ValueError as error:
        raise Refusal.of_field("url", "not_reachable", f"Allowed: {error}.") from error
    for field, known, code, allowed in (
        ("types", TYPES.__contains__, "unknown_type", f"one of {', '.join(TYPES)}"),
        ("places", deps.county.places.exists, "unknown_place", "a place of the county file"),
        ("categories", deps.county.categories.exists, "unknown_category", "a category of the county file"),
    ):
        for position, value in enumerate(body[field]):
            if not known(value):
                raise Refusal.of_field(f"{field}.{position}", code, f"Allowed: {allowed}.")
