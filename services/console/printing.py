"""How commands speak: tables for people, one JSON document for programs, errors as one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, ParamSpec
from unicodedata import east_asian_width

import click

from services.console.exits import EPILOG, OK, ConsoleError

P = ParamSpec("P")


def command(group: click.Group, name: str, *, codes: str = EPILOG) -> Callable[[Callable[P, int]], click.Command]:
    """A command of `group` with `--json`; what it returns is its exit code, a ConsoleError ends it with a sentence."""

    def enter(function: Callable[P, int]) -> click.Command:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                code = function(*args, **kwargs)
            except ConsoleError as error:
                click.echo(f"countynet: {error}", err=True)
                code = error.code
            except BrokenPipeError:
                code = OK
            sys.exit(code)

        option = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
        made: click.Command = group.command(name, epilog=codes)(option(run))
        return made

    return enter


def show_json(document: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def show_table(rows: Iterable[Sequence[Any]], head: Sequence[str]) -> None:
    """Rows in columns; Chinese characters count two places."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max([_width(head[i]), *(_width(row[i]) for row in texts)]) for i in range(len(head))]
    for row in [list(head), *texts]:
        click.echo("  ".join(cell + " " * (widths[i] - _width(cell)) for i, cell in enumerate(row)).rstrip())


def show_pairs(pairs: Iterable[tuple[str, Any]]) -> None:
    """A column of names and values."""
    listed = [(name, _text(value)) for name, value in pairs]
    width = max((_width(name) for name, _ in listed), default=0)
    for name, value in listed:
        click.echo(f"{name}{' ' * (width - _width(name))}  {value}")


def _text(cell: Any) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return ", ".join(map(str, cell)) if isinstance(cell, list | tuple) else str(cell)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
