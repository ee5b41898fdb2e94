"""`audit export|verify FILE`: the record of who did and who read what, taken out and proved."""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from services.console.exits import FOUND, OK, ConsoleError
from services.console.hub import find_hub, folder
from services.console.ops import Ops
from services.console.printing import command, show_json, show_pairs
from services.contracts.chain import verify

EXPORT = "/api/oversight/audit/export"
CODES = "Exit codes: 0 the chain holds; 1 it is broken, each break named; 2 the file cannot be read."


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def audit() -> None:
        """The hash chain of who did and who read what: ids and digests, never a text."""

    @command(audit, "export")
    @click.argument("file", type=click.Path(dir_okay=False, writable=True))
    def export(file: str, as_json: bool) -> int:
        """Write the whole chain as JSON lines; the file is readable by its owner alone."""
        ops, lines = Ops(find_hub()), 0
        part = Path(file + ".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            for line in ops.stream("oversight", EXPORT):
                if line:
                    out.write(line + b"\n")
                    lines += 1
        part.replace(file)
        told = {"file": file, "lines": lines}
        show_json(told) if as_json else show_pairs(told.items())
        return OK

    @command(audit, "verify", codes=CODES)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @click.option(
        "--keys", type=click.Path(), help="JSON with `kid` and `public` (default: the hub's secrets/audit.json)."
    )
    @click.option("--anchor", type=click.Path(), help="The anchored heads (default: the hub's anchor/heads.jsonl).")
    def check(file: str, keys: str | None, anchor: str | None, as_json: bool) -> int:
        """Prove an exported chain: every block, link and signature, and that its end was not cut off."""
        trusted = _public_keys(Path(keys) if keys else folder() / "secrets" / "audit.json")
        heads_file = Path(anchor) if anchor else folder() / "anchor" / "heads.jsonl"
        if anchor and not heads_file.exists():
            raise ConsoleError(f"--anchor {anchor}: no such file")
        heads = list(_lines(heads_file)) if heads_file.exists() else None
        counted = _Counted(_lines(Path(file)))
        findings = verify(counted, heads, trusted)
        told = {
            "file": file,
            "blocks": counted.blocks,
            "entries": counted.entries,
            "anchored": None if heads is None else len(heads),
        }
        if as_json:
            show_json({**told, "findings": [asdict(finding) for finding in findings]})
        else:
            show_pairs(told.items())
            for finding in findings:
                click.echo(f"block {finding.block}: {finding.code}: {finding.detail}")
            click.echo("the chain holds" if not findings else f"{len(findings)} findings")
        return FOUND if findings else OK


class _Counted:
    """Blocks on their way to the verifier, counted."""

    def __init__(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        self._from = blocks
        self.blocks = self.entries = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for block in self._from:
            if "keys" in block and "number" not in block:
                continue  # the export's first line names its key; what is trusted comes from outside the export
            self.blocks += 1
            self.entries += len(block.get("entries") or ())
            yield block


def _public_keys(path: Path) -> dict[str, bytes]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        pairs = told if isinstance(told, list) else [told]
        return {str(pair["kid"]): b64decode(pair["public"], validate=True) for pair in pairs}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConsoleError(
            f"--keys {path}: allowed is JSON with `kid` and `public` ({type(error).__name__})"
        ) from error


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        for count, line in enumerate(file, start=1):
            try:
                told = json.loads(line)
            except ValueError:
                told = None
            if not isinstance(told, dict):
                raise ConsoleError(f"{path}:{count}: not a JSON object; allowed are the lines of `audit export`")
            yield told
