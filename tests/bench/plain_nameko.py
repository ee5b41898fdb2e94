"""The same flow as a nameko user would write it: EventDispatcher, event_handler, one transaction a handler. A rival.

`python -m tests.bench.plain_nameko` with JSON on stdin (`uri folder layout at_once warm_up seconds`) starts five
services in five processes, leads lives through them in a closed loop and prints `{"lives_per_s", "lives"}`. The rows
are those of the raw limit; what it lacks are an outbox, an inbox that keeps the order, HTTP, seals and clocks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROLE = sys.argv[1] if len(sys.argv) > 1 else ""
if ROLE:
    import eventlet

    eventlet.monkey_patch()

from nameko.constants import AMQP_URI_CONFIG_KEY, MAX_WORKERS_CONFIG_KEY  # noqa: E402 - eventlet patches first
from nameko.events import EventDispatcher, event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services.console.bench.raw_store import RawStore  # noqa: E402

ROLES = ("routing", "mediation", "oversight", "notify", "intake")
"""Intake last: it begins the lives."""
COMMANDS = ("matter_accepted", "whistle_blown", "department_checked_in", "department_replied", "matter_concluded")
OF_ROUTING = (*COMMANDS, "matter_closed")
WORKERS = 32
WISH: dict[str, Any] = {}
STORES: list[RawStore] = []


class Plain:
    """What every service of the rival has."""

    dispatch = EventDispatcher()
    collection = ""

    def step(self, number: str, name: str, fact: str | None = None) -> None:
        """One transaction: the document, and the fact where one is told; then the fact is dispatched."""
        store = STORES[0]
        store.begin()
        store.put(self.collection, number, name)
        store.commit()
        if fact is not None:
            self.dispatch(fact, {"number": number, "place": "ns-t01-v01", "channel": "web", "purpose": "appeal"})


def heard(source: str, names: tuple[str, ...]) -> type:
    """A mixin that applies these events of a service, one handler each."""

    def apply(name: str) -> Any:
        def handle(self: Any, payload: dict[str, str]) -> None:
            self.apply(payload["number"], name)

        handle.__name__ = f"on_{source}_{name}"
        return event_handler(f"plain_{source}", name)(handle)

    return type("Heard", (), {f"on_{source}_{name}": apply(name) for name in names})


OfIntake = heard("intake", ("matter_registered", "matter_rated"))
OfRouting = heard("routing", OF_ROUTING)
OfNotify = heard("notify", ("message_sent",))


class PlainRouting(Plain, OfIntake):  # type: ignore[misc,valid-type]
    name, collection = "plain_routing", "case"

    def apply(self, number: str, name: str) -> None:
        self.step(number, name, "matter_closed" if name == "matter_rated" else None)
        if name == "matter_registered":
            for command in COMMANDS:
                self.step(number, command, command)


class PlainMediation(Plain):
    """Hears nothing of a life without a dispute, like the hub's (decision 0018)."""

    name = "plain_mediation"


class PlainOversight(Plain, OfIntake, OfRouting, OfNotify):  # type: ignore[misc,valid-type]
    name, collection = "plain_oversight", "docket"

    def apply(self, number: str, name: str) -> None:
        self.step(number, name)


class PlainNotify(Plain, OfIntake, OfRouting):  # type: ignore[misc,valid-type]
    name, collection = "plain_notify", "circle"

    def apply(self, number: str, name: str) -> None:
        self.step(number, name, "message_sent" if name == "whistle_blown" else None)


class PlainIntake(Plain, OfRouting):  # type: ignore[misc,valid-type]
    name, collection = "plain_intake", "matter"
    begun = 0
    ended: list[float] = []  # noqa: RUF012 - one process, one list

    def apply(self, number: str, name: str) -> None:
        if name == "matter_concluded":
            self.step(number, name)
            self.step(number, "matter_rated", "matter_rated")
        elif name == "matter_closed":
            self.step(number, name)
            PlainIntake.ended.append(time.monotonic())
            self.begin()
        else:
            self.step(number, name)

    @event_handler("plain_driver", "begin")
    def on_begin(self, _payload: dict[str, str]) -> None:
        self.begin()

    def begin(self) -> None:
        PlainIntake.begun += 1
        number = str(10**11 + PlainIntake.begun)
        self.step(number, "matter_registered", "matter_registered")


CLASSES = {"intake": PlainIntake, "routing": PlainRouting, "mediation": PlainMediation}
CLASSES |= {"oversight": PlainOversight, "notify": PlainNotify}


def serve(role: str) -> None:
    """One process: announce that it listens; intake measures and tells, the others run until they are ended."""
    WISH.update(json.loads(sys.stdin.readline()))
    STORES.append(RawStore(Path(WISH["folder"]) / f"{role}.sqlite3", WISH["layout"][role]))
    runner = ServiceRunner({AMQP_URI_CONFIG_KEY: WISH["uri"], MAX_WORKERS_CONFIG_KEY: WORKERS})
    runner.add_service(CLASSES[role])
    runner.start()
    print("ready", flush=True)
    if role != "intake":
        runner.wait()
        return
    from nameko.standalone.events import event_dispatcher

    dispatch = event_dispatcher({AMQP_URI_CONFIG_KEY: WISH["uri"]})
    for _ in range(WISH["at_once"]):
        dispatch("plain_driver", "begin", {})
    eventlet.sleep(WISH["warm_up"])
    begun, before = time.monotonic(), len(PlainIntake.ended)
    eventlet.sleep(WISH["seconds"])
    rate = (len(PlainIntake.ended) - before) / (time.monotonic() - begun)
    print(json.dumps({"lives_per_s": round(rate, 1), "lives": len(PlainIntake.ended)}), flush=True)
    os._exit(0)


def lead() -> dict[str, Any]:
    """Five processes, ended again by their ids."""
    wish = sys.stdin.readline()
    pipe = subprocess.PIPE
    processes = []
    try:
        for role in ROLES:
            command = [sys.executable, "-W", "ignore", "-m", "tests.bench.plain_nameko", role]
            processes.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
            process = processes[-1]
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(wish)
            process.stdin.flush()
            if process.stdout.readline().strip() != "ready":
                raise RuntimeError(f"{role} did not start: {process.wait()}")
        assert processes[-1].stdout is not None
        told: dict[str, Any] = json.loads(processes[-1].stdout.readline())
        return told
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    if ROLE:
        serve(ROLE)
    else:
        print(json.dumps(lead()))
