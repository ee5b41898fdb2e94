"""One of the five as bare as can be: `python -m services.console.bench.raw_service ROLE FILE`, told the rest on stdin.

It reads whatever has arrived, does all of it and every command that is ready in one transaction, and only then
publishes and acknowledges: the durable steps of a life, without framework, HTTP, forms, seals and clocks. A command
waits for the commit of the one before, as somebody does who is answered only when it is safe.
"""

from __future__ import annotations

import json
import resource
import select
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from os import urandom
from pathlib import Path
from typing import Any

import orjson

from services.console.bench.raw_store import RawStore
from services.console.bench.raw_values import WORDS
from services.console.bench.raw_wire import Wire

LISTENS = {
    "intake": ("routing",),
    "routing": ("intake",),
    "mediation": (),
    "oversight": ("intake", "routing", "notify"),
    "notify": ("intake", "routing"),
}
"""Who hears whom, as in the hub."""
STREAMS = {"intake": "matter", "routing": "case", "notify": "message"}
COMMANDS = ("matter_accepted", "whistle_blown", "department_checked_in", "department_replied", "matter_concluded")
"""Routing's, one after another, each in a commit of its own."""
QUIET_SECONDS, WAIT = 0.5, 0.01
WITHOUT_DOCUMENT = {"message_sent"}
"""Facts that oversight only counts."""
STRIDE, NUMBERS = 479_001_599, 899_999_999_983
"""Numbers of matters that follow each other lie far apart, as the hub's do."""
DIMENSIONS = ("department/ns-city", "village/ns-t01-v01", "category/construction.municipal", "channel/web")


def queue_of(role: str) -> str:
    """The role's one queue."""
    return f"bench.raw.{role}"


class RawService:
    """The loop of one role; a handler may `record` facts and leave commands in `ready` for the next group."""

    def __init__(self, role: str, store: RawStore, wire: Wire) -> None:
        self.role, self.store, self.wire = role, store, wire
        self.ready: list[tuple[Callable[[str], None], str]] = []
        self.done = 0
        self._facts: list[tuple[str, bytes]] = []
        self._sent: list[int] = []
        self._entries: list[str] = []
        self._blocks = 0
        self._seqs: dict[str, int] = {}
        self._apply: Callable[[str, str], None] = getattr(self, f"_{role}", self._deaf)

    def turn(self) -> bool:
        """One group; False when there was nothing to do."""
        arrived = self.wire.receive(0.0 if self.ready else WAIT)
        if not (arrived.bodies or self.ready or arrived.confirmed):
            return False
        ready, self.ready = self.ready, []
        self.store.begin()
        for body in arrived.bodies:
            told = orjson.loads(body)
            number, name = told["subject"], told["type"]
            self._apply(number, name)
            self.store.handled(self.role, told["stream"], told["seq"], told["id"])
            if self.role == "oversight":
                self._entries.append(f"{told['id']} {told['stream']} {told['seq']} {sha256(body).hexdigest()}")
        for command, number in ready:
            command(number)
        if arrived.confirmed:
            self.store.published(self._sent[arrived.confirmed - 1])
        if self._entries:
            self._close_block()
        self.store.commit()
        facts, self._facts = self._facts, []
        self.wire.send(f"bench.raw.{self.role}", facts, arrived.last)
        return True

    def _close_block(self) -> None:
        """All entries of the group in one block of the record, and its head."""
        self._blocks += 1
        self.store.keep("block", str(self._blocks), "\n".join(self._entries).encode())
        self.store.put("chain", "head", "sealed")
        self._entries.clear()

    def record(self, number: str, name: str) -> None:
        """Tell a fact of the usual size."""
        stream = f"{STREAMS[self.role]}/{number}"
        seq = self._seqs[stream] = self._seqs.get(stream, 0) + 1
        fact = {
            "specversion": "1.0", "id": urandom(16).hex(), "source": f"/countynet/{self.role}", "type": name,
            "subject": number, "time": "2026-11-22T08:00:00Z", "datacontenttype": "application/json",
            "dataschema": f"urn:countynet:{name}:1", "stream": stream, "seq": seq, "epoch": 1,
            "correlationid": urandom(16).hex(), "causationid": urandom(16).hex(), "actor": "u-0123456789abcdef",
            "data": {
                "number": number, "place": "ns-t01-v01", "channel": "web", "purpose": "appeal",
                "category": "construction.municipal", "urgency": "livelihood", "tier": None, "contactable": False,
                "whistle": f"{number}-w1", "kind": "ordinary", "lead": "ns-city", "assists": [],
                "check_in_by": "2026-11-22T12:00:00Z", "finish_by": "2026-11-25T15:59:59Z", "county_version": "1",
            },
        }  # fmt: skip
        body = orjson.dumps(fact)
        exchange = f"countynet.{self.role}"
        self._sent.append(self.store.record(stream, seq, str(fact["id"]), name, exchange, number, body))
        self._facts.append((f"{name}.v1", body))

    def register(self, number: str) -> None:
        """Intake's first step."""
        self.store.put("matter", number, "registered")
        self.store.enter("matter", number)
        self.store.keep("story", number, WORDS * 2)
        self.record(number, "matter_registered")

    def _rate(self, number: str) -> None:
        self.store.put("matter", number, "concluded")
        self.record(number, "matter_rated")

    def _intake(self, number: str, name: str) -> None:
        self.store.put("matter", number, name)
        if name == "matter_concluded":
            self.ready.append((self._rate, number))
        elif name == "matter_closed":
            self.done += 1

    def _routing(self, number: str, name: str) -> None:
        self.store.put("case", number, name)
        if name == "matter_registered":
            self.store.keep("rung", number, b"r" * 54)
            self.ready.append((self._next, number))
        else:
            self.record(number, "matter_closed")

    def _next(self, number: str) -> None:
        step = self._seqs.get(f"case/{number}", 0)
        name = COMMANDS[step]
        self.store.put("case", number, name)
        if name in ("whistle_blown", "department_replied"):
            self.store.keep("reply" if name == "department_replied" else "remark", number, WORDS)
            self.store.put("desk", number, name)
        self.record(number, name)
        if step + 1 < len(COMMANDS):
            self.ready.append((self._next, number))

    def _deaf(self, number: str, name: str) -> None:
        raise RuntimeError(f"{self.role} was sent {name} of {number}, which does not concern it")

    def _oversight(self, number: str, name: str) -> None:
        if name not in WITHOUT_DOCUMENT:
            self.store.put("docket", number, name)
        if name in ("department_checked_in", "matter_concluded", "matter_rated"):
            self.store.add(*(f"rate/{dimension}/2026-11-22/{name}" for dimension in DIMENSIONS))
        self.store.add("lights/handling/green")

    def _notify(self, number: str, name: str) -> None:
        if name in ("matter_registered", "whistle_blown"):
            self.store.put("circle", number, name)
        if name == "whistle_blown":
            self.store.put("notice", number, name)
            self.store.put("message", f"{number}-n1", "sent")
            self.record(number, "message_sent")


def lead(service: RawService, at_once: int, warm_up: float, seconds: float) -> dict[str, Any]:
    """Intake's run: so many lives at once, each ended one followed by another; then the last ones end."""
    begun, count = time.monotonic(), 0
    counting: tuple[float, int] | None = None
    measured: tuple[float, int] | None = None
    while measured is None or service.done < count:
        now = time.monotonic()
        if counting is None and now - begun > warm_up:
            counting = now, service.done
        elif counting is not None and measured is None and now - counting[0] > seconds:
            measured = now - counting[0], service.done - counting[1]
        while measured is None and count - service.done < at_once:
            count += 1
            service.ready.append((service.register, str(10**11 + count * STRIDE % NUMBERS)))
        service.turn()
    return {"lives": count, "lives_per_s": measured[1] / measured[0]}


def follow(service: RawService) -> dict[str, Any]:
    """Another role's run: until it is told to end, and then until nothing has come for a while."""
    told, quiet = False, time.monotonic()
    while not told or time.monotonic() - quiet < QUIET_SECONDS:
        if service.turn():
            quiet = time.monotonic()
        told = told or bool(select.select([sys.stdin], [], [], 0.0)[0])
    return {}


def main() -> None:
    """Announce that the queue is read, run, and tell what was done as one JSON line."""
    role, path = sys.argv[1], Path(sys.argv[2])
    wish = json.loads(sys.stdin.readline())
    store, wire = RawStore(path, wish["layout"][role]), Wire(wish["uri"])
    if LISTENS[role]:
        wire.consume(queue_of(role))
    print("ready", flush=True)
    sys.stdin.readline()
    service = RawService(role, store, wire)
    leads = role == "intake"
    told = lead(service, wish["at_once"], wish["warm_up"], wish["seconds"]) if leads else follow(service)
    while store.waiting():
        service.turn()
    spent = resource.getrusage(resource.RUSAGE_SELF)
    told |= {"rows": dict(store.rows), "commits": store.commits, "cpu": spent.ru_utime + spent.ru_stime}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
