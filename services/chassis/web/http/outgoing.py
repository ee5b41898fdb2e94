"""A response as bytes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.utils import formatdate

from services.chassis.web.message import PHRASES, Response

_LINES = {
    status: f"HTTP/1.1 {status} {phrase}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    for status, phrase in PHRASES.items()
}
_KEPT = _LINES[200].replace("no-store", "public, max-age=31536000, immutable")
_date: tuple[int, str] = (0, "")


def _today() -> str:
    global _date
    now = int(time.time())
    if _date[0] != now:
        _date = (now, f"Date: {formatdate(now, usegmt=True)}\r\n")
    return _date[1]


def head_of(response: Response, framing: str, keep_alive: bool) -> bytes:
    """Status line and headers; a value that would break out of its line is a bug and raises ValueError."""
    first = _KEPT if response.kept else _LINES[response.status]
    text = f"{first}{_today()}Content-Type: {response.content_type}\r\n{framing}"
    for name, value in response.headers:
        text += f"{name}: {value}\r\n"
    if text.count("\n") != text.count("\r") or text.count("\n") != 5 + bool(framing) + len(response.headers):
        raise ValueError("a header of a response holds a line end")
    return (text + ("\r\n" if keep_alive else "Connection: close\r\n\r\n")).encode("latin-1")


def whole(response: Response, keep_alive: bool, bodiless: bool) -> bytes:
    """Head and body in one piece; `bodiless` for HEAD."""
    framing = "" if response.status in (204, 304) else f"Content-Length: {len(response.body)}\r\n"
    head = head_of(response, framing, keep_alive)
    return head if bodiless or not framing else head + response.body


def pieces(response: Response, keep_alive: bool, modern: bool) -> Iterator[bytes]:
    """Head, then every piece of `lines`: as a chunk, or for HTTP/1.0 as it is until the connection closes."""
    yield head_of(response, "Transfer-Encoding: chunked\r\n" if modern else "", keep_alive)
    for piece in response.lines or ():
        if piece:
            yield b"%x\r\n%b\r\n" % (len(piece), piece) if modern else piece
    if modern:
        yield b"0\r\n\r\n"
