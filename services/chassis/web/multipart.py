"""Reading a form with files (multipart/form-data): its fields and its files, each file once it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from eventlet import tpool
from werkzeug.exceptions import HTTPException
from werkzeug.formparser import FormDataParser

from services.chassis.web import reading
from services.chassis.web.message import JSON, Request
from services.contracts.refusals import Refusal

MULTIPART = "multipart/form-data"
MOST_FIELDS = 2_000
LARGE = 256 * 1024
FILE = "file"
"""The field of a file that is named in errors."""
CODE_HEADER = "x-query-code"
"""Where a caller who sends a file as the whole body says the query code: never in the address."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: what it was called, and its bytes."""

    name: str
    content: bytes


def kind_of(request: Request) -> tuple[str, str]:
    """The media type of a body in lower case, and its parameters."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    return kind.strip().lower(), parameters


def parse(body: bytes, parameters: str) -> tuple[Pairs, list[Upload]]:
    """Fields in the order they were sent, and files that have a name. Refuses 400 `not_a_form`."""
    options = dict(part.strip().partition("=")[::2] for part in parameters.split(";") if "=" in part)
    options = {name.lower(): value.strip('"') for name, value in options.items()}
    parser = FormDataParser(max_form_memory_size=len(body), max_form_parts=MOST_FIELDS, silent=False)
    try:
        _, form, files = parser.parse(BytesIO(body), MULTIPART, len(body), options)
    except (ValueError, HTTPException) as error:
        raise Refusal("not_a_form", f"Allowed: up to {MOST_FIELDS} fields, in UTF-8.", status=400) from error
    uploads = [Upload(file.filename or "", file.read()) for _, file in files.items(multi=True) if file.filename]
    return list(form.items(multi=True)), uploads


def parsed(body: bytes, parameters: str) -> tuple[Pairs, list[Upload]]:
    """The same, a large body away from the hub's thread: others are answered meanwhile."""
    if len(body) < LARGE:
        return parse(body, parameters)
    made: tuple[Pairs, list[Upload]] = tpool.execute(parse, body, parameters)
    return made


def body_and_files(request: Request) -> tuple[dict[str, Any], list[Upload]]:
    """What a program sends to a route that takes files: a form with files, or one file as the whole body.

    Of a bare file the name stands in `Content-Disposition`, a citizen's query code in `X-Query-Code`.
    Refuses 415 for JSON and 422 for a field that comes twice.
    """
    kind, parameters = kind_of(request)
    if kind == JSON:
        allowed = f"Allowed: {MULTIPART}, or the file itself."
        raise Refusal.at("Content-Type", "wrong_content_type", allowed, status=415)
    if not request.body:
        return {}, []
    if kind == MULTIPART:
        pairs, files = parsed(request.body, parameters)
        made = dict(pairs)
        if len(made) != len(pairs):
            twice = next(name for name, _ in pairs if [each for each, _ in pairs].count(name) > 1)
            raise Refusal.of_field(twice[:80], "repeated", "Allowed: once.")
        return {name: value for name, value in made.items() if value}, files
    code = request.headers.get(CODE_HEADER)
    files = [Upload(reading.file_name_of(request.headers), request.body)]
    return {} if code is None else {"query_code": code}, files
