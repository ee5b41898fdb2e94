"""The end of a run: wait until nothing is under way, then read everything that the verdict needs."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import orjson

from services.console.chaos.own_hub import OwnHub
from services.console.exits import ConsoleError
from services.console.hub import SERVICES
from services.console.ops import Ops
from services.console.waiting import pause

STEP_S = 0.2
COUNTED_S = 12.0
PROBES = frozenset({"/readyz", "/healthz"})
"""A probe that says no is no error."""

LEFT = ("outbox", "in_flight", "waiting", "delayed", "requests")


def until_rest(ops: Ops, seconds: float) -> dict[str, Any]:
    """Wait until all services say twice that they are idle; gives what is left when that takes too long."""
    end, quiet = time.monotonic() + seconds, 0
    while True:
        busy = {service: told for service in SERVICES if (told := _busy(ops, service))}
        quiet = 0 if busy else quiet + 1
        if quiet == 2:
            return {}
        if time.monotonic() > end:
            return busy
        pause(STEP_S)


def _busy(ops: Ops, service: str) -> dict[str, Any]:
    try:
        told = ops.get(service, "/ops/idle")
    except ConsoleError as error:
        return {"error": str(error)}
    return {} if told["idle"] else {name: told.get(name) for name in LEFT if told.get(name)} or {"idle": False}


def queues(hub: OwnHub) -> dict[str, int]:
    """Every queue that still holds a message, ready or unacknowledged, the graves among them.

    The broker counts quorum queues anew every 5 s, so that it is asked again for a while. Raises ConsoleError without a
    broker.
    """
    end = time.monotonic() + COUNTED_S
    while (left := _queues(hub)) and time.monotonic() < end:
        pause(1.0)
    return left


def _queues(hub: OwnHub) -> dict[str, int]:
    try:
        done = hub.broker_tool("list_queues", "-q", "--vhost", "countynet", "--formatter", "json", "name", "messages")
        rows = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise ConsoleError(f"the queues cannot be listed: {type(error).__name__}") from error
    return {row["name"]: int(row["messages"]) for row in rows if row["messages"]}


def counters(ops: Ops) -> dict[str, int]:
    """Oversight's counters of the rates."""
    found: dict[str, int] = ops.get("oversight", "/ops/counters", prefix="rate/")["counters"]
    return found


def errors(folder: Path) -> dict[str, Counter[str]]:
    """Lines at level ERROR or worse in the services' logs, by service and message."""
    found: dict[str, Counter[str]] = {}
    for service in SERVICES:
        counted: Counter[str] = Counter()
        for path in sorted(folder.glob(f"{service}.log*")):
            counted.update(_errors(path))
        if counted:
            found[service] = counted
    return found


def _errors(path: Path) -> Counter[str]:
    counted: Counter[str] = Counter()
    with path.open("rb") as file:
        for line in file:
            if b'"ERROR"' not in line and b'"CRITICAL"' not in line:
                continue
            try:
                told = orjson.loads(line)
            except ValueError:
                counted["a line that is no JSON"] += 1
                continue
            if told.get("route") not in PROBES:
                where = f" {told['method']} {told['route']} {told['status']}" if "route" in told else ""
                counted[f"{told.get('message')}{where}"[:160]] += 1
    return counted
