"""A department's own system: a real HTTP server that takes deliveries, answers as a test says, and notes all."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One POST as a receiver got it."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """A department's system: a real HTTP server that answers as `answer` says (status, headers), and notes all."""

    def __init__(self) -> None:
        self.got: list[Received] = []
        self.answer: Callable[[Received], tuple[int, dict[str, str]]] = lambda _: (204, {})
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                got = Received(self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length))
                receiver.got.append(got)
                status, headers = receiver.answer(got)
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                del format, arguments

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?by=countynet"

    def facts(self) -> list[str]:
        """The facts' names in the order of arrival."""
        return [json.loads(got.body)["type"].split(".")[2] for got in self.got]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    receiver = Receiver()
    try:
        yield receiver
    finally:
        receiver.close()
