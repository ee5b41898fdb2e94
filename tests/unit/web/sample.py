"""A small service in a process of its own: the real hub, store and server; only the bus is quiet."""

import os
from collections.abc import Callable
from typing import Any

import eventlet
from marshmallow import fields

from services.chassis import logs, settings
from services.chassis.access import OPEN, roles
from services.chassis.hub import Parts
from services.chassis.metrics import Metrics
from services.chassis.seal import Seal
from services.chassis.service import HubService, api, every, page
from services.chassis.store import Collection, Work
from services.chassis.tokens import Tokens
from services.chassis.web.call import Answer, Call
from services.chassis.web.forms import (
    EnumField,
    Form,
    IdNumberField,
    InstantField,
    NumberField,
    PageQuery,
    PhoneField,
    TextField,
)
from services.chassis.web.http import connection, server
from services.chassis.web.pages.endpoint import PageCall
from services.chassis.web.pages.screen import Screen, Sheet
from services.chassis.web.throttle import Throttle
from services.contracts.refusals import Refusal, Transient
from services.contracts.vocabulary import Role, Urgency


class QuietBus:
    """A bus with nothing on it."""

    ready = True
    in_flight = settled = 0

    def __init__(self, *_: Any) -> None:
        self.parking = self

    def start(self) -> None:
        if os.environ.get("SAMPLE_BUS") == "away":
            self.ready = False

    def stop(self) -> None:
        self.ready = False

    def idle(self) -> dict[str, Any]:
        return {"outbox": 0, "in_flight": 0, "settled": 0, "ready": self.ready, "idle": True}

    def waiting(self) -> int:
        return 1

    def listed(self, after: str | None, limit: int) -> tuple[list[dict[str, Any]], str | None]:
        rows = [{"id": "sample-1", "reason": "schema"}]
        return rows[:limit] if after is None else [], None

    def shown(self, key: str) -> dict[str, Any] | None:
        return {"id": key, "reason": "schema"} if key == "sample-1" else None


class Person(Form):
    name = TextField(50, required=True)
    phone = PhoneField()
    id_number = IdNumberField()


class NoteForm(Form):
    text = TextField(200, required=True)
    urgency = EnumField(Urgency)
    at = InstantField()
    people = fields.List(fields.Nested(Person), load_default=list)


class CodeForm(Form):
    number = NumberField(required=True)
    code = TextField(20, required=True)


class AmountForm(Form):
    amount = fields.Integer(strict=True, required=True)


def keep(work: Work, deps: HubService, call: Call) -> Answer:
    if call.body["text"] == "refuse me":
        raise Refusal("not_today", "Not today.")
    number = work.next_number("notes")
    key = deps.seal.new_key()
    text = deps.seal.opener(key).seal("note", str(number), "text", call.body["text"])
    work.put("note", str(number), {"key": key, "text": text, "urgency": call.body.get("urgency"), "kept": call.actor})
    work.add("notes")
    if call.body["text"] == "slow":
        deps.log.info("slow note begun")
        eventlet.sleep(0.6)
    return Answer({"number": number, "query_code": "secret-code", "people": call.body["people"]}, version=1)


def change(work: Work, _: HubService, call: Call) -> Answer:
    note = work.get("note", call.path["number"])
    if note is None:
        raise Refusal.not_found("note")
    call.expect(note.version)
    work.put("note", note.id, {**note.body, "urgency": "urgent"}, note.version)
    return Answer({"urgency": "urgent"}, version=note.version + 1)


class SampleService(HubService):
    name = "intake"
    collections = (Collection("note", indexes=(("urgency",),)),)
    inboxes = ()

    def on_start(self) -> None:
        self.swept = 0
        self.moved: list[str] = []

    def on_clock(self, now: str) -> None:
        self.moved.append(now)

    def next_due(self) -> str | None:
        return "2030-01-01T00:00:00Z"

    @api("POST", "/api/notes", takes=NoteForm, gives=NoteForm, may=OPEN, status=201)
    def keep(self, call: Call) -> Answer:
        """Keep a note."""
        return call.run(keep)

    @api("POST", "/api/notes/<number>/change", may=roles(Role.CLERK))
    def change(self, call: Call) -> Answer:
        return call.run(change)

    @api("GET", "/api/notes/<number>", may=roles(Role.CLERK, follow=True))
    def show(self, call: Call) -> Answer:
        note = self.store.get("note", call.path["number"])
        if note is None:
            raise Refusal.not_found("note")
        return Answer({"urgency": note.body["urgency"]}, version=note.version)

    @api("GET", "/api/notes", query=PageQuery, may=OPEN)
    def listed(self, call: Call) -> dict[str, Any]:
        page = self.store.find("note", limit=call.query["limit"], after=call.query["after"])
        return {"notes": [d.id for d in page.documents], "after": page.cursor}

    @api("POST", "/api/notes/small", takes=NoteForm, may=OPEN, body_limit=100)
    def small(self, call: Call) -> dict[str, Any]:
        return {"length": len(call.body["text"])}

    @api(
        "POST",
        "/api/follow",
        takes=CodeForm,
        may=OPEN,
        throttle=Throttle(
            {"number": 3, "address": 50}, lambda c: {"number": c.body["number"], "address": c.address}, seconds=30
        ),
    )
    def follow(self, call: Call) -> dict[str, Any]:
        if call.body["code"] != "right":
            raise Refusal.not_found("note")
        return {"status": "registered"}

    @api("POST", "/api/bug", takes=AmountForm, may=OPEN)
    def bug(self, call: Call) -> dict[str, Any]:
        raise RuntimeError(f"王小明 13800000000 {1 // call.body['amount']}")

    @api("GET", "/api/away", may=OPEN)
    def away(self, _: Call) -> dict[str, Any]:
        raise Transient("the outside is away")

    @api("GET", "/api/late", may=OPEN)
    def late(self, _: Call) -> dict[str, Any]:
        raise eventlet.Timeout(0.001)

    @api("GET", "/api/lines", may=OPEN)
    def lines(self, _: Call) -> Answer:
        return Answer({}, lines=(b'{"n":%d}\n' % n for n in range(3)))

    @api("GET", "/api/who", may=OPEN)
    def who(self, call: Call) -> dict[str, Any]:
        return {"actor": call.actor, "address": call.address, "now": call.context().now}

    @api("GET", "/api/swept", may=OPEN)
    def sweeps(self, _: Call) -> dict[str, Any]:
        return {"swept": self.swept}

    @page("GET", "/sheet", may=OPEN)
    def show_sheet(self, _: PageCall) -> Screen:
        return Screen("sheet.html")

    @page("POST", "/sheet", may=OPEN, takes=NoteForm, again="show_sheet")
    def do_sheet(self, call: PageCall) -> Screen:
        return Screen("kept.html", {"number": call.run(keep).body["number"]})

    @page("GET", "/sheet/all", may=OPEN)
    def take_sheet(self, _: PageCall) -> Sheet:
        return Sheet("表", ["编号", "说明"], [(1, "=1+1"), (2, "甲,乙")])

    @page("GET", "/work/inside", may=roles(Role.CLERK), query=PageQuery)
    def inside(self, _: PageCall) -> Screen:
        return Screen("kept.html", {"number": 0})

    @page("GET", "/broken", may=OPEN)
    def broken(self, _: PageCall) -> Screen:
        raise RuntimeError("王小明 13800000000")

    @every(0.05)
    def sweep(self) -> None:
        self.swept += 1
        if self.swept == 2:
            raise RuntimeError("a sweep fails once")


def in_haste() -> None:
    """Deadlines that a test can wait for."""
    connection.HEAD_SECONDS = connection.BODY_SECONDS = connection.IDLE_SECONDS = 0.4
    connection.LINGER_SECONDS = 1.0
    server.SWEEP_SECONDS = 0.05


def main(run: Callable[[type[HubService], Parts], int]) -> int:
    if "SAMPLE_HASTE" in os.environ:
        in_haste()
    read = settings.read("intake", {**os.environ, "COUNTY_FILE": __file__})
    seal, tokens = Seal.from_setting(read.seal_keys), Tokens.from_setting(read.token_keys)
    logs.set_up("intake", read.log_level)
    return run(SampleService, Parts(read, None, seal, tokens, Metrics("intake"), QuietBus))
