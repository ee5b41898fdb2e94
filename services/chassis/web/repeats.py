"""A key written twice in a JSON body: refused, since readers differ in which of the two they take.

The parser of the hot path keeps the last and says nothing, so keys are counted by their colons. Every key written has
one colon outside strings; writing out again what was read has one for each key that is left, and both have those inside
strings. Only where the numbers differ, or an escape may hide a colon, is the body read again slowly.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

from services.contracts.refusals import FieldError, Refusal

_ESCAPED_COLON = b"\\u003"


class _Twice(dict[str, Any]):
    """An object that was written with this key twice."""

    key = ""


def refuse_repeats(body: bytes, loaded: dict[str, Any]) -> None:
    """Refuse 400 `duplicate_key`, naming the dotted path; `loaded` is what was read from this body."""
    colons = body.count(b":")
    if colons == len(loaded):
        return
    try:
        again = orjson.dumps(loaded)
    except orjson.JSONEncodeError as error:
        raise Refusal("not_json", "Allowed: objects and lists at most 250 deep.", status=400) from error
    if colons == again.count(b":") and _ESCAPED_COLON not in body:
        return
    path = _path(json.loads(body, object_pairs_hook=_object, parse_int=str, parse_float=str))
    if path is not None:
        errors = (FieldError(path, "repeated", "Allowed: once."),)
        raise Refusal("duplicate_key", "A key is written twice. Allowed: once.", status=400, errors=errors)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    seen: set[str] = set()
    twice = _Twice(made)
    for key, _ in pairs:
        if key in seen:
            twice.key = key
            break
        seen.add(key)
    return twice


def _path(loaded: Any) -> str | None:
    """The dotted path of the first key found twice, outer objects first."""
    left: list[tuple[str, Any]] = [("", loaded)]
    for at, value in left:
        if isinstance(value, _Twice):
            return f"{at}{value.key[:80]}"
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        left += [(f"{at}{str(key)[:80]}.", inner) for key, inner in items if isinstance(inner, (dict, list))]
    return None
