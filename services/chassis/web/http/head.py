"""The head of a request: request line and headers, read strictly. What is doubtful is refused, never repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEAD = 16 * 1024
MAX_TARGET = 8 * 1024
MAX_FIELDS = 100
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}\Z")
_ALLOWED = bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100)) + b"\t\r\n"
_TARGET = bytes(range(0x21, 0x7F))
_NAMES_KEPT = 512
_SINGLE = frozenset(
    {
        "authorization",
        "content-length",
        "content-type",
        "expect",
        "host",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "transfer-encoding",
        "x-request-id",
    }
)
_names: dict[bytes, str] = {}


class BadRequest(Exception):
    """A request that is not HTTP as we take it: the status, a stable code, and what is allowed."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail


def malformed(detail: str) -> BadRequest:
    """400 for what breaks the grammar of HTTP."""
    return BadRequest(400, "bad_request", detail)


@dataclass(slots=True)
class Head:
    """Request line and headers; `length` is the body's, None when it comes in chunks."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    length: int | None
    modern: bool
    """HTTP/1.1; an HTTP/1.0 connection carries one request."""
    keep_alive: bool


def parse(raw: bytes) -> Head:
    """Read a head without its closing empty line; raises BadRequest."""
    if raw.translate(None, _ALLOWED):
        raise malformed("No control characters are allowed in a request's head.")
    lines = raw.split(b"\r\n")
    if raw.count(b"\n") != len(lines) - 1 or raw.count(b"\r") != len(lines) - 1:
        raise malformed("Lines of a request's head end with CR LF.")
    if len(lines) > MAX_FIELDS + 1:
        raise BadRequest(431, "head_too_large", f"At most {MAX_FIELDS} header fields are allowed.")
    method, path, query, modern = _request_line(lines[0])
    headers = _fields(lines)
    if modern and "host" not in headers:
        raise malformed("A request needs a Host.")
    wishes = headers.get("connection")
    keep_alive = modern and (wishes is None or "close" not in wishes.lower())
    return Head(method, path, query, headers, _length(headers, modern), modern, keep_alive)


def _request_line(line: bytes) -> tuple[str, str, str, bool]:
    parts = line.split(b" ")
    if len(parts) != 3:
        raise malformed("A request begins with method, target and version.")
    method, target, version = parts
    if version not in (b"HTTP/1.1", b"HTTP/1.0"):
        if version.startswith(b"HTTP/") and len(version) == 8:
            raise BadRequest(505, "version_not_supported", "Allowed: HTTP/1.1.")
        raise malformed("A request begins with method, target and version.")
    if not method.isalpha() or not method.isupper() or len(method) > 16:
        raise malformed("A method is a word of capital letters.")
    if len(target) > MAX_TARGET:
        raise BadRequest(414, "target_too_long", f"At most {MAX_TARGET} bytes of target are allowed.")
    if not target.startswith(b"/"):
        target = _origin_form(target)
    if target.translate(None, _TARGET):
        raise malformed("A target is plain ASCII, other characters percent-encoded.")
    path, _, query = target.decode("ascii").partition("?")
    return method.decode("ascii"), path, query, version == b"HTTP/1.1"


def _origin_form(target: bytes) -> bytes:
    scheme, mark, rest = target.partition(b"://")
    if scheme.lower() not in (b"http", b"https") or not mark:
        raise malformed("A target is a path.")
    return b"/" + rest.partition(b"/")[2]


def _fields(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for position in range(1, len(lines)):
        raw_name, colon, raw_value = lines[position].partition(b":")
        name = _names.get(raw_name) or _name(raw_name)
        if not colon:
            raise malformed("A header field is a name, a colon and a value.")
        value = raw_value.strip(b" \t").decode("latin-1")
        if name in headers:
            if name in _SINGLE:
                raise BadRequest(400, "duplicate_header", f"Only one {name} is allowed.")
            value = f"{headers[name]}{'; ' if name == 'cookie' else ', '}{value}"
        headers[name] = value
    return headers


def _name(raw: bytes) -> str:
    if _TOKEN.match(raw) is None:
        raise malformed("A header field is a name, a colon and a value, on one line.")
    name = raw.decode("ascii").lower()
    if len(_names) < _NAMES_KEPT:
        _names[raw] = name
    return name


def _length(headers: dict[str, str], modern: bool) -> int | None:
    coding = headers.get("transfer-encoding")
    length = headers.get("content-length")
    if coding is not None:
        if length is not None or not modern:
            raise malformed("Allowed: Content-Length, or Transfer-Encoding in HTTP/1.1, not both.")
        if coding.lower() != "chunked":
            raise BadRequest(501, "coding_not_supported", "Allowed transfer coding: chunked.")
        return None
    if length is None:
        return 0
    if not (length.isascii() and length.isdigit() and len(length) <= 15):
        raise malformed("Content-Length is a whole number.")
    return int(length)
