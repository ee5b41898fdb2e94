"""A whole hub of its own for a test session: own folder, own ports, own broker; spoken to as the outside does."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any, TypeVar

import requests
from amqp import Connection, Message

from deploy.local import supervision
from deploy.local.plan import plan_hub
from tests.ports import bases

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"intake": 101, "routing": 102, "mediation": 103, "oversight": 104, "notify": 105}
PORTS = {**SERVICES, "gateway": 80, "amqp": 82}
SETTINGS = {"SUBSCRIBER_LOOPBACK": "allow"}
"""What every hub of the tests is told besides: receivers of deliveries listen on this machine."""
LONGEST_PAUSE = 0.15
"""Seconds between two questions, once something takes its time: what is asked has the same two cores to answer on."""
T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float = 20.0, what: str = "the condition") -> T:
    """Wait until a condition gives something true, and return that; fails the test when it never does."""
    deadline, pause = time.monotonic() + seconds, 0.01
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds} s: {found!r}"
        time.sleep(pause)
        pause = min(1.3 * pause, LONGEST_PAUSE)


def free_base() -> int:
    """A port base whose hub ports nobody uses now."""
    for base in bases(23_000, 31_000):
        try:
            for offset in (80, 82, 83, 84, 85, *SERVICES.values()):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", base + offset))
        except OSError:
            continue
        return base
    raise AssertionError("no free ports for a hub")


class Hub:
    """One running hub; `token(role…)` signs in, `call` speaks HTTP to a service, `publish` writes to its broker."""

    def __init__(self, var: Path, base: int | None = None, county: Path | None = None) -> None:
        self.var = var
        self.settings = SETTINGS | ({} if county is None else {"COUNTY_FILE": str(county)})
        self.base = base or free_base()
        self._tokens: dict[str, str] = {}
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))

    @classmethod
    def found(cls, var: Path) -> Hub:
        """A hub that runs already."""
        return cls(var, int(json.loads((var / "hub.json").read_text(encoding="utf-8"))["base"]))

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Call deploy/local/hub.py for this hub."""
        command = [sys.executable, str(ROOT / "deploy/local/hub.py"), *arguments]
        command += ["--var", str(self.var), "--ports", str(self.base)]
        environment = {**os.environ, **self.settings}
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=environment)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def countynet(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Call the `countynet` command for this hub."""
        environment = {**os.environ, "COUNTYNET_VAR": str(self.var), "COUNTYNET_PORT_BASE": str(self.base)}
        done = subprocess.run(
            [sys.executable, "-m", "services.console.main", *arguments],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=environment,
            cwd=ROOT,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def pid_of(self, name: str) -> int:
        """The process that `status` names, once it runs: the pid of one that is just being started is 0."""

        def running() -> int:
            rows = json.loads(self.run("status", "--json", check=False).stdout)
            rows = rows.get("processes", rows) if isinstance(rows, dict) else rows
            return int(next(row["pid"] for row in rows if row["name"] == name) or 0)

        return until(running, 30, f"{name} runs")

    def url(self, service: str) -> str:
        return f"http://127.0.0.1:{self.base + PORTS[service]}"

    def operator(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.var / "secrets" / "operator.json").read_text(encoding="utf-8"))
        return found

    def sign_in(self, username: str, password: str) -> str:
        body = {"username": username, "password": password}
        answer = self.session.post(self.url("intake") + "/api/session", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    def token(self, role: str, **scope: str) -> str:
        """The token of an account with a role (or several: `a,b`) and a scope (`place=`, `department=`)."""
        key = json.dumps([role, scope], sort_keys=True)
        if key in self._tokens:
            return self._tokens[key]
        if role == "operator":
            account = self.operator()
            self._tokens[key] = self.sign_in(account["username"], account["password"])
            return self._tokens[key]
        username, password = f"t-{role.split(',')[0]}-{uuid.uuid4().hex[:8]}", uuid.uuid4().hex
        body = {"username": username, "password": password, "roles": role.split(","), **scope}
        made = self.call("intake", "POST", "/ops/accounts", body, token=self.token("operator"))
        assert made.status_code == 201, made.text
        self._tokens[key] = self.sign_in(username, password)
        return self._tokens[key]

    def call(
        self,
        service: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        data: bytes | None = None,
    ) -> requests.Response:
        """One HTTP request to one service."""
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        return self.session.request(
            method, self.url(service) + path, json=body if data is None else None, data=data, headers=sent, timeout=30
        )

    def answers(self, service: str, path: str) -> bool:
        """Whether a page of a service answers with 200 now."""
        try:
            return self.call(service, "GET", path).status_code == 200
        except requests.ConnectionError:
            return False

    def end(self) -> None:
        """Kill every process of this hub: nobody needs it any more (that `down` ends one in order is tested apart)."""
        plan = plan_hub(str(self.var), self.base)
        while left := supervision.processes_of(plan):
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    @contextmanager
    def away(self, service: str) -> Iterator[None]:
        """The service is stopped, and ready again afterwards."""
        self.run("stop", service)
        try:
            yield
        finally:
            self.run("start", service)
            until(lambda: self.answers(service, "/readyz"), 40, f"{service} ready again")

    def insider(self) -> str:
        """The token of an operator who belongs to discipline, and so may see behind the wall too."""
        return self.token("operator,discipline", department="ns-discipline")

    def ops(self, service: str, path: str, token: str | None = None) -> Any:
        answer = self.call(service, "GET", path, token=token or self.token("operator"))
        assert answer.status_code == 200, answer.text
        return answer.json()

    @contextmanager
    def channel(self) -> Iterator[Any]:
        """A channel on the hub's broker, as somebody with its password would have."""
        password = (self.var / "secrets" / "broker-password").read_text(encoding="utf-8").strip()
        port = self.base + PORTS["amqp"]
        with Connection(f"127.0.0.1:{port}", "countynet", password, virtual_host="countynet") as connection:
            yield connection.channel()

    def publish(self, exchange: str, routing_key: str, body: bytes, **properties: Any) -> None:
        """Put a message on the broker past every service."""
        properties.setdefault("content_type", "application/cloudevents+json")
        with self.channel() as channel:
            channel.confirm_select()
            channel.basic_publish_confirm(Message(body, delivery_mode=2, **properties), exchange, routing_key)

    def parked(self, service: str) -> list[dict[str, Any]]:
        return list(self.ops(service, "/ops/parked?limit=200", self.insider())["parked"])

    def is_idle(self) -> bool:
        return all(self.ops(name, "/ops/idle")["idle"] for name in SERVICES)

    def settle(self, seconds: float = 30.0) -> None:
        """Wait until no fact is under way anywhere."""
        until(lambda: self.is_idle() and self.is_idle(), seconds, "the hub's rest")


@contextmanager
def started(var: Path, county: Path | None = None) -> Iterator[Hub]:
    """A hub of one's own, of a county file or the default one, stopped at the end.

    `up` gives up after a minute, which a busy machine may need for the broker alone; asked again it waits on.
    """
    hub = Hub(var, county=county)
    try:
        if hub.run("up", check=False).returncode != 0:
            hub.run("up")
        yield hub
    finally:
        hub.end()
