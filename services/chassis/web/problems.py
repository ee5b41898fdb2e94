"""Every kind of mistake as an RFC 9457 problem; an exception's text never leaves the process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eventlet import Timeout
from marshmallow import ValidationError

from services.chassis.store import Conflict, Taken
from services.chassis.web import wording
from services.chassis.web.message import Response, problem
from services.chassis.web.throttle import TooMany
from services.contracts.refusals import Refusal, Transient

MOST_ERRORS = 50
FIELDS = "Some fields are not as they should be."


def of_refusal(refusal: Refusal, request_id: str) -> Response:
    """A rule said no."""
    headers: list[tuple[str, str]] = []
    if refusal.status == 401:
        headers.append(("WWW-Authenticate", 'Bearer realm="countynet"'))
    if isinstance(refusal, TooMany):
        headers.append(("Retry-After", str(refusal.seconds)))
    errors = [{"field": e.field, "code": e.code, "detail": e.detail} for e in refusal.errors]
    return problem(refusal.status, refusal.code, refusal.detail, errors, headers, request_id)


def of_fields(error: ValidationError, request_id: str) -> Response:
    """A form found fields at fault: each is named with its dotted path and what is allowed."""
    errors = list(flat(error.messages_dict))[:MOST_ERRORS]
    return problem(422, "invalid_fields", FIELDS, errors, None, request_id)


def flat(messages: Any, at: str = "") -> Iterator[dict[str, str]]:
    """marshmallow's nested messages as `field` (dotted), `code` and `detail`."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            name = str(key)[:80]
            here = at if name == "_schema" else f"{at}.{name}" if at else name
            yield from flat(inner, here)
    elif isinstance(messages, list):
        for inner in messages:
            yield from flat(inner, at)
    else:
        detail = str(messages)
        yield {"field": at, "code": _code(detail), "detail": detail}


def _code(detail: str) -> str:
    if detail.startswith(wording.REQUIRED):
        return "required"
    if detail.startswith(wording.UNKNOWN):
        return "unknown"
    return "null" if detail.startswith(wording.NULL) else "invalid"


def of_conflict(error: Conflict, with_version: bool, request_id: str) -> Response:
    """Others changed it again and again meanwhile; with `If-Match` the caller's version is stale."""
    del error
    if with_version:
        return problem(412, "stale_version", "It has changed since you read it. Read it again.", None, None, request_id)
    detail = "Others changed it at the same time. Try again."
    return problem(409, "conflict", detail, None, [("Retry-After", "1")], request_id)


def of_taken(error: Taken, request_id: str) -> Response:
    """A unique key belongs to another document."""
    fields = [{"field": name, "code": "taken", "detail": "Another one has this already."} for name in error.key]
    return problem(409, "taken", "Another one has this already.", fields, None, request_id)


def of_transient(error: Transient | Timeout, request_id: str) -> Response:
    """The outside is not ready, or was not in time."""
    del error
    return problem(503, "try_again", "Not ready just now. Try again.", None, [("Retry-After", "1")], request_id)


def of_bug(request_id: str) -> Response:
    """A bug: only the request id, which the log knows too."""
    return problem(500, "internal_error", "Something went wrong here; it has been noted.", None, None, request_id)
