"""`replay FILE`: real messages played again, each at its own time, under the hub's virtual clock."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from services.console.exits import FOUND, OK, ConsoleError
from services.console.hub import SERVICES, find_hub
from services.console.lives.client_log import FOLDER
from services.console.printing import command, show_json, show_pairs, show_table
from services.console.replay.absence import plan_absence, read_length
from services.console.replay.rows import read_rows
from services.console.replay.run import replay, write_rejects

CODES = (
    "Exit codes: 0 every good row was concluded; 1 a row was rejected or a life failed (see the rejects file),"
    " or the hub is not idle; 2 file or hub cannot be used, or a service stayed away for a minute; 130 interrupted."
    " Real time is given back in every case; a service that is dead then and stays so is named."
)


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "replay", codes=CODES)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @click.option("--without", type=click.Choice(SERVICES), help="Stop this service for a while; it then catches up.")
    @click.option(
        "--without-for", "length", default="1h", show_default=True,
        help="How much virtual time it is left out: 30m, 1h, 2d (from the busiest such stretch), or `all`.",
    )  # fmt: skip
    @click.option("--limit", type=click.IntRange(min=1), help="Only the first N messages by time.")
    @click.option(
        "--run", "run_name", default="1", show_default=True,
        help="A row that was played before under this name is not played twice; a new name makes new matters.",
    )  # fmt: skip
    def run(file: str, without: str | None, length: str, limit: int | None, run_name: str, as_json: bool) -> int:
        """Play a file of messages: JSON lines with id, user, topic, submitted_at, text, reply, replied_at.

        Each message is registered, accepted, whistled and checked in at submitted_at; answered by its real reply,
        concluded and rated at replied_at. The hub must be idle. A service that dies meanwhile is waited for, up to a
        minute each time. Safe to repeat.
        """
        if not re.fullmatch(r"[a-z0-9-]{1,20}", run_name):
            raise ConsoleError(f"--run {run_name}: allowed are 1 to 20 of a-z, 0-9 and -")
        hub = find_hub()
        rows, rejects = read_rows(Path(file), hub.county.timezone, limit)
        absence = plan_absence(without, rows, read_length(length)) if without else None
        with tqdm(total=len(rows), unit=" lives", disable=not sys.stderr.isatty() or as_json) as bar:
            try:
                summary, courses = asyncio.run(replay(hub, rows, run_name, absence, lambda ended: _ended(bar, ended)))
            except (KeyboardInterrupt, asyncio.CancelledError):
                raise ConsoleError(
                    "interrupted; `countynet clock show` says in which time the hub lives", 130
                ) from None
        rejected = write_rejects(hub.var / FOLDER, Path(file).stem, rejects, courses)
        summary |= {"rejected": len(rejects), "rejects_file": str(rejected) if rejected else None}
        if as_json:
            show_json(summary)
        else:
            _show(summary)
        return OK if summary["concluded"] == summary["lives"] and not rejects else FOUND


def _ended(bar: tqdm[Any], lives: int) -> None:
    bar.update(lives)


def _show(summary: dict[str, Any]) -> None:
    tables = ("failures", "step_ms", "cpu_seconds", "cpu_ms_per_life", "rss_mib", "commit_to_last_subscriber_seconds")
    show_pairs((name.replace("_", " "), value) for name, value in summary.items() if name not in tables)
    for reason, lives in summary["failures"].items():
        click.echo(f"failed at {reason}: {lives} {'life' if lives == 1 else 'lives'}")
    click.echo()
    show_measures(summary)


def show_measures(told: dict[str, Any]) -> None:
    """Steps, commit → last subscriber, CPU and memory as tables."""
    show_table(
        [(s, t["service"], t["p50"], t["p99"]) for s, t in told["step_ms"].items()],
        ("step", "service", "p50 ms", "p99 ms"),
    )
    click.echo()
    facts = told["commit_to_last_subscriber_seconds"]
    rows = [(name, _ms(t["p50"]), _ms(t["p99"])) for name, t in facts["by_subscriber"].items()]
    rows.append(("slowest", _ms(facts["p50"]), _ms(facts["p99"])))
    show_table(rows, ("commit → applied by", "p50 ms", "p99 ms"))
    click.echo(f"({facts['how']})\n")
    names = told["cpu_seconds"]
    show_table(
        [(n, told["cpu_seconds"][n], told["cpu_ms_per_life"][n], told["rss_mib"].get(n)) for n in names],
        ("process", "CPU s", "CPU ms/life", "RSS MiB"),
    )


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else 1000 * seconds
