"""What comes in on one connection: heads and bodies out of a byte stream, each with its limit."""

from __future__ import annotations

from collections.abc import Callable

from services.chassis.web.http.head import MAX_HEAD, BadRequest, Head, malformed, parse

_RECEIVE = 64 * 1024
_CHUNK_LINE = 256
_TRAILER = 4096
_HEX = frozenset(b"0123456789abcdefABCDEF")


class Gone(Exception):
    """The other side has closed the connection in the middle of a request."""


class BodyTooLarge(BadRequest):
    """More body than the route allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, "body_too_large", f"At most {limit} bytes of body are allowed.")


class Incoming:
    """Reads from `receive(n) -> bytes`; what belongs to the next request stays for it (pipelining)."""

    __slots__ = ("_buffer", "_receive")

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._buffer = b""

    @property
    def waiting(self) -> bool:
        """Whether bytes of a next request are here already."""
        return bool(self._buffer)

    def head(self) -> Head | None:
        """The next head; None when the other side closed between requests. Raises BadRequest or Gone."""
        end = self._buffer.find(b"\r\n\r\n")
        while end < 0:
            if len(self._buffer) > MAX_HEAD:
                raise BadRequest(431, "head_too_large", f"At most {MAX_HEAD} bytes of head are allowed.")
            received = self._receive(_RECEIVE)
            if not received:
                if self._buffer.strip(b"\r\n"):
                    raise Gone
                return None
            start = max(0, len(self._buffer) - 3)
            self._buffer = self._buffer + received if self._buffer else received.lstrip(b"\r\n")
            end = self._buffer.find(b"\r\n\r\n", start)
        if end > MAX_HEAD:
            raise BadRequest(431, "head_too_large", f"At most {MAX_HEAD} bytes of head are allowed.")
        raw = self._buffer[:end]
        self._buffer = self._buffer[end + 4 :]
        return parse(raw.lstrip(b"\r\n"))

    def body(self, length: int | None, limit: int) -> bytes:
        """A body of this length, or in chunks (None). Raises BodyTooLarge before more than `limit` is kept."""
        if length is None:
            return self._chunked(limit)
        if length > limit:
            raise BodyTooLarge(limit)
        return self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        have = len(self._buffer)
        if have >= length:
            body, self._buffer = self._buffer[:length], self._buffer[length:]
            return body
        parts = [self._buffer]
        self._buffer = b""
        while have < length:
            received = self._receive(min(_RECEIVE, length - have))
            if not received:
                raise Gone
            have += len(received)
            parts.append(received)
        return b"".join(parts)

    def _line(self, limit: int) -> bytes:
        end = self._buffer.find(b"\r\n")
        while end < 0:
            if len(self._buffer) > limit:
                raise malformed("A line of a chunked body is too long.")
            received = self._receive(_RECEIVE)
            if not received:
                raise Gone
            self._buffer += received
            end = self._buffer.find(b"\r\n")
        if end > limit:
            raise malformed("A line of a chunked body is too long.")
        line, self._buffer = self._buffer[:end], self._buffer[end + 2 :]
        return line

    def _chunked(self, limit: int) -> bytes:
        parts: list[bytes] = []
        total = 0
        while True:
            digits = self._line(_CHUNK_LINE).partition(b";")[0].rstrip(b" \t")
            if not digits or len(digits) > 8 or not _HEX.issuperset(digits):
                raise malformed("A chunk begins with its size in hexadecimal digits.")
            size = int(digits, 16)
            if size == 0:
                self._trailer()
                return b"".join(parts)
            total += size
            if total > limit:
                raise BodyTooLarge(limit)
            parts.append(self._exactly(size))
            if self._exactly(2) != b"\r\n":
                raise malformed("A chunk ends with CR LF.")

    def _trailer(self) -> None:
        read = 0
        while line := self._line(_TRAILER):
            read += len(line)
            if read > _TRAILER:
                raise malformed("The trailer of a chunked body is too long.")
