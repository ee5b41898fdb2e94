"""A real process on a loopback port, spoken to through sockets."""

import http.client
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.chassis import keys
from services.chassis.access import User
from services.chassis.tokens import Tokens
from services.contracts.vocabulary import Role

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Reply:
    """One answer."""

    status: int
    headers: dict[str, str]
    text: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.text)


@dataclass
class Sample:
    """The sample service in its own process, and what it has logged."""

    process: subprocess.Popen[str]
    port: int
    folder: Path
    lines: "queue.Queue[str]"
    log: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """One call; `body` is sent as JSON unless it is bytes already, header names have `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, then read until the service closes."""
        with self.connect() as connection:
            connection.sendall(sent)
            return until_closed(connection)

    def logged(self, message: str) -> dict[str, Any]:
        """Wait for a log line with this message and take it."""
        while True:
            line: dict[str, Any] = json.loads(self.lines.get(timeout=20))
            self.log.append(line)
            if line["message"] == message:
                return line

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


def until_closed(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    keys.init(folder)
    return folder


@pytest.fixture(scope="session")
def tokens(key_folder: Path) -> Tokens:
    return Tokens.from_setting(str(key_folder / "token.json"))


@pytest.fixture(scope="session")
def clerk(tokens: Tokens) -> str:
    return "Bearer " + tokens.sign(User("u-0123456789abcdef", frozenset({Role.CLERK})))[0]


@pytest.fixture(scope="session")
def operator(tokens: Tokens) -> str:
    return "Bearer " + tokens.sign(User("u-00000000000000aa", frozenset({Role.OPERATOR})))[0]


def started(folder: Path, key_folder: Path, **environment: str) -> Sample:
    """Start the sample and wait until it says where it listens."""
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "AMQP_URI": "amqp://nobody@127.0.0.1:1/",
        "STORE_URI": f"sqlite:///{folder}/sample.db",
        "SEAL_KEYS": str(key_folder / "seal.json"),
        "TOKEN_KEYS": str(key_folder / "token-public.json"),
        "WEB_PORT": "0",
        "CLOCK": "real",
        **environment,
    }
    command = [sys.executable, str(Path(__file__).with_name("start_sample.py"))]
    process = subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines: queue.Queue[str] = queue.Queue()
    out = process.stdout
    assert out is not None

    def take() -> None:
        for line in out:
            lines.put(line)

    threading.Thread(target=take, daemon=True).start()
    sample = Sample(process, 0, folder, lines)
    sample.port = sample.logged("started")["port"]
    return sample


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, key_folder: Path) -> Iterator[Callable[..., Sample]]:
    """Start samples of a test's own; whatever still runs at the end is killed."""
    running: list[Sample] = []

    def begin(folder: Path | None = None, **environment: str) -> Sample:
        running.append(started(folder or tmp_path_factory.mktemp("sample"), key_folder, **environment))
        return running[-1]

    yield begin
    for one in running:
        one.process.kill()
        one.process.wait()


@pytest.fixture(scope="module")
def sample(start: Callable[..., Sample]) -> Iterator[Sample]:
    running = start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def hasty(start: Callable[..., Sample]) -> Iterator[Sample]:
    running = start(SAMPLE_HASTE="1")
    yield running
    assert running.stop() == 0
