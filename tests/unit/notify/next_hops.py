"""Next hops for messages: real local SMTP and HTTP servers that behave as a test wants them to."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import takewhile
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

DROP, STALL = "drop", "stall"


class Mailbox:
    """A mail server's memory: what it took on, and how it answers; `answers` are used up in turn, then 250."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.rcpt_answers: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        answer = self.rcpt_answers.pop(0) if self.rcpt_answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        del session
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content))
        self.recipients += envelope.rcpt_tos
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == DROP:
            assert server.transport is not None
            server.transport.abort()
        return answer


@contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[Mailbox, int]]:
    """A mail server on loopback; its mailbox and its port."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


class HastyServer:
    """A mail server's memory: commands in the order they were heard, texts it took; `unknown` recipients get 550."""

    def __init__(self, *unknown: str) -> None:
        self.unknown = unknown
        self.heard: list[str] = []
        self.texts: list[bytes] = []
        self.port = 0


@contextmanager
def hasty_mail_server(*unknown: str) -> Iterator[HastyServer]:
    """A mail server that takes DATA with 354 although it has refused every recipient, and reads on to the dot."""
    memory = HastyServer(*unknown)

    class Handler(StreamRequestHandler):
        timeout = 10

        def handle(self) -> None:
            self.wfile.write(b"220 hasty\r\n")
            while line := self.rfile.readline().decode().strip():
                verb = line.split(maxsplit=1)[0].upper()
                memory.heard.append(verb)
                if verb == "DATA":
                    self.wfile.write(b"354 go on\r\n")
                    memory.texts.append(b"".join(takewhile(lambda read: read not in (b"", b".\r\n"), self.rfile)))
                refused = verb == "RCPT" and any(f"<{each}>" in line for each in memory.unknown)
                self.wfile.write(
                    b"550 no such user\r\n" if refused else b"221 bye\r\n" if verb == "QUIT" else b"250 ok\r\n"
                )
                if verb == "QUIT":
                    return

    with _serving(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as memory.port:
        yield memory


class Gateway:
    """An HTTP gateway's memory; `answers` (a status, `drop` or `stall`) are used up in turn, then 200."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int | str] = []
        self.said: dict[str, Any] = {"errcode": 0}
        self.over = Event()
        self.port = 0


@contextmanager
def http_gateway(port: int = 0) -> Iterator[Gateway]:
    """An HTTP gateway on loopback."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.headers.append(dict(self.headers))
            gateway.taken.append(json.loads(body))
            answer = gateway.answers.pop(0) if gateway.answers else 200
            if answer == STALL:
                gateway.over.wait(10)
            if isinstance(answer, str):
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            said = json.dumps(gateway.said).encode()
            self.send_response(answer)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    with _serving(ThreadingHTTPServer(("127.0.0.1", port), Handler)) as gateway.port:
        try:
            yield gateway
        finally:
            gateway.over.set()


@contextmanager
def _serving(server: ThreadingTCPServer) -> Iterator[int]:
    """A server at work; its port."""
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
