"""Notify with its store, rights and seal but without a broker; receivers that answer as a test says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import eventlet

from services.chassis import keys
from services.chassis.access import User
from services.chassis.clock import Clock
from services.chassis.entrypoints import Api, Handles
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
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
from services.county.reader import load
from services.notify.service import NotifyService
from services.notify.store import DELIVERY
from services.notify.use_cases.deliver_round import Couriers
from services.notify.use_cases.subscription_register import Register

COUNTY = load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")
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
    service.reach = ways.pop("reach", Reach(loopback=True))
    service.outbound = Outbound(service.reach, **ways)
    service.register = Register(service.store)
    service.couriers = Couriers(service)
    application, handlers = Application(service.metrics), {}
    for name in dir(NotifyService):
        for entrypoint in getattr(getattr(NotifyService, name), "nameko_entrypoints", ()):
            if isinstance(entrypoint, Api):
                application.add(Endpoint(entrypoint.route, getattr(service, name), service))
            elif isinstance(entrypoint, Handles):
                handlers[entrypoint.fact] = name
    yield House(service, application, handlers)
    service.store.close()


@dataclass
class Received:
    """One POST as a receiver got it."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """A department's system: a real HTTP server that answers as `answer` says (status, headers), and notes all."""

    def __init__(self) -> None:
        self.got: list[Received] = []
        self.answer: Callable[[Received], tuple[int, dict[str, str]]] = lambda _: (204, {})
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                got = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
                receiver.got.append(got)
                status, headers = receiver.answer(got)
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                del format, arguments

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?by=countynet"

    def facts(self) -> list[str]:
        """The facts' names in the order of arrival."""
        return [json.loads(got.body)["type"].split(".")[2] for got in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.close()
