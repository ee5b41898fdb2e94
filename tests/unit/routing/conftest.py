"""A small county for routing's rules, and routing itself with its store, rights and seal but without a socket."""

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
from services.contracts.events.intake import MatterRegistered
from services.contracts.events.matter import MatterFact
from services.contracts.registry import read
from services.contracts.vocabulary import PlaceKind, Role, Urgency
from services.county.calendar import Calendar, OfficeHours, TimeUnit
from services.county.categories import Categories, Category
from services.county.clocks import Anchor, ClockRule, Length, WhistleKind
from services.county.county import Clocks, County, Wall
from services.county.places import Place, Places
from services.county.units import Unit, UnitKind, Units
from services.county.working_days import computed_year
from services.routing.service import RoutingService
from tests.unit.routing.leading_county import well_led

DAYS = {Urgency.URGENT: 1, Urgency.LIVELIHOOD: 3, Urgency.HARD: 7}


def _places() -> Places:
    return Places(
        [
            Place("xx", "某县", PlaceKind.COUNTY, None),
            Place("xx-t1", "一镇", PlaceKind.TOWN, "xx"),
            Place("xx-t2", "二镇", PlaceKind.TOWN, "xx"),
            Place("xx-t1-v1", "一村", PlaceKind.VILLAGE, "xx-t1"),
            Place("xx-t1-v2", "二村", PlaceKind.VILLAGE, "xx-t1"),
            Place("xx-t2-v1", "三村", PlaceKind.VILLAGE, "xx-t2"),
        ]
    )


@pytest.fixture(scope="session")
def county() -> County:
    """2026 and 2027 as the law alone computes them; check-in in 30 minutes or 4 working hours."""
    units = [
        Unit("petition", "信访局", UnitKind.PETITION_OFFICE, "甲"),
        Unit("housing", "住建局", UnitKind.DEPARTMENT, "乙"),
        Unit("water", "水利局", UnitKind.DEPARTMENT, "丙"),
        Unit("roads", "交通局", UnitKind.DEPARTMENT, "丁"),
        Unit("court", "法院", UnitKind.COURT, "戊"),
        Unit("discipline", "纪委监委", UnitKind.DISCIPLINE, "己"),
    ]
    categories = [
        Category("housing", "城乡建设", None, "housing", Urgency.HARD),
        Category("water", "水务", None, "water", Urgency.LIVELIHOOD),
    ]
    kinds = {
        "fast": WhistleKind("fast", "急事哨", Length(30, TimeUnit.MINUTES)),
        "joint": WhistleKind("joint", "联办哨", Length(4, TimeUnit.WORKING_HOURS)),
    }
    handling = ClockRule(
        "handling",
        "办理",
        Anchor.MATTER,
        frozenset({"whistle_blown"}),
        frozenset({"matter_concluded"}),
        {urgency: Length(days, TimeUnit.WORKING_DAYS) for urgency, days in DAYS.items()},
    )
    return County(
        code="xx",
        name="某县",
        version="0123456789ab",
        places=_places(),
        units=Units(units, {category.code: category.lead for category in categories}),
        categories=Categories(categories),
        whistle_kinds=kinds,
        clocks=Clocks({"handling": handling}),
        calendar=Calendar(
            {year: computed_year(year) for year in (2026, 2027)},
            OfficeHours(((9 * 3600, 12 * 3600), (13 * 3600, 17 * 3600))),
        ),
        wall=Wall("discipline", "petition"),
    )


CHASSIS = (Collection("hub_clock"), Collection("hub_answer", indexes=(("expires",),)))
USERS = {
    "dispatcher": User("u-00000000000000d1", frozenset({Role.DISPATCHER})),
    "dispatcher of t1": User("u-00000000000000d2", frozenset({Role.DISPATCHER}), place="xx-t1"),
    "dispatcher of t2": User("u-00000000000000d3", frozenset({Role.DISPATCHER}), place="xx-t2"),
    "clerk of t1-v1": User("u-00000000000000c1", frozenset({Role.CLERK}), place="xx-t1-v1"),
    "leader": User("u-00000000000000e1", frozenset({Role.LEADER})),
    "water": User("u-00000000000000a1", frozenset({Role.HANDLER}), department="water"),
    "roads": User("u-00000000000000a2", frozenset({Role.HANDLER}), department="roads"),
    "housing": User("u-00000000000000a3", frozenset({Role.HANDLER}), department="housing"),
    "mediator": User("u-00000000000000f1", frozenset({Role.MEDIATOR})),
}


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


@dataclass
class House:
    """Routing in one process: commands come as requests, facts as envelopes, time stands still until set."""

    service: RoutingService
    file: Path
    application: Application
    handlers: dict[type[MatterFact], str]
    last_seq: dict[str, int] = field(default_factory=dict)

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **headers: str) -> Said:
        """One HTTP call; `who` is one of `USERS`, a matter's number for its citizen, or None."""
        if who is not None:
            tokens = self.service.tokens
            token, _ = tokens.sign(USERS[who]) if who in USERS else tokens.sign_follow(who)
            headers["authorization"] = f"Bearer {token}"
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = b"" if body is None else json.dumps(body).encode()
        route, _, query = path.partition("?")
        request = Request(
            method, "/api/routing" + route, query, {"content-type": "application/json", **headers}, "127.0.0.1", raw
        )
        self.application.admit(request)
        answer = self.application.handle(request)
        return Said(answer.status, json.loads(answer.body or b"{}"), dict(answer.headers))

    def does(self, who: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One command that is done."""
        said = self.ask(who, "POST", path, body)
        assert said.status in (200, 201), said.body
        return said.body

    def hears(self, fact: MatterFact, at: str) -> None:
        """A fact of intake arrives and is applied."""
        seq = self.last_seq[fact.stream] = self.last_seq.get(fact.stream, 0) + 1
        raw = encode(fact, new_id(), Context("citizen", at, "c-1"), seq, 1, None)
        envelope = decode(raw)
        context = Context(envelope.actor, envelope.time, envelope.correlationid, envelope.id)
        with self.service.store.work(context) as work:
            getattr(self.service, self.handlers[type(fact)])(work, read(envelope), envelope)
            work.handled("routing", envelope)

    def registers(self, number: str = "123456789012", at: str = "2026-06-01T01:00:00Z", **codes: Any) -> str:
        """A matter is registered at intake; returns its number."""
        told = {"place": "xx-t1-v1", "channel": "web", "purpose": "appeal", "category": "water", "contactable": True}
        more = {"received_at": at, "owner": "petition", "petitioners": 1, "anonymous": False, "secret": False}
        self.hears(MatterRegistered(**{"number": number, **told, **more, **codes}), at)
        return number

    def facts(self, number: str = "123456789012") -> list[Envelope]:
        """What routing has told of a matter, in order."""
        return [decode(row.body) for row in self.service.store.journal(f"case/{number}")]

    def names(self, number: str = "123456789012") -> list[str]:
        """The facts' names, in order."""
        return [envelope.type.split(".")[2] for envelope in self.facts(number)]


@pytest.fixture
def house(tmp_path: Path, county: County) -> Iterator[House]:
    """Routing on a fresh store, Monday 1 June 2026, 9:00 in the county."""
    service = RoutingService()
    service.store = open_store(f"sqlite:///{tmp_path}/routing.db", (*service.collections, *CHASSIS), "routing")
    service.clock = Clock("real", service.store)
    service.clock.set("2026-06-01T01:00:00Z")
    service.seal = Seal(json.dumps(keys.new_seal_keys()))
    service.tokens = Tokens.from_setting(json.dumps(keys.new_signing_keys("t1")))
    service.metrics = Metrics("routing")
    service.county = county
    application, handlers = Application(service.metrics), {}
    for name in dir(RoutingService):
        for entrypoint in getattr(getattr(RoutingService, name), "nameko_entrypoints", ()):
            if isinstance(entrypoint, Api):
                application.add(Endpoint(entrypoint.route, getattr(service, name), service))
            elif isinstance(entrypoint, Handles):
                handlers[entrypoint.fact] = name
    yield House(service, tmp_path / "routing.db", application, handlers)
    service.store.close()


@pytest.fixture
def accepted(house: Any) -> Any:
    """A matter that a county with every means of leading has accepted."""
    house.service.county = well_led(house.service.county)
    house.registers()
    house.does("dispatcher", "/cases/123456789012/acceptance", {})
    return house
