"""Mediation on Ningshan's county file, with its store, rights and seal but without a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

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
from services.contracts.envelope import Context, Envelope, decode, encode, new_id
from services.contracts.events import dispute
from services.contracts.events.matter import MatterFact
from services.contracts.registry import read
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.reader import load
from services.mediation.service import MediationService

NUMBER, CASE = "123456789012", "123456789012-m1"
MONDAY = "2026-06-01T01:00:00Z"
"""Nine o'clock in the county."""
TOWN, BODY, UNIT = "ns-t01", "ns-t01-mediation", "ns-t01-unit"
CODES: dict[str, Any] = {
    "number": NUMBER, "place": "ns-t01-v01", "channel": "web", "purpose": "appeal",
    "category": "construction.property", "urgency": "hard", "tier": None, "contactable": True,
}  # fmt: skip
TWO = [{"name": "甲某", "phone": "13800000000"}, {"name": "乙某", "address": "一组"}]
TERMS = {"facts": "漏水三月,楼下受损", "terms": "赔偿三千元", "manner": "一次付清"}
SIGNED = {"parties": [1, 2], "mediators": ["ns-t01-mediation-1"], "seal": True}

CHASSIS = (Collection("hub_clock"), Collection("hub_answer", indexes=(("expires",),)))
USERS = {
    "mediator": User("u-00000000000000f1", frozenset({Role.MEDIATOR}), department=UNIT),
    "mediator of t02": User("u-00000000000000f2", frozenset({Role.MEDIATOR}), department="ns-t02-unit"),
    "mediator of v02": User("u-00000000000000f3", frozenset({Role.MEDIATOR}), "ns-t01-v02", UNIT),
    "nobody's mediator": User("u-00000000000000f4", frozenset({Role.MEDIATOR})),
    "police mediator": User("u-00000000000000f5", frozenset({Role.MEDIATOR}), department="ns-police"),
    "dispatcher": User("u-00000000000000d1", frozenset({Role.DISPATCHER})),
    "clerk of t01": User("u-00000000000000c1", frozenset({Role.CLERK}), place=TOWN),
    "clerk of t02": User("u-00000000000000c2", frozenset({Role.CLERK}), place="ns-t02"),
    "supervisor": User("u-00000000000000e1", frozenset({Role.SUPERVISOR})),
    "handler": User("u-00000000000000a1", frozenset({Role.HANDLER}), department=UNIT),
}


@pytest.fixture(scope="session")
def county() -> County:
    return load(Path(__file__).parents[3] / "deploy" / "counties" / "ningshan.yaml")


@dataclass
class Said:
    """What came back of a call."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The stable code of a problem."""
        return str(self.body["code"])

    @property
    def fault(self) -> tuple[str, str]:
        """The first field at fault and its code."""
        return self.body["errors"][0]["field"], self.body["errors"][0]["code"]


@dataclass
class House:
    """Mediation in one process: commands come as requests, facts as envelopes, time stands still until set."""

    service: MediationService
    file: Path
    application: Application
    handlers: dict[type[MatterFact], str]
    last_seq: dict[str, int] = field(default_factory=dict)

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """One HTTP call by one of `USERS`."""
        if who is not None:
            headers["authorization"] = f"Bearer {self.service.tokens.sign(USERS[who])[0]}"
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = b"" if body is None else json.dumps(body).encode()
        route, _, query = path.partition("?")
        request = Request(
            method, "/api/mediation" + route, query, {"content-type": "application/json", **headers}, "127.0.0.1", raw
        )
        self.application.admit(request)
        answer = self.application.handle(request)
        return Said(answer.status, json.loads(answer.body or b"{}"), dict(answer.headers))

    def does(self, step: str, body: dict[str, Any], case: str = CASE, who: str = "mediator") -> dict[str, Any]:
        """One command on a case that is done."""
        said = self.ask(who, "POST", f"/cases/{case}/{step}", body)
        assert said.status == 200, said.body
        return said.body

    def refused(self, step: str, body: dict[str, Any], case: str = CASE, who: str = "mediator") -> Said:
        """One command on a case that is refused."""
        said = self.ask(who, "POST", f"/cases/{case}/{step}", body)
        assert said.status >= 400, said.body
        return said

    def case(self, case: str = CASE, who: str = "mediator") -> dict[str, Any]:
        """A case in codes."""
        said = self.ask(who, "GET", f"/cases/{case}?fields=codes")
        assert said.status == 200, said.body
        return said.body

    def at(self, instant: str) -> None:
        self.service.clock.set(instant)

    def hears(self, fact: MatterFact, at: str = MONDAY) -> None:
        """A fact of routing arrives and is applied."""
        seq = self.last_seq[fact.stream] = self.last_seq.get(fact.stream, 0) + 1
        envelope = decode(encode(fact, new_id(), Context("u-d", at, "c-1"), seq, 1, None))
        context = Context(envelope.actor, envelope.time, envelope.correlationid, envelope.id)
        with self.service.store.work(context) as work:
            getattr(self.service, self.handlers[type(fact)])(work, read(envelope), envelope)
            work.handled("mediation", envelope)

    def ordered(self, n: int = 1, at: str = MONDAY, body: str = BODY, leads: tuple[str, ...] = (), **said: Any) -> str:
        """A matter is sent to a body; the case's id."""
        order = f"{CODES['number']}-m{n}"
        self.hears(dispute.DisputeSent(**(CODES | said), order=order, body=body, leads=leads), at)
        return order

    def consented(self, **said: Any) -> str:
        """A case whose two parties have been named and want to mediate."""
        case = self.ordered(**said)
        self.does("parties", {"parties": TWO}, case)
        for n in (1, 2):
            self.does("consents", {"party": n, "consents": True}, case)
        return case

    def in_session(self, **said: Any) -> str:
        """A case in which one session was held."""
        case = self.consented(**said)
        self.does("mediators", {"mediator": "ns-t01-mediation-1"}, case)
        self.does("sessions", {"minutes": "双方各述其理"}, case)
        return case

    def agreed(self, **said: Any) -> str:
        """A case that came to a written agreement."""
        case = self.in_session()
        self.does("agreement", {"form": "written", **TERMS, "signed": SIGNED, **said}, case)
        return case

    def facts(self, number: str = NUMBER) -> list[Envelope]:
        """What mediation has told of a number, in order."""
        return [decode(row.body) for row in self.service.store.journal(f"mediation/{number}")]

    def names(self, number: str = NUMBER) -> list[str]:
        """The facts' names, in order."""
        return [envelope.type.split(".")[2] for envelope in self.facts(number)]

    def last(self) -> Envelope:
        """The last fact told."""
        return decode(self.service.store.journal()[-1].body)


@pytest.fixture
def house(tmp_path: Path, county: County) -> Iterator[House]:
    """Mediation on a fresh store, Monday 1 June 2026, 9:00 in the county."""
    service = MediationService()
    service.store = open_store(f"sqlite:///{tmp_path}/mediation.db", (*service.collections, *CHASSIS), "mediation")
    service.clock = Clock("real", service.store)
    service.clock.set(MONDAY)
    service.seal = Seal(json.dumps(keys.new_seal_keys()))
    service.tokens = Tokens.from_setting(json.dumps(keys.new_signing_keys("t1")))
    service.metrics = Metrics("mediation")
    service.county = county
    application, handlers = Application(service.metrics), {}
    for name in dir(MediationService):
        for entrypoint in getattr(getattr(MediationService, name), "nameko_entrypoints", ()):
            if isinstance(entrypoint, Api):
                application.add(Endpoint(entrypoint.route, getattr(service, name), service))
            elif isinstance(entrypoint, Handles):
                handlers[entrypoint.fact] = name
    yield House(service, tmp_path / "mediation.db", application, handlers)
    service.store.close()
