"""The hub of a fault run: own folder, ports and broker; started for the run and always taken down after it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.console.exits import ConsoleError
from services.console.hub import HUB_PROGRAM, ROOT, Hub, find_hub, run_hub

OFFSETS = (*range(80, 91), *range(101, 106))
"""Ports of a hub from its base on; 90 is the proxy's."""

BASES = range(17_000, 22_800, 200)
PROXY_OFFSET = 90
BROKER_TOOL_SECONDS = 40


@contextmanager
def own_hub(seed: int) -> Iterator[OwnHub]:
    """Plan a hub in `var/chaos-<seed>`; whatever happens inside, it is taken down.

    What an earlier run of the same seed left there is taken down and removed first. Raises ConsoleError while another
    run of that seed is under way.
    """
    var = ROOT / "var" / f"chaos-{seed}"
    var.parent.mkdir(exist_ok=True)
    with _alone(var):
        signal.signal(signal.SIGTERM, _interrupt)
        hub = OwnHub(var)
        if var.exists():
            hub.down()
            shutil.rmtree(var)
        try:
            yield hub
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            hub.down()


class OwnHub:
    """The hub of one run; `ready` becomes true by `up`."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.base = free_base()
        self.proxy_port = self.base + PROXY_OFFSET
        self.amqp_port = self.base + 82
        for name in [name for name in os.environ if name.startswith("COUNTYNET_")]:
            del os.environ[name]  # they speak of another hub
        os.environ["COUNTYNET_AMQP_VIA_PORT"] = str(self.proxy_port)

    def up(self) -> Hub:
        """Start it. Raises ConsoleError with the reason where it does not become ready."""
        done = self._run("up", "--ports", str(self.base))
        if done.returncode != 0:
            raise ConsoleError(f"the hub of the fault run did not start: {(done.stderr or done.stdout)[-2000:]}")
        return find_hub(self.var)

    def down(self) -> None:
        """Stop all of it; nothing else is touched."""
        if self.var.exists():
            self._run("down")

    def restart(self, name: str) -> None:
        """Stop and start one process in order. Raises ConsoleError where that fails."""
        done = self._run("restart", name)
        if done.returncode != 0:
            raise ConsoleError(f"{name} could not be restarted: {done.stderr[-400:]}")

    def pid_of(self, name: str) -> int:
        """The process that runs a program now; 0 when none does."""
        told = run_hub(self.var, "status", "--json").stdout
        rows: list[dict[str, Any]] = json.loads(told or "{}").get("processes", [])
        return next((int(row["pid"]) for row in rows if row["name"] == name), 0)

    def amqp_uri(self) -> str:
        """The broker itself, past the proxy."""
        told = run_hub(self.var, "env")
        if told.returncode != 0:
            raise ConsoleError(f"the hub does not tell its settings: {told.stderr[-400:]}")
        return str(json.loads(told.stdout)["amqp_uri"])

    def broker_tool(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`rabbitmqctl` of this hub's broker."""
        command = [str(self.var / "bin" / "rabbitmqctl"), *arguments]
        return subprocess.run(
            command,
            check=False,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=BROKER_TOOL_SECONDS,
            start_new_session=True,
        )

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """In a session of its own, so that Ctrl-C ends the run and not the program that takes its hub down."""
        command = [sys.executable, str(HUB_PROGRAM), *arguments, "--var", str(self.var)]
        return subprocess.run(
            command,
            check=False,
            text=True,
            capture_output=True,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    with var.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ConsoleError(f"a fault run of this seed is under way in {var}; choose another --seed") from None
        yield


def _interrupt(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt


def free_base() -> int:
    """A port base whose ports nobody uses now. Raises ConsoleError where all are taken."""
    for base in BASES:
        if all(_free(base + offset) for offset in OFFSETS):
            return base
    raise ConsoleError(f"no free ports between {BASES.start} and {BASES.stop}")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
