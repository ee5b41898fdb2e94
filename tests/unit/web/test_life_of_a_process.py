"""Start, sweeps, SIGTERM."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.unit.web.conftest import ROOT, Sample, until_closed

Start = Callable[..., Sample]


def test_sigterm_answers_what_is_under_way_and_closes_idle_connections(start: Start, tmp_path: Path) -> None:
    sample = start(tmp_path)
    idle = sample.connect()
    idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert idle.recv(65536).startswith(b"HTTP/1.1 200")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(sample.call, "POST", "/api/notes", {"text": "slow"}, Idempotency_Key="drain-1")
        sample.logged("slow note begun")
        sample.process.send_signal(signal.SIGTERM)
        assert until_closed(idle) == b""
        reply = slow.result()
    assert reply.status == 201
    assert reply.headers["connection"] == "close"
    assert sample.stop() == 0
    again = start(tmp_path)
    kept = again.call("POST", "/api/notes", {"text": "slow"}, Idempotency_Key="drain-1")
    assert (kept.headers["idempotency-replayed"], kept.body) == ("true", reply.body)
    assert again.stop() == 0


def test_a_virtual_clock_goes_on_after_a_restart(start: Start, tmp_path: Path, operator: str) -> None:
    sample = start(tmp_path)
    sample.call("PUT", "/ops/clock", {"now": "2020-02-03T04:05:06Z"}, Authorization=operator)
    sample.process.kill()
    sample.process.wait()
    again = start(tmp_path)
    assert again.call("GET", "/api/who").body["now"] == "2020-02-03T04:05:06Z"
    assert again.stop() == 0


def test_a_sweep_that_fails_is_logged_counted_and_runs_again(sample: Sample) -> None:
    began = time.monotonic()
    while sample.call("GET", "/api/swept").body["swept"] < 4:
        assert time.monotonic() - began < 10
    text = sample.call("GET", "/metrics").text.decode()
    assert 'countynet_sweep_errors_total{service="intake",sweep="sweep"} 1.0' in text


def test_a_service_whose_bus_is_away_answers_but_is_not_ready(start: Start, tmp_path: Path) -> None:
    sample = start(tmp_path, SAMPLE_BUS="away")
    reply = sample.call("GET", "/readyz")
    assert (reply.status, reply.body) == (503, {"status": "waiting", "store": True, "bus": False})
    assert sample.call("GET", "/api/who").status == 200
    assert sample.stop() == 0


def test_a_process_with_wrong_settings_names_them_all_and_ends_with_2(tmp_path: Path) -> None:
    code = "from services.chassis.run import main; main('tests.unit.web.sample:SampleService')"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "CLOCK": "sundial", "WEB_PORT": "99999"}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 2
    for variable in ("AMQP_URI", "STORE_URI", "COUNTY_FILE", "SEAL_KEYS", "TOKEN_KEYS", "CLOCK", "WEB_PORT"):
        assert f"{variable}: " in ended.stderr
    assert "Traceback" not in ended.stderr
