"""Reading what a request says: token, body, query, and the headers that mean something here."""

from __future__ import annotations

import os
import re
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.http import parse_options_header

from services.chassis.access import Access, User
from services.chassis.tokens import BadToken, Tokens
from services.chassis.web.message import Request
from services.chassis.web.repeats import refuse_repeats
from services.contracts.refusals import FieldError, Refusal

COOKIE = "countynet_session"
_IDENTIFIER = {ord(c): None for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-"}
_REQUEST_ID = re.compile(r"(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\Z")
_SAFE_METHODS = frozenset({"GET", "HEAD"})


def request_id(headers: dict[str, str]) -> str:
    """The caller's `X-Request-Id` when it is a UUID or 32 hexadecimal digits, else a fresh one.

    It stands in every log line and fact that the call causes, so nothing that could be somebody's number is taken.
    """
    given = headers.get("x-request-id")
    if given is not None and _REQUEST_ID.match(given) is not None:
        return given
    return os.urandom(16).hex()


def is_identifier(text: str) -> bool:
    """Whether this is 1 to 80 letters, digits and `-_.:`, the first a letter or digit."""
    return 0 < len(text) <= 80 and text[0].isalnum() and not text.translate(_IDENTIFIER)


def user_of(request: Request, tokens: Tokens) -> User | None:
    """Who calls, by bearer token or session cookie; None without either. Refuses 401 `bad_token`.

    A cookie is sent by browsers unasked, so for what changes something it only counts with
    `X-Requested-With: countynet` (403 `cookie_only` without).
    """
    given = request.headers.get("authorization")
    if given is not None:
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refusal("bad_token", "Allowed: Authorization: Bearer <token>.", status=401)
        return _verified(token.strip(), tokens)
    cookies = request.headers.get("cookie")
    if cookies is None:
        return None
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and value:
            if request.method not in _SAFE_METHODS and request.headers.get("x-requested-with") != "countynet":
                allowed = "With a cookie, send X-Requested-With: countynet too."
                raise Refusal.at("X-Requested-With", "cookie_only", allowed, status=403)
            return _verified(value, tokens)
    return None


def _verified(token: str, tokens: Tokens) -> User:
    try:
        return tokens.verify(token)
    except BadToken as error:
        raise Refusal("bad_token", "This token is not valid, or it is over. Sign in again.", status=401) from error


def check_access(user: User | None, may: Access, path: dict[str, str]) -> None:
    """Refuse 401 `not_signed_in` or 403 `not_allowed`."""
    if may.admits(user, path):
        return
    if user is None:
        raise Refusal("not_signed_in", "Sign in first: POST /api/session.", status=401)
    words = ", ".join(sorted(may.roles)) or "nobody"
    raise Refusal("not_allowed", f"This is not among your rights. Allowed: {words}.", status=403)


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of a request; nothing at all is `{}`. Refuses 415, 400 `not_json` and 400 `duplicate_key`."""
    if not request.body:
        return {}
    content_type = request.headers.get("content-type", "")
    if content_type != "application/json":
        kind, _, parameters = content_type.partition(";")
        charset = parameters.strip().lower().removeprefix("charset=").strip('"')
        if kind.strip().lower() != "application/json" or charset not in ("", "utf-8"):
            allowed = "Allowed: Content-Type: application/json, in UTF-8."
            raise Refusal.at("Content-Type", "wrong_content_type", allowed, status=415)
    try:
        loaded = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise Refusal("not_json", f"The body is not JSON (line {error.lineno}).", status=400) from error
    if type(loaded) is not dict:
        raise Refusal("not_json", "Allowed: one JSON object.", status=400)
    refuse_repeats(request.body, loaded)
    return loaded


def query_of(request: Request) -> dict[str, Any]:
    """The parameters of the query; one given twice is refused (422)."""
    if not request.query:
        return {}
    try:
        pairs = parse_qsl(request.query, keep_blank_values=True, max_num_fields=50, errors="strict")
    except (ValueError, UnicodeDecodeError) as error:
        raise Refusal("bad_query", "Allowed: up to 50 parameters, in UTF-8.", status=400) from error
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            errors = (FieldError(name[:80], "repeated", "Allowed: once."),)
            raise Refusal("invalid_fields", "A parameter is given twice.", status=422, errors=errors)
        made[name] = value
    return made


def file_name_of(headers: dict[str, str]) -> str:
    """The name that `Content-Disposition` gives a file that is the whole body (RFC 6266); `file` without one."""
    _, options = parse_options_header(headers.get("content-disposition", "attachment"))
    return options.get("filename") or "file"


def if_match_of(headers: dict[str, str]) -> int | None:
    """The version that `If-Match` names; None without, and for `*`, which any version matches.

    Refuses 400 `bad_if_match`.
    """
    given = headers.get("if-match")
    if given is None or given == "*":
        return None
    bare = given.removeprefix("W/")
    digits = bare[1:-1]
    if len(bare) < 3 or bare[0] != '"' or bare[-1] != '"' or not (digits.isascii() and digits.isdigit()):
        raise Refusal("bad_if_match", 'Allowed: If-Match: W/"<version>", as ETag gave it, or *.', status=400)
    if len(digits) > 15:
        raise Refusal("bad_if_match", 'Allowed: If-Match: W/"<version>", as ETag gave it, or *.', status=400)
    return int(digits)


def key_of(headers: dict[str, str]) -> str | None:
    """The `Idempotency-Key`; refuses 400 `bad_idempotency_key`."""
    given = headers.get("idempotency-key")
    if given is None:
        return None
    bare = given[1:-1] if len(given) > 2 and given[0] == given[-1] == '"' else given
    if not bare or not is_identifier(bare):
        raise Refusal("bad_idempotency_key", "Allowed: 1 to 80 letters, digits and '-_.:'.", status=400)
    return bare
