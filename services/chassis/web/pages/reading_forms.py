"""Reading a browser's form: from names such as `petitioners.0.phone` to the object that the same form takes as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from marshmallow import Schema, fields

from services.chassis.web import multipart
from services.chassis.web.message import Request
from services.chassis.web.multipart import MOST_FIELDS, Pairs, Upload
from services.contracts.refusals import Refusal

URLENCODED = "application/x-www-form-urlencoded"
_ROWS = 1_000
_YES, _NO = frozenset({"true", "on"}), frozenset({"false", "off"})


def pairs_of(request: Request, *, files: bool = False) -> tuple[Pairs, list[Upload]]:
    """Names and values in the order they were sent, line ends as LF, outer blanks gone; and the files that came.

    Refuses 415 `wrong_content_type`, and `no_files_here` where the form takes none; 400 `not_a_form`.
    """
    if not request.body:
        return [], []
    kind, parameters = multipart.kind_of(request)
    uploads: list[Upload] = []
    if kind == URLENCODED:
        found = _urlencoded(request.body)
    elif kind == multipart.MULTIPART:
        found, uploads = multipart.parsed(request.body, parameters)
    else:
        raise Refusal("wrong_content_type", f"Allowed: {URLENCODED}, {multipart.MULTIPART}.", status=415)
    if uploads and not files:
        raise Refusal("no_files_here", "Allowed: fields without files.", status=415)
    return [(name[:200], value.replace("\r\n", "\n").strip()) for name, value in found], uploads


def _urlencoded(body: bytes) -> Pairs:
    try:
        text = body.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise Refusal("not_a_form", f"Allowed: up to {MOST_FIELDS} fields, in UTF-8.", status=400) from error


def closed_up(pairs: Pairs) -> Pairs:
    """The same without the empty rows of repeated groups, the others numbered from 0 again."""
    filled: dict[str, dict[int, int]] = {}
    for name, value in pairs:
        group, index, _ = _in_a_row(name)
        if index is not None and value:
            filled.setdefault(group, {}).setdefault(index, 0)
    for indexes in filled.values():
        for place, index in enumerate(sorted(indexes)):
            indexes[index] = place
    made = []
    for name, value in pairs:
        group, index, rest = _in_a_row(name)
        if index is None:
            made.append((name, value))
        elif index in filled.get(group, {}):
            made.append((f"{group}.{filled[group][index]}.{rest}", value))
    return made


def _in_a_row(name: str) -> tuple[str, int | None, str]:
    group, _, more = name.partition(".")
    index, _, rest = more.partition(".")
    plain = index.isascii() and index.isdigit() and len(index) < 4 and bool(rest)
    return (group, int(index), rest) if plain else (name, None, "")


def shaped(form: Schema, pairs: Pairs) -> dict[str, Any]:
    """The object for `form.load`: blank fields left out, ticked boxes true, rows and repeated names as lists."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if value:
            _put(form, made, name.split("."), value)
    return made


def _put(form: Schema, made: dict[str, Any], parts: list[str], value: str) -> None:
    name, rest = parts[0], parts[1:]
    field = next((each for key, each in form.load_fields.items() if (each.data_key or key) == name), None)
    if isinstance(field, fields.Nested) and rest:
        _put(field.schema, made.setdefault(name, {}), rest, value)
    elif isinstance(field, fields.List) and isinstance(field.inner, fields.Nested) and len(rest) > 1:
        _put_row(field.inner, made.setdefault(name, []), rest, value)
    elif isinstance(field, fields.List):
        made.setdefault(name, []).append(value)
    else:
        made[".".join(parts)] = _plain(field, value)


def _put_row(inner: fields.Nested, rows: list[Any], rest: list[str], value: str) -> None:
    index = int(rest[0]) if rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 4 else _ROWS
    if index > len(rows):
        raise Refusal("not_a_form", "Rows of a form are numbered from 0 without gaps.", status=400)
    if index == len(rows):
        rows.append({})
    _put(inner.schema, rows[index], rest[1:], value)


def _plain(field: fields.Field[Any] | None, value: str) -> Any:
    if isinstance(field, fields.Boolean):
        return True if value in _YES else False if value in _NO else value
    return value
