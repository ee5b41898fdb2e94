"""Notify with its store, rights and seal but without a broker; receivers that answer as a test says."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import eventlet

from services.chassis import keys
from services.chassis.access import User
from services.chassis.clock import Clock
from services.chassis.entrypoints import Api, Handles
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.settings import Settings
from services.chassis.store import Collection, open_store
from services.chassis.tokens import Tokens
from services.chassis.web.application import Application
from services.chassis.web.endpoint import Endpoint
from services.chassis.web.message import Request
from services.chassis.web.outbound.addresses import Reach
from services.chassis.web.outbound.post import Outbound
from services.contracts.envelope import Context, Envelope, decode, encode, new_id
from services.contracts.events.intake import MatterRated, MatterRegistered
from services.contracts.events.matter import MatterFact
from services.contracts.events.routing import MatterWalled, ObjectionDecided, OwnerChanged, WhistleBlown
from services.contracts.registry import read
from services.contracts.vocabulary import Role
from services.county.notify import Notify
from services.county.reader import load
from services.notify.service import NotifyService
from services.notify.store import DELIVERY

COUNTY = replace(load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml"), notify=Notify())
"""`ningshan` without templates of notices: only deliveries leave."""
CHASSIS = (Collection("hub_clock"), Collection("hub_answer", indexes=(("expires",),)))
N, OTHER = "123456789012", "223456789012"
PETITION, WATER, CITY, POWER = "ns-petition", "ns-water", "ns-city", "ns-power"
CODES = {"place": "ns-t01-v01", "channel": "web", "purpose": "appeal", "category": "construction.municipal"}
URL = "http://127.0.0.1:18999/hook"
USERS = {
    "operator": User("u-00000000000000b1", frozenset({Role.OPERATOR})),
    "water": User("u-00000000000000a1", frozenset({Role.HANDLER}), department=WATER),
    "city": User("u-00000000000000a2", frozenset({Role.HANDLER}), department=CITY),
    "nobody's handler": User("u-00000000000000a3", frozenset({Role.HANDLER})),
    "dispatcher": User("u-00000000000000d1", frozenset({Role.DISPATCHER})),
    "water's clerk": User("u-00000000000000c1", frozenset({Role.CLERK}), department=WATER),
}


@dataclass
class Said:
    """What came back of a call."""

    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        """The stable code of a problem."""
        return str(self.body["code"])


@dataclass
class House:
    """Notify in one process: commands come as requests, facts as envelopes, couriers go when a test sends them."""

    service: NotifyService
    application: Application
    handlers: dict[type[MatterFact], str]
    last_seq: dict[str, int] = field(default_factory=dict)

    def ask(self, who: str | None, method: str, path: str, body: Any = None) -> Said:
        """One HTTP call under `/api/notify/subscriptions`; `who` is one of `USERS` or None."""
        headers = {"content-type": "application/json"}
        if who is not None:
            headers["authorization"] = f"Bearer {self.service.tokens.sign(USERS[who])[0]}"
        raw = b"" if body is None else json.dumps(body).encode()
        route, _, query = path.partition("?")
        request = Request(method, "/api/notify/subscriptions" + route, query, headers, "127.0.0.1", raw)
        self.application.admit(request)
        answer = self.application.handle(request)
        return Said(answer.status, json.loads(answer.body or b"{}"))

    def subscribed(self, who: str = "water", url: str = URL, **filters: Any) -> dict[str, Any]:
        """A subscription that was made."""
        said = self.ask(who, "POST", "", {"url": url, **filters})
        assert said.status == 201, said.body
        return said.body

    def hears(self, fact: MatterFact, at: str = "2026-06-01T01:00:00Z", actor: str = "u-00000000000000d1") -> Envelope:
        """A fact of another service arrives and is applied."""
        seq = self.last_seq[fact.stream] = self.last_seq.get(fact.stream, 0) + 1
        envelope = decode(encode(fact, new_id(), Context(actor, at, "c-1", "f-1"), seq, 1, None))
        context = Context(envelope.actor, envelope.time, envelope.correlationid, envelope.id)
        with self.service.store.work(context) as work:
            getattr(self.service, self.handlers[type(fact)])(work, read(envelope), envelope)
            work.handled("notify", envelope)
        return envelope

    def registered(self, number: str = N, owner: str = PETITION, **codes: Any) -> Envelope:
        told = {"received_at": "2026-06-01T01:00:00Z", "owner": owner, "petitioners": 1}
        return self.hears(
            MatterRegistered(**{"number": number, **CODES, "anonymous": False, "secret": False, **told, **codes})
        )

    def whistled(self, number: str = N, lead: str = WATER, assists: tuple[str, ...] = (), **codes: Any) -> Envelope:
        whistle = {"whistle": f"{number}-w1", "kind": "ordinary", "lead": lead, "assists": assists}
        times = {"check_in_by": "2026-06-01T09:00:00Z", "finish_by": "2026-06-05T09:00:00Z"}
        fact = WhistleBlown(
            **{"number": number, **CODES, **whistle, **times, "county_version": "0123456789ab", **codes}
        )
        return self.hears(fact)

    def released(self, department: str, lead: str, replacement: str | None, number: str = N) -> Envelope:
        told = {"whistle": f"{number}-w1", "department": department, "objection": 1, "upheld": True}
        return self.hears(
            ObjectionDecided(**{"number": number, **CODES, **told, "lead": lead, "replacement": replacement})
        )

    def owned(self, owner: str, former: str, number: str = N) -> Envelope:
        return self.hears(OwnerChanged(**{"number": number, **CODES, "owner": owner, "former": former}))

    def rated(self, number: str = N, at: str = "2026-06-01T01:00:00Z") -> Envelope:
        told = {"request": f"{number}-q1", "receiving": "satisfied", "responsible": "satisfied"}
        return self.hears(MatterRated(**{"number": number, **CODES, **told}), at, "citizen")

    def walled(self, number: str = N) -> Envelope:
        return self.hears(MatterWalled(**{"number": number, **CODES}))

    def noted(self, subscription: dict[str, Any]) -> list[str]:
        """The names of the facts put by for a subscription, in the order of sending."""
        equals = {"subscription": subscription["id"]}
        found = self.service.store.find(DELIVERY, equals=equals, order="turn", limit=200).documents
        return [document.body["fact"] for document in found]

    def deliveries(self, subscription: dict[str, Any], who: str = "water", query: str = "") -> list[dict[str, Any]]:
        said = self.ask(who, "GET", f"/{subscription['id']}/deliveries{query}")
        assert said.status == 200, said.body
        return list(said.body["deliveries"])

    def rounds(self, until: Callable[[], Any], seconds: float = 10.0) -> None:
        """Send couriers out again and again until a condition holds."""
        with eventlet.Timeout(seconds, AssertionError("the couriers did not come that far")):
            while not until():
                self.service.couriers.round()
                eventlet.sleep(0.02)

    def context(self) -> Context:
        return Context("machine", self.service.clock.now(), "c-2")

    def counted(self, outcome: str) -> float:
        return float(self.service.metrics.deliveries_total.labels(outcome).value)


def settings_of(folder: Path, reach: Reach) -> Settings:
    """What notify is told, as far as deliveries ask."""
    said = ("notify", "amqp://", "sqlite://", folder, "real", "", "", None, None, "127.0.0.1", 0, "INFO")
    return Settings(
        *said,
        contact_keys=json.dumps(keys.new_box_keys("c1")),
        subscriber_networks=reach.networks,
        subscriber_loopback=reach.loopback,
        subscriber_plain=reach.plain,
    )


@contextmanager
def opened(folder: Path, **ways: Any) -> Iterator[House]:
    """Notify on a fresh store on `ningshan`; `ways` may hold `reach`, `resolve` and `seconds` of the way out."""
    service = NotifyService()
    service.store = open_store(f"sqlite:///{folder}/notify.db", (*service.collections, *CHASSIS), "notify", green=False)
    service.clock = Clock("real", service.store)
    service.clock.set("2026-06-01T01:00:00Z")
    service.seal = Seal(json.dumps(keys.new_seal_keys()))
    service.tokens = Tokens.from_setting(json.dumps(keys.new_signing_keys("t1")))
    service.metrics = Metrics("notify")
    service.county = COUNTY
    reach = ways.pop("reach", Reach(loopback=True))
    service.settings, service.log = settings_of(folder, reach), logging.getLogger("services.notify")
    service.on_start()
    service.outbound = Outbound(reach, **ways)
    application, handlers = Application(service.metrics), {}
    for name in dir(NotifyService):
        for entrypoint in getattr(getattr(NotifyService, name), "nameko_entrypoints", ()):
            if isinstance(entrypoint, Api):
                application.add(Endpoint(entrypoint.route, getattr(service, name), service))
            elif isinstance(entrypoint, Handles):
                handlers[entrypoint.fact] = name
    yield House(service, application, handlers)
    service.store.close()
