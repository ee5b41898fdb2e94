"""The compose gateway's own configuration in a real nginx: TLS, the same doors as on one machine, several processes."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from deploy.local import gateway, readiness, supervision
from deploy.local.plan import SERVICE_OFFSETS, plan_hub
from deploy.nginx.render import Place, main, render
from tests.deployment.name_server import Names, name_server

START = Path(__file__).parents[2] / "deploy/nginx/start.sh"
OUTSIDE = "9443"
"""The published port of the encrypted door: another than the one it listens on."""
REPLICAS = ("127.0.1.1", "127.0.1.2")


class Running(NamedTuple):
    names: Names
    plain: int
    tls: int
    trust: ssl.SSLContext
    seen: list[tuple[str, str, str]]  # address of the process, path, the gateway's mark

    def ask(self, path: str, host: str = "localhost") -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPSConnection("localhost", self.tls, timeout=10, context=self.trust)
        try:
            connection.request("GET", path, headers={"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(address: str, port: int, seen: list[tuple[str, str, str]]) -> Iterator[None]:
    """One process of a service: it answers with its address and notes who asked for what."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((address, self.path, self.headers.get("X-Countynet-Gateway", "")))
            body = address.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer((address, port), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def certificate(folder: Path) -> Path:
    """A self-signed pair as deploy/secrets.sh makes it."""
    pem, key = folder / "gateway-certificate.pem", folder / "gateway-key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost"
    extra = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(pem)]
    subprocess.run([*command.split(), *extra], check=True, capture_output=True)
    return pem


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("gateway")
    pem, seen = certificate(folder), list[tuple[str, str, str]]()
    port, plain, tls = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        names, asked = stack.enter_context(name_server())
        for address in REPLICAS:
            stack.enter_context(process(address, port, seen))
        place = Place(
            resolver=f"127.0.0.1:{asked}",
            plain=f"127.0.0.1:{plain}",
            tls=f"127.0.0.1:{tls}",
            secrets=str(folder),
            temporary=str(folder),
            ports=dict.fromkeys(SERVICE_OFFSETS, port),
        )
        text = render(place).replace("valid=5s", "valid=1s")
        file = folder / "countynet.conf"
        file.write_text(text, encoding="utf-8")
        log = stack.enter_context((folder / "log").open("wb"))
        path = f"{Path(gateway.binary()).parent}:{os.environ['PATH']}"
        nginx = subprocess.Popen(
            ["sh", START, str(file), str(folder)],
            stdout=log,
            stderr=log,
            env={**os.environ, "PATH": path, "GATEWAY_PORT": OUTSIDE},
        )
        try:
            assert supervision.until(lambda: readiness.listens(tls), 10), (folder / "log").read_text()
            names.addresses = {name: list(REPLICAS) for name in SERVICE_OFFSETS}
            yield Running(names, plain, tls, ssl.create_default_context(cafile=str(pem)), seen)
        finally:
            nginx.terminate()
            assert nginx.wait(10) == 0


def test_the_file_that_compose_mounts_is_made_of_the_doors_of_today() -> None:
    assert main(["--check"]) == 0, "run python -m deploy.nginx.render"


def test_both_gateways_have_the_same_doors_to_the_same_services(tmp_path: Path) -> None:
    def doors(text: str, pattern: str) -> list[tuple[str, str]]:
        return re.findall(r"location ([^{]+?) \{[^}]*?" + pattern, text)

    here = doors(gateway.render(plan_hub(str(tmp_path), 30_000)), r"proxy_pass http://(\w+);")
    there = doors(render(Place()), r"set \$process (\w+):\d+;")
    assert len(here) >= len(SERVICE_OFFSETS)
    assert here == there


def test_a_service_s_requests_are_spread_over_all_its_processes(running: Running) -> None:
    answered = Counter(running.ask("/api/routing/cases?limit=1")[1].decode() for _ in range(40))
    assert set(answered) == set(REPLICAS)
    assert ("/api/routing/cases?limit=1", "1") in {(path, mark) for _, path, mark in running.seen}


def test_a_process_that_went_is_forgotten_and_one_that_came_is_found(running: Running) -> None:
    running.names.addresses["mediation"] = [REPLICAS[0]]
    assert {running.ask("/api/mediation/cases")[1].decode() for _ in range(10)} == {REPLICAS[0]}
    running.names.addresses["mediation"] = [REPLICAS[1]]
    assert supervision.until(lambda: running.ask("/api/mediation/cases")[1].decode() == REPLICAS[1], 10)


def test_a_process_that_cannot_be_reached_is_passed_over(running: Running) -> None:
    running.names.addresses["notify"] = [REPLICAS[0], "127.0.1.9"]
    assert {running.ask("/api/notify/messages")[0] for _ in range(30)} == {200}


def test_a_service_without_a_process_is_named_as_such(running: Running) -> None:
    running.names.addresses["oversight"] = []
    status, body, _ = running.ask("/api/oversight/clocks")
    assert (status, json.loads(body)["code"]) == (502, "service_unavailable")


@pytest.mark.parametrize(
    "path", ["/ops/clock", "/metrics", "//ops/clock", "/api/intake/../../metrics", "/api/intake/..%2f..%2fops"]
)
def test_operations_and_metrics_never_pass_this_gateway_either(running: Running, path: str) -> None:
    before = len(running.seen)
    status, body, _ = running.ask(path)
    assert (status, json.loads(body)["code"]) == (404, "not_found")
    assert len(running.seen) == before


def test_what_comes_unencrypted_is_sent_to_the_encrypted_port(running: Running) -> None:
    for host in ("county.example:8080", "county.example"):
        connection = http.client.HTTPConnection("127.0.0.1", running.plain, timeout=10)
        connection.request("GET", "/submit?a=1", headers={"Host": host})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (308, f"https://county.example:{OUTSIDE}/submit?a=1")
        connection.close()
    assert running.ask("/healthz")[2]["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(("port", "outside"), [("443", ""), ("8443", ":8443"), ("", ":8443"), ("65000", ":65000")])
def test_addresses_name_the_published_port_unless_it_is_the_usual_one(tmp_path: Path, port: str, outside: str) -> None:
    done = started_with(tmp_path, port)
    assert (done.returncode, done.stdout.split()) == (0, ["-e", "stderr", "-c", "countynet.conf"])
    assert (tmp_path / "outside.conf").read_text(encoding="utf-8") == f'set $outside "{outside}";\n'


@pytest.mark.parametrize("port", ['8443";evil', "84 43", "8443-8445", "100000"])
def test_a_published_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    done = started_with(tmp_path, port)
    assert done.returncode == 2
    assert "Allowed: one port number" in done.stderr
    assert not (tmp_path / "outside.conf").exists()


def started_with(folder: Path, port: str) -> subprocess.CompletedProcess[str]:
    """What start.sh does before nginx; in nginx's place something that says what it was told."""
    (folder / "nginx").write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    (folder / "nginx").chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "GATEWAY_PORT": port}
    return subprocess.run(
        ["sh", START, "countynet.conf", folder], capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_old_encryption_is_refused(running: Running) -> None:
    old = ssl.create_default_context(cafile=None)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with (
        socket.create_connection(("127.0.0.1", running.tls), timeout=5) as bare,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(bare, server_hostname="localhost")
