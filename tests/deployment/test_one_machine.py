"""A second hub's broker and gateway, really started in a folder with spaces: they heal, guard and leave nothing."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.local import readiness, supervision
from deploy.local.plan import Plan, plan_hub
from tests.ports import bases

ROOT = Path(__file__).parents[2]
USED = (80, 82, 83, 84, 85, 101, 102, 104)


def hub(plan: Plan, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "deploy/local/hub.py"), *arguments]
    command += ["--var", str(plan.var), "--ports", str(plan.base)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def free_base() -> int:
    for base in bases(10_000, 16_800):  # below the range that outgoing connections take theirs from
        if all(readiness.free(base + offset) for offset in USED):
            return base
    raise AssertionError("no free ports")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    planned = plan_hub(str(tmp_path_factory.mktemp("a hub") / "var with spaces"), free_base())
    done = hub(planned, "up", "--only", "broker,gateway")
    assert done.returncode == 0, done.stdout + done.stderr
    yield planned
    hub(planned, "down")


def row(plan: Plan, name: str) -> dict[str, Any]:
    rows = json.loads(hub(plan, "status", "--json").stdout)["processes"]
    return next(row for row in rows if row["name"] == name)


def ask(plan: Plan, path: str, body: bytes | None = None) -> tuple[int, str, Any]:
    """Status, content type and JSON of one request; the path is sent as it stands, dots and all."""
    connection = http.client.HTTPConnection("127.0.0.1", plan.ports["gateway"], timeout=10)
    try:
        connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, str(answer.headers["Content-Type"]), json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("name", "works"),
    [
        ("gateway", lambda plan: readiness.answers(f"{plan.url}/healthz")),
        ("broker", readiness.broker_answers),
        ("epmd", lambda plan: readiness.listens(plan.ports["epmd"])),
    ],
)
def test_a_killed_process_is_back_by_itself(plan: Plan, name: str, works: Callable[[Plan], bool]) -> None:
    before = row(plan, name)["pid"]
    os.kill(before, signal.SIGKILL)
    assert supervision.until(lambda: row(plan, name)["pid"] not in (0, before) and works(plan), 40)


@pytest.mark.parametrize(
    "path",
    [
        "/ops/clock",
        "/metrics",
        "//ops/clock",
        "/api/intake/../../ops/clock",
        "/api/oversight/%2e%2e/%2e%2e/ops/clock",
        "/api/routing/..%2f..%2fmetrics",
    ],
)
def test_operations_and_metrics_never_pass_the_gateway(plan: Plan, path: str) -> None:
    status, kind, problem = ask(plan, path)
    assert (status, kind, problem["code"]) == (404, "application/problem+json", "not_found")


def test_a_body_of_two_mebibytes_is_refused_as_a_problem(plan: Plan) -> None:
    status, kind, problem = ask(plan, "/api/intake/matters", b"x" * (2 << 20))
    assert (status, kind, problem["code"]) == (413, "application/problem+json", "body_too_large")


def test_a_service_that_is_down_is_named_as_such(plan: Plan) -> None:
    status, kind, problem = ask(plan, "/api/mediation/cases")
    assert (status, kind, problem["code"]) == (502, "application/problem+json", "service_unavailable")


def test_what_a_citizen_asks_stands_in_no_log(plan: Plan) -> None:
    for path in ("/planted-word", "/api/intake/planted-word", "/api/intake/matters/planted-word/rating"):
        ask(plan, path)
    ask(plan, "/api/notify/messages?q=planted-word")
    log = plan.logs / "gateway.log"
    assert supervision.until(lambda: "/api/notify/messages" in log.read_text(encoding="utf-8"), 5)
    assert "planted-word" not in log.read_text(encoding="utf-8")


def test_up_may_be_repeated_and_leaves_running_processes_alone(plan: Plan) -> None:
    before = row(plan, "broker")["pid"]
    begun = time.monotonic()
    assert hub(plan, "up", "--only", "broker,gateway").returncode == 0
    assert row(plan, "broker")["pid"] == before
    assert time.monotonic() - begun < 20


def test_status_fails_while_a_process_does_not_run(plan: Plan) -> None:
    done = hub(plan, "status")
    assert done.returncode == 1
    assert "STOPPED" in done.stdout


def test_an_unknown_process_is_refused_with_the_names_allowed(plan: Plan) -> None:
    done = hub(plan, "stop", "postgres")
    assert done.returncode == 2
    assert "allowed are epmd, broker, gateway, intake" in done.stderr


def test_a_taken_port_is_named_before_anything_is_started(tmp_path: Path) -> None:
    base = free_base()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", base + 80))
        taken.listen()
        done = hub(plan_hub(str(tmp_path), base), "up", "--only", "gateway")
    assert done.returncode == 2
    assert f"{base + 80} (gateway)" in done.stderr


def test_secrets_are_the_owners_alone(plan: Plan) -> None:
    files = [*plan.secrets.iterdir(), plan.var / "broker" / "rabbitmq.conf", plan.var / "supervisord.conf"]
    assert files
    assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}


def test_after_a_dead_supervisor_up_cleans_and_starts_again(plan: Plan) -> None:
    os.kill(row(plan, "supervisor")["pid"], signal.SIGKILL)
    assert supervision.until(lambda: not supervision.runs(plan), 10)
    assert hub(plan, "up", "--only", "broker,gateway").returncode == 0
    assert readiness.broker_answers(plan)


def test_down_stops_everything_of_this_hub(plan: Plan) -> None:
    assert supervision.processes_of(plan)
    assert hub(plan, "down").returncode == 0
    assert supervision.processes_of(plan) == []
    assert not readiness.listens(plan.ports["amqp"])
