"""A request and a response, free of any server: the door is `handle(request) -> response`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol

import orjson

JSON = "application/json"
PROBLEM = "application/problem+json"
JSON_LINES = "application/jsonl"
PHRASES = {status.value: status.phrase for status in HTTPStatus} | {413: "Content Too Large"}


@dataclass(slots=True)
class Request:
    """One request: `path` and `query` as they came (percent-encoded), header names in lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    address: str
    body: bytes = b""
    found: Any = None
    """What the application's `admit` made of method and path."""


@dataclass(slots=True)
class Response:
    """One response; `lines` is sent chunk by chunk instead of `body`."""

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: list[tuple[str, str]] = field(default_factory=list)
    lines: Iterable[bytes] | None = None
    counted: bool = True
    kept: bool = False
    """Whether browsers may keep it for ever: its address holds its content's hash."""


class Application(Protocol):
    """What a server serves."""

    def admit(self, request: Request) -> int:
        """Look at method, path and headers before the body is read; how many bytes of body are allowed."""

    def handle(self, request: Request) -> Response:
        """Answer; never raises."""

    def refused(self, status: int) -> None:
        """A request was refused before it could be handled; for the counters."""


def problem(
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: list[tuple[str, str]] | None = None,
    request_id: str | None = None,
) -> Response:
    """An RFC 9457 problem with a stable `code` and the fields at fault."""
    body: dict[str, Any] = {
        "type": f"urn:countynet:problem:{code}",
        "title": PHRASES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": errors or [],
    }
    if request_id is not None:
        body["request_id"] = request_id
    return Response(status, orjson.dumps(body), PROBLEM, headers or [])
