"""Style, script and pictures: small files under an address that holds their content's hash, so kept for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from services.chassis.web.message import Response

FOLDER = Path(__file__).resolve().parents[1] / "static"
PREFIX = "/static/"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def addresses() -> dict[str, str]:
    """File name to address, such as `/static/0123456789ab/page.css`."""
    found = (path for path in sorted(FOLDER.iterdir()) if path.suffix in KINDS)
    return {path.name: f"{PREFIX}{_digest(path)}/{path.name}" for path in found}


def address(name: str) -> str:
    """Where a file is; raises KeyError for one that there is not."""
    return addresses()[name]


def answer(path: str) -> Response:
    """The file at an address of ours."""
    name = path.rpartition("/")[2]
    file = FOLDER / name
    return Response(200, file.read_bytes(), KINDS[file.suffix], kept=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
