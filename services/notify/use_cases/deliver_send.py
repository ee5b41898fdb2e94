"""One attempt: sign it, send it, decide what its outcome means, record that."""

from __future__ import annotations

import logging
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import orjson

from services.chassis import logs
from services.chassis.store import Document, Work
from services.chassis.web.outbound.post import Unreached
from services.chassis.web.outbound.target import read_target
from services.contracts.envelope import CONTENT_TYPE, Context, new_id
from services.contracts.events.notify import DeliveryParked
from services.notify.domain.delivery import FAULT, DeliveryState, Meaning, Reply, after_attempt, meaning_of
from services.notify.domain.subscription import SubscriptionState
from services.notify.domain.webhook import headers_of
from services.notify.store import DELIVERY, SUBSCRIPTION
from services.notify.use_cases.subscription_deps import Deps
from services.notify.use_cases.subscription_keep import secrets_of

log = logging.getLogger(__name__)


def attempt(deps: Deps, subscription: Document, delivery: Document) -> None:
    """Send one delivery once; where its document has changed or gone meanwhile (wall, replay), that stands."""
    correlation = new_id()
    logs.correlation.set(correlation)
    try:
        reply = _sent(deps, subscription, delivery)
    except Exception:
        log.exception("a delivery could not be sent", extra={"subscription": subscription.id})
        reply = Reply(None, FAULT)
    context = Context("machine", deps.clock.now(), correlation, delivery.body["event"]["id"])
    outcome = deps.store.run(context, _settle, delivery, reply)
    if outcome is None:
        return
    deps.metrics.child(deps.metrics.deliveries_total, outcome).inc()
    if outcome == "stopped":
        deps.register.refresh()
    if outcome != "delivered":
        told = {"subscription": subscription.id, "outcome": outcome, "status": reply.status, "error": reply.error}
        log.log(logging.WARNING if outcome != "retried" else logging.INFO, "a delivery was not taken", extra=told)


def _sent(deps: Deps, subscription: Document, delivery: Document) -> Reply:
    body = orjson.dumps(delivery.body["event"])
    now = time.time()
    headers = headers_of(delivery.id, int(now), body, secrets_of(deps, subscription, now))
    try:
        target = read_target(subscription.body["url"], deps.reach)
        answered = deps.outbound.post(target, {"Content-Type": CONTENT_TYPE, **headers}, body)
    except ValueError:
        return Reply(None, "address")
    except Unreached as unreached:
        return Reply(None, unreached.reason)
    return Reply(answered.status, None, seconds_of(answered.retry_after, time.time()))


def seconds_of(retry_after: str | None, now: float) -> float | None:
    """Seconds from a `Retry-After`, be it a number or a date (RFC 9110 10.2.3); None where it is neither."""
    if retry_after is None or len(retry_after) > 40:
        return None
    written = retry_after.strip()
    if written.isascii() and written.isdigit():
        return float(written)
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (aware - datetime.fromtimestamp(now, UTC)).total_seconds())


def _settle(work: Work, sent: Document, reply: Reply) -> str | None:
    """Keep what an attempt came to: `delivered retried parked stopped`, or None where nobody waits for it any more."""
    found = work.get(DELIVERY, sent.id)
    if found is None or found.version != sent.version:
        return None
    body, now = found.body, time.time_ns() // 1_000
    then = after_attempt(body["attempts"], body["turn"], body["made"], reply, now, random.random())
    settled = None if then.state == DeliveryState.WAITING else now // 1_000_000
    body |= {
        **{"state": str(then.state), "attempts": then.attempts, "turn": then.turn, "not_before": then.not_before},
        **{"status": reply.status, "error": reply.error, "settled": settled},
    }
    work.put(DELIVERY, found.id, body, found.version)
    if then.state == DeliveryState.PARKED:
        number, fact = body["number"], body["fact"]
        subscription = body["subscription"]
        parked = DeliveryParked(
            number=number, delivery=found.id, subscription=subscription, fact=fact, attempts=then.attempts
        )
        work.record(parked)
        return "parked"
    if meaning_of(reply) is Meaning.GONE:
        return _stop(work, body["subscription"], now // 1_000_000)
    return "delivered" if then.state == DeliveryState.DELIVERED else "retried"


def _stop(work: Work, id: str, now: int) -> str:
    """410: the subscriber wants nothing more; what waits goes on waiting until somebody resumes it."""
    found = work.get(SUBSCRIPTION, id)
    if found is not None and found.body["state"] == SubscriptionState.ACTIVE:
        found.body |= {"state": str(SubscriptionState.STOPPED), "stopped_at": now}
        work.put(SUBSCRIPTION, id, found.body, found.version)
    return "stopped"
