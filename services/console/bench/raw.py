"""The raw limit: the durable steps of a life in five bare processes, on the hub's own broker and the same disk.

Facts per life: intake 2, routing 6, notify 1; applications: intake 6, routing 2, oversight 9, notify 8. Mediation has
an exchange of its own (decision 0018) and hears nothing of a life without a dispute, here as in the hub.
Each is a row in a journal or an inbox's state, a document read, changed and written back with its indexes and words,
published with confirm and delivered with ack; every group of them is one disk write. Tables and indexes are those of
the hub's own stores, the documents as many and as long.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from services.console.bench.raw_layout import layouts
from services.console.bench.raw_service import LISTENS, queue_of
from services.console.bench.raw_wire import Wire
from services.console.exits import FOUND, ConsoleError
from services.console.hub import ROOT, Hub
from services.console.measure.processes import usage

FACTS = {"intake": 2, "routing": 6, "mediation": 0, "oversight": 0, "notify": 1}
APPLICATIONS = {"intake": 6, "routing": 2, "mediation": 0, "oversight": 9, "notify": 8}
MODULE = "services.console.bench.raw_service"
ENDS_SECONDS = 60.0


def measure_raw(hub: Hub, at_once: int, warm_up: float, seconds: float) -> dict[str, Any]:
    """Lives a second and CPU per life; raises ConsoleError where a fact or an application is missing."""
    folder = hub.var / "bench" / "raw"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    uri = hub.settings["intake"]["AMQP_URI"]
    wire = Wire(uri)
    _declare(wire)
    broker = {row["name"]: row["pid"] for row in hub.processes() if row["name"] == "broker"}
    before = usage(broker)
    processes: dict[str, subprocess.Popen[str]] = {}
    wish = json.dumps({"uri": uri, "layout": layouts(hub), "at_once": at_once, "warm_up": warm_up, "seconds": seconds})
    try:
        for role in LISTENS:
            processes[role] = _start(role, folder, wish)
        for process in processes.values():
            _line(process)
        for process in processes.values():
            _tell(process, "go")
        told = {"intake": json.loads(_line(processes["intake"]))}
        for role, process in processes.items():
            if role != "intake":
                _tell(process, "stop")
                told[role] = json.loads(_line(process))
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
        _delete(wire)
        wire.close()
    shutil.rmtree(folder)
    return _checked(told, usage(broker).spent_since(before)) | {"at_once": at_once}


def _declare(wire: Wire) -> None:
    _delete(wire)
    for role in LISTENS:
        wire.declare(_exchange(role), [queue_of(other) for other, heard in LISTENS.items() if role in heard])


def _delete(wire: Wire) -> None:
    """Deleting what is not there is no error to the broker."""
    wire.delete([_exchange(role) for role in LISTENS], [queue_of(role) for role in LISTENS])


def _exchange(role: str) -> str:
    return f"bench.raw.{role}"


def _start(role: str, folder: Path, wish: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", MODULE, role, str(folder / f"{role}.sqlite3")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
    _tell(process, wish)
    return process


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise ConsoleError(f"a raw process ended by itself with {process.wait()}; its error stands above")
    return line


def _checked(told: dict[str, dict[str, Any]], besides: dict[str, float]) -> dict[str, Any]:
    lives = told["intake"]["lives"]
    for role, done in told.items():
        wanted = (lives * FACTS[role], lives * APPLICATIONS[role])
        found = (done["rows"].get("facts", 0), done["rows"].get("applications", 0))
        if found != wanted:
            raise ConsoleError(f"raw {role}: facts and applications {found}, wanted {wanted}", FOUND)
    cpu = {role: done["cpu"] for role, done in told.items()} | besides
    return {
        "lives": lives,
        "lives_per_s": round(told["intake"]["lives_per_s"], 1),
        "facts_per_life": sum(FACTS.values()),
        "applications_per_life": sum(APPLICATIONS.values()),
        "documents_per_life": round(sum(done["rows"].get("documents", 0) for done in told.values()) / lives, 1),
        "commits_per_life": round(sum(done["commits"] for done in told.values()) / lives, 2),
        "cpu_ms_per_life": {role: round(1000 * seconds / lives, 3) for role, seconds in cpu.items()},
    }
