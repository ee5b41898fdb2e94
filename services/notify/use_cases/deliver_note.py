"""A fact arrives: whose matter it is, and which departments' systems are to hear it, commits with its handling.

A unit whose duties went over to another by then is heard for by that one's systems (Art. 24).

Streams of different services come in any order: what was told after a department was drawn in, but came before the
fact that draws it in, is remembered (`heard`) and put by for it then. With nobody subscribed the only document written
is the matter's circle, and only by a fact that changes it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from services.chassis.store import Document, Work
from services.contracts.envelope import Envelope
from services.contracts.events.matter import MatterFact
from services.contracts.registry import FACTS
from services.contracts.vocabulary import Purpose
from services.county.instants import is_after
from services.county.succession import heirs
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.subscription_circle import MOVING, Circle, follow
from services.notify.store import CIRCLE, DELIVERY, HEARD
from services.notify.use_cases.subscription_deps import Deps
from services.notify.use_cases.walled import is_walled

TOLD: tuple[type[MatterFact], ...] = tuple(
    one for one in FACTS.values() if issubclass(one, MatterFact) and not one.walled and one.name != "sealed_data_read"
)
"""Every fact that a department's system may hear: not who read sealed words, and never that a matter was walled."""

TYPES = tuple(sorted(one.type_name() for one in TOLD))
_TOLD = frozenset(TOLD)

DRAWS_IN = "routing"
"""The service whose facts draw departments in; its own come in their order, so only others' can come too early."""

AT_ONCE = 500

SENT = ("id", "source", "type", "time", "subject", "dataschema", "stream", "seq", "epoch", "data")
"""What travels of an envelope. Not who did it and what it was caused by: those are account ids and inner traces."""


def note_deliveries(work: Work, deps: Deps, fact: MatterFact, envelope: Envelope) -> None:
    """Follow the matter's circle, and put the fact by for each subscription of those that it belongs to."""
    moving = fact.name in MOVING
    if fact.purpose == Purpose.ACCUSATION or (deps.register.empty and not moving):
        return
    kept = work.get(CIRCLE, fact.number)
    if kept is None and is_walled(work, deps, fact.number):
        return
    before = Circle() if kept is None else circle_of(kept)
    after = follow(before, fact.name, envelope.data, _body_unit(deps, fact)) if moving else before
    if after is not before:
        work.put(CIRCLE, fact.number, _body_of(after), 0 if kept is None else kept.version)
    if deps.register.empty:
        return
    if type(fact) in _TOLD:
        told = _told(fact, envelope)
        _put_by(work, deps, told, before.units | after.units)
        if envelope.service != DRAWS_IN:
            work.put(HEARD, f"{fact.number}:{envelope.id}", {**told, "heard": int(time.time())})
    entered = after.units - before.units
    if entered:
        for missed in _heard_since(work, fact.number, envelope.time):
            _put_by(work, deps, missed, entered)


def _told(fact: MatterFact, envelope: Envelope) -> dict[str, Any]:
    return {
        "number": fact.number,
        "place": fact.place,
        "category": fact.category,
        "fact": fact.name,
        "type": envelope.type,
        "time": envelope.time,
        "event": event_of(envelope),
    }


def _heard_since(work: Work, number: str, since: str) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = work.find(HEARD, equals={"number": number}, limit=AT_ONCE, after=after)
        yield from (document.body for document in page.documents if is_after(document.body["time"], since))
        after = page.cursor
        if after is None:
            return


def _put_by(work: Work, deps: Deps, told: Mapping[str, Any], units: frozenset[str]) -> None:
    subscriptions = deps.register.of(heirs(deps.county, sorted(units), told["time"]))
    if not subscriptions:
        return
    county, place = deps.county, told["place"]
    places = frozenset(county.places.line(place) if county.places.exists(place) else (place,))
    categories = _category_line(deps, told["category"])
    noted: list[str] = []
    for subscription in subscriptions:
        delivery = f"{subscription.id}-{told['event']['id']}"
        if subscription.wants(told["type"], places, categories) and work.get(DELIVERY, delivery) is None:
            work.put(DELIVERY, delivery, _delivery(subscription.id, told))
            noted.append(subscription.id)
    if noted:
        work.after_commit(lambda: deps.couriers.wake(noted))


def _delivery(subscription: str, told: Mapping[str, Any]) -> dict[str, Any]:
    now = time.time_ns() // 1_000
    return {
        "subscription": subscription,
        **{name: told[name] for name in ("number", "fact", "type", "time", "event")},
        "state": str(DeliveryState.WAITING),
        "attempts": 0,
        "noted": now,
        "made": now,
        "turn": now,
        "not_before": now,
        "status": None,
        "error": None,
        "settled": None,
    }


def event_of(envelope: Envelope) -> dict[str, Any]:
    """The fact as CloudEvents 1.0 structured JSON, its stream's order among the extensions."""
    told = {name: getattr(envelope, name) for name in SENT}
    return {"specversion": "1.0", "datacontenttype": "application/json", **told}


def circle_of(document: Document) -> Circle:
    """The circle that a document keeps."""
    body = document.body
    called = {whistle: tuple(units) for whistle, units in body["called"].items()}
    return Circle(body["owner"], called, tuple(body["others"]))


def _body_of(circle: Circle) -> dict[str, Any]:
    called = {whistle: list(units) for whistle, units in circle.called.items()}
    return {"owner": circle.owner, "called": called, "others": list(circle.others)}


def _category_line(deps: Deps, category: str | None) -> frozenset[str]:
    if category is None:
        return frozenset()
    if not deps.county.categories.exists(category):
        return frozenset((category,))
    return frozenset((category, deps.county.categories.first_level(category).code))


def _body_unit(deps: Deps, fact: MatterFact) -> str | None:
    """The unit of the mediation body that a fact names; None where the county file has no such body any more."""
    body = deps.county.mediation.bodies.get(getattr(fact, "body", ""))
    return None if body is None else body.unit
