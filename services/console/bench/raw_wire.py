"""AMQP 0-9-1 by hand, as little as the raw limit needs: one blocking connection, deliveries and confirms in bulk.

No library is in the way, so that the limit is the broker's and Python's own (specification, sections 2.3 and 4.2).
"""

from __future__ import annotations

import select
import socket
from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

FRAME, METHOD = Struct(">BHI"), Struct(">HH")
HEADER, TAG, SHORT, LONG = Struct(">HHQH"), Struct(">Q"), Struct(">H"), Struct(">I")
DELIVER, ACK = (60, 60), (60, 80)
END = b"\xce"
PERSISTENT_JSON = b"\x10application/json\x02"
PROPERTIES = 0x8000 | 0x1000
"""Content type and delivery mode."""
HEADER_FRAME, HEADER_REST = Struct(">BHIHHQH"), PERSISTENT_JSON + END
HEADER_SIZE = HEADER.size + len(PERSISTENT_JSON)
SIZE, LENGTH = LONG.unpack_from, TAG.unpack_from
READ, PREFETCH = 1 << 20, 4000


class Arrived(NamedTuple):
    """What one reading brought: bodies, the last delivery tag, and up to which tag all is confirmed (0: no further)."""

    bodies: list[bytes]
    last: int
    confirmed: int


class Wire:
    """A connection with one channel in confirm mode."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._socket = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5672))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._got = b""
        self._body = bytearray()
        self._left = 0
        self._floor, self._above = 0, set[int]()
        self._frames: dict[tuple[str, str], bytes] = {}
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        self._socket.sendall(b"AMQP\x00\x00\x09\x01")
        self._until(10, 10)
        answer = f"\0{user}\0{password}".encode()
        self._call(0, 10, 11, LONG.pack(0) + _text("PLAIN") + LONG.pack(len(answer)) + answer + _text("en_US"), None)
        tune = self._until(10, 30)
        self._call(0, 10, 31, tune[:6] + SHORT.pack(0), None)
        self._call(0, 10, 40, _text(unquote(parts.path.lstrip("/"))) + _text("") + b"\0", (10, 41))
        self._call(1, 20, 10, _text(""), (20, 11))
        self._call(1, 85, 10, b"\0", (85, 11))

    def declare(self, exchange: str, queues: Iterable[str]) -> None:
        """A durable topic exchange, and durable quorum queues that bind all of it."""
        self._call(1, 40, 10, SHORT.pack(0) + _text(exchange) + _text("topic") + b"\x02" + LONG.pack(0), (40, 11))
        kind = _text("x-queue-type") + b"S" + LONG.pack(6) + b"quorum"
        for queue in queues:
            arguments = LONG.pack(len(kind)) + kind
            self._call(1, 50, 10, SHORT.pack(0) + _text(queue) + b"\x02" + arguments, (50, 11))
            bound = SHORT.pack(0) + _text(queue) + _text(exchange) + _text("#") + b"\0" + LONG.pack(0)
            self._call(1, 50, 20, bound, (50, 21))

    def delete(self, exchanges: Iterable[str], queues: Iterable[str]) -> None:
        """Take all of it away again."""
        for queue in queues:
            self._call(1, 50, 40, SHORT.pack(0) + _text(queue) + b"\0", (50, 41))
        for exchange in exchanges:
            self._call(1, 40, 20, SHORT.pack(0) + _text(exchange) + b"\0", (40, 21))

    def consume(self, queue: str) -> None:
        """Have the queue's messages delivered, each to be acknowledged."""
        self._call(1, 60, 10, LONG.pack(0) + SHORT.pack(PREFETCH) + b"\0", (60, 11))
        self._call(1, 60, 20, SHORT.pack(0) + _text(queue) + _text("raw") + b"\0" + LONG.pack(0), (60, 21))

    def send(self, exchange: str, messages: Iterable[tuple[str, bytes]], acknowledge: int) -> None:
        """All messages (routing key, body) mandatory and persistent, and one ack for all up to a tag (0: none)."""
        parts: list[bytes] = []
        for key, body in messages:
            size = len(body)
            parts += (self._published(exchange, key), HEADER_FRAME.pack(2, 1, HEADER_SIZE, 60, 0, size, PROPERTIES))
            parts += (HEADER_REST, FRAME.pack(3, 1, size), body, END)
        if acknowledge:
            parts.append(_method(1, 60, 80, TAG.pack(acknowledge) + b"\x01"))
        if parts:
            self._socket.sendall(b"".join(parts))

    def receive(self, seconds: float) -> Arrived:
        """Everything that is there, waiting up to so long for the first of it."""
        arrived, before, last = [], self._floor, 0
        if self._readable(seconds):
            self._got += self._read()
        at, got, there = 0, self._got, len(self._got)
        while there - at >= 8:
            end = at + 8 + SIZE(got, at + 3)[0]
            if end > there:
                break
            kind, begin, at = got[at], at + 7, end
            if kind == 3:
                self._body += got[begin : end - 1]
                if len(self._body) == self._left:
                    arrived.append(bytes(self._body))
            elif kind == 2:
                self._left, self._body = LENGTH(got, begin + 4)[0], bytearray()
            elif (told := METHOD.unpack_from(got, begin)) == DELIVER:
                last = LENGTH(got, begin + 5 + got[begin + 4])[0]
            elif told == ACK:
                self._confirm(LENGTH(got, begin + 4)[0], bool(got[begin + 12] & 1))
            else:
                raise ConnectionError(f"the broker said {told}: {got[begin + 4 : end][:200]!r}")
        self._got = got[at:]
        return Arrived(arrived, last, self._floor if self._floor > before else 0)

    def _confirm(self, tag: int, multiple: bool) -> None:
        """Move the floor, below which every publish is confirmed."""
        if multiple:
            self._floor = max(self._floor, tag)
            self._above = {each for each in self._above if each > self._floor}
        else:
            self._above.add(tag)
        while self._floor + 1 in self._above:
            self._floor += 1
            self._above.discard(self._floor)

    def _published(self, exchange: str, key: str) -> bytes:
        """The method frame of a mandatory publish, made once."""
        made = self._frames.get((exchange, key))
        if made is None:
            arguments = SHORT.pack(0) + _text(exchange) + _text(key) + b"\x01"
            made = self._frames[(exchange, key)] = _method(1, 60, 40, arguments)
        return made

    def close(self) -> None:
        """End it."""
        self._socket.close()

    def _readable(self, seconds: float) -> bool:
        return bool(select.select([self._socket], [], [], seconds)[0])

    def _read(self) -> bytes:
        data = self._socket.recv(READ)
        if not data:
            raise ConnectionError("the broker closed the connection")
        return data

    def _call(self, channel: int, of: int, method: int, arguments: bytes, answer: tuple[int, int] | None) -> None:
        self._socket.sendall(_method(channel, of, method, arguments))
        if answer is not None:
            self._until(*answer)

    def _until(self, of: int, method: int) -> bytes:
        """The arguments of the next method, which must be this one."""
        while (frame := _frame(self._got, 0)) is None:
            self._got += self._read()
        _, begin, end = frame
        told, arguments = METHOD.unpack_from(self._got, begin), self._got[begin + 4 : end - 1]
        self._got = self._got[end:]
        if told != (of, method):
            raise ConnectionError(f"the broker said {told} instead of {(of, method)}: {arguments[:200]!r}")
        return arguments


def _frame(got: bytes, at: int) -> tuple[int, int, int] | None:
    """Kind, begin of the content and end of the frame that starts here; None while it is incomplete."""
    if len(got) < at + 7:
        return None
    kind, _, size = FRAME.unpack_from(got, at)
    end = at + 8 + size
    return (kind, at + 7, end) if len(got) >= end else None


def _method(channel: int, of: int, method: int, arguments: bytes) -> bytes:
    content = METHOD.pack(of, method) + arguments
    return FRAME.pack(1, channel, len(content)) + content + END


def _text(text: str) -> bytes:
    raw = text.encode()
    return bytes((len(raw),)) + raw
