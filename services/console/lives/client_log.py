"""The client's own log: what was acknowledged, by codes; texts only as salted digests. `reconcile` reads it back.

A file of JSON lines under `<var>/replay/`, readable by its owner alone. The first line is the head (`log`, `run`,
`salt`), the last one of a finished run `end`; each other line one command: `step number codes texts` and, where the
outcome stayed unknown because the connection was lost, `unknown: true`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from services.console.exits import ConsoleError
from services.console.reconcile.model import Command

FOLDER = "replay"
FORM = 1


class ClientLog:
    """An open log; every line is on its way to the file when `acknowledged` returns."""

    def __init__(self, folder: Path, run: str, *, buffered: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.path = folder / f"{run}-{stamp}.jsonl"
        self.salt = secrets.token_hex(16)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: BinaryIO = os.fdopen(handle, "wb", buffering=1 << 16)
        self._buffered = buffered
        self._write({"log": FORM, "run": run, "salt": self.salt})

    def digest(self, text: str) -> str:
        """SHA-256 (hex) over the log's salt and the text: what `/ops/digests` answers for the same salt."""
        return hashlib.sha256((self.salt + text).encode()).hexdigest()

    def acknowledged(self, step: str, number: str, codes: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        """A service has confirmed a command; `texts` are plain and leave here as digests."""
        told = {name: self.digest(text) for name, text in texts.items()}
        self._write({"step": step, "number": number, "codes": codes, "texts": told})

    def unknown(self, step: str, number: str | None) -> None:
        """The connection was lost before the answer: the command may or may not have been done."""
        self._write({"step": step, "number": number, "unknown": True})

    def close(self) -> None:
        """Write the last line and everything that waits."""
        self._write({"end": datetime.now(UTC).isoformat()})
        self._file.close()

    def _write(self, row: Mapping[str, Any]) -> None:
        self._file.write(orjson.dumps(row) + b"\n")
        if not self._buffered:
            self._file.flush()


def read_logs(folder: Path) -> Iterator[Command]:
    """The acknowledged commands of every log in a folder; raises ConsoleError naming file and line."""
    for path in sorted(folder.glob("*.jsonl")):
        if not path.name.endswith(".rejects.jsonl"):
            yield from read_log(path)


def read_log(path: Path) -> Iterator[Command]:
    """The acknowledged commands of one log; a last line that was cut short by a kill is left out."""
    salt = ""
    with path.open("rb") as file:
        for count, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            try:
                row = orjson.loads(line)
                if "salt" in row:
                    salt = row["salt"]
                elif "codes" in row:
                    yield Command(path.name, row["step"], row["number"], row["codes"], row["texts"], salt)
            except (ValueError, KeyError, TypeError) as error:
                raise ConsoleError(f"{path}:{count}: not a line of a client's log ({type(error).__name__})") from error
