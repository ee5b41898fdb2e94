"""A list as CSV, as spreadsheets of this country open it: UTF-8 with its mark, and no cell that is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from services.chassis.web.message import Response
from services.chassis.web.pages.screen import Sheet

CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def response_of(sheet: Sheet) -> Response:
    """The answer that a browser saves as a file."""
    return Response(200, content_type=CSV, headers=[disposition_of(sheet)], lines=lines_of(sheet))


def disposition_of(sheet: Sheet) -> tuple[str, str]:
    """The header that names the file."""
    return "Content-Disposition", f"attachment; filename*=UTF-8''{quote(sheet.name)}.csv"


def lines_of(sheet: Sheet) -> Iterator[bytes]:
    """The file, line by line."""
    yield b"\xef\xbb\xbf"
    for row in _all(sheet.columns, sheet.rows):
        line = io.StringIO()
        csv.writer(line).writerow([_cell(value) for value in row])
        yield line.getvalue().encode()


def _all(first: Sequence[object], rest: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    yield first
    yield from rest


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
