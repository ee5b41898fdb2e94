"""A Prometheus of Debian's beside a hub under test, asked as Grafana asks it."""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deploy.local.plan import plan_hub
from deploy.prometheus import local
from tests.integration.hub_under_test import Hub, until


class Measured:
    """The hub and the port of its Prometheus."""

    def __init__(self, hub: Hub, port: int) -> None:
        self.hub = hub
        self.port = port

    def ask(self, path: str, **query: str) -> Any:
        """The data of one call to Prometheus; an error of its own fails the test with its words."""
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return json.loads(answer.read())["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{query}: {error.read().decode()}") from error

    def now(self, expression: str) -> list[dict[str, Any]]:
        """What an expression gives at this instant: rows of `metric` and `value`."""
        return list(self.ask("query", query=expression)["result"])

    def ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def prometheus(hub: Hub) -> Iterator[Measured]:
    """Prometheus with the hub's own configuration, but looking every second; ended with the test."""
    plan = plan_hub(str(hub.var))
    local.write(plan, seconds=1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (plan.var / "prometheus" / "log").open("wb") as log:
        process = subprocess.Popen(local.command(plan, port), stdout=log, stderr=log)
        try:
            made = Measured(hub, port)
            until(made.ready, 30, "Prometheus")
            yield made
        finally:
            process.terminate()
            process.wait(20)
