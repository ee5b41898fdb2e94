"""One keep-alive connection: a request goes out in one write, its answer wakes the one who waits."""

from __future__ import annotations

import asyncio
import re
from typing import NamedTuple

HEAD_END = b"\r\n\r\n"
TOO_MANY = 429
RETRY_AFTER = re.compile(rb"\r\nretry-after: *(\d{1,9}) *(?=\r)", re.IGNORECASE)


class Answer(NamedTuple):
    """An HTTP answer: status code and body bytes; `retry_after` in seconds where a 429 says so, else None."""

    status: int
    body: bytes
    retry_after: int | None = None


class Lost(Exception):
    """The connection ended before the answer was complete; whether the request was done is unknown."""


class Connection(asyncio.Protocol):
    """HTTP/1.1 without pipelining: one request at a time, the answer framed by Content-Length or in chunks."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.since = 0.0
        self._waiting: asyncio.Future[Answer] | None = None
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop when the connection stands."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    @property
    def open(self) -> bool:
        """Whether another request may be sent."""
        return self.transport is not None and not self.transport.is_closing()

    def ask(self, loop: asyncio.AbstractEventLoop, request: bytes) -> asyncio.Future[Answer]:
        """Send a whole request; the future gives its answer, or raises Lost."""
        assert self.transport is not None
        self.since = loop.time()
        self._waiting = waiting = loop.create_future()
        self.transport.write(request)
        return waiting

    def data_received(self, data: bytes) -> None:
        """Called by the loop with bytes; completes the answer when all are there."""
        self._got = got = self._got + data if self._got else data
        found = _parse(got)
        if found is None:
            return
        self._got = b""
        waiting, self._waiting = self._waiting, None
        if b"onnection: close" in got[: got.find(HEAD_END)] and self.transport is not None:
            self.transport.close()
        if waiting is not None and not waiting.done():
            waiting.set_result(found)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop at the end; whoever waits is told."""
        self.transport = None
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_exception(Lost(type(exc).__name__ if exc else "closed by the other side"))

    def cut(self) -> None:
        """End the connection at once; whoever waits gets Lost."""
        if self.transport is not None:
            self.transport.abort()


def _parse(got: bytes) -> Answer | None:
    """The complete answer, or None while bytes are missing."""
    end = got.find(HEAD_END)
    if end < 0:
        return None
    at = got.find(b"ontent-Length: ", 0, end)
    if at < 0:
        at = got.find(b"ontent-length: ", 0, end)
    if at < 0:
        if b"chunked" in got[:end]:
            body = _unchunk(got, end + 4)
            return None if body is None else _answer(got, end, body)
        return _answer(got, end, b"")
    length = int(got[at + 15 : got.index(b"\r", at)])
    start = end + 4
    if len(got) < start + length:
        return None
    return _answer(got, end, got[start : start + length])


def _answer(got: bytes, end: int, body: bytes) -> Answer:
    status = int(got[9:12])
    if status != TOO_MANY:
        return Answer(status, body)
    said = RETRY_AFTER.search(got, 0, end)
    return Answer(status, body, None if said is None else int(said[1]))


def _unchunk(got: bytes, at: int) -> bytes | None:
    parts: list[bytes] = []
    while True:
        line = got.find(b"\r\n", at)
        if line < 0:
            return None
        size = int(got[at:line].split(b";")[0], 16)
        if len(got) < line + 2 + size + 2:
            return None
        if size == 0:
            return b"".join(parts)
        parts.append(got[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
