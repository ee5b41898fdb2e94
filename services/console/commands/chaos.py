"""`chaos`: load and seeded faults on a hub of its own, and a verdict on what became of every matter."""

from __future__ import annotations

import asyncio
import json
import shutil

import click

from services.console.chaos.own_hub import OwnHub, own_hub
from services.console.chaos.rest import errors
from services.console.chaos.run import Wish, run
from services.console.chaos.schedule import schedule
from services.console.chaos.show import as_document, show_report, show_schedule
from services.console.exits import FOUND, OK
from services.console.printing import command, show_json

CODES = "Exit codes: 0 nothing lost, twice or out of order, and parked is exactly the poison; 1 otherwise; 2 unusable."


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "chaos", codes=CODES)
    @click.option(
        "--duration", type=click.FloatRange(min=10), default=60.0, show_default=True, help="Seconds of faults."
    )
    @click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same schedule.")
    @click.option("--rate", type=click.FloatRange(min=0.5), default=12.0, show_default=True, help="Lives a second.")
    @click.option("--most", type=click.IntRange(min=1), default=300, show_default=True, help="Lives at once.")
    @click.option("--keep", is_flag=True, help="Keep the hub's folder even when nothing is wrong.")
    @click.option("--dry", is_flag=True, help="Only print the schedule.")
    def chaos(duration: float, seed: int, rate: float, most: int, keep: bool, dry: bool, as_json: bool) -> int:
        """Kill, stop, restart, cut off, silence and poison a hub under load; then count what was lost.

        The hub is one of its own in var/chaos-SEED and is always taken down; its folder is kept when something is
        wrong. It takes the duration, and up to a minute for the last lives to finish.
        """
        plan = schedule(seed, duration)
        if not as_json:
            show_schedule(plan)
        if dry:
            if as_json:
                show_json(
                    [{"at": f.at, "fault": f.kind, "on": f.target, "for": f.seconds, "feed": f.feed} for f in plan]
                )
            return OK
        with own_hub(seed) as hub:
            kept = True
            try:
                report = asyncio.run(run(hub, Wish(seed, duration, rate, most), plan, _say))
                document = as_document(report, seed, duration)
                document["logged_errors"] = errors(hub.var / "log")
                (hub.var / "report.json").write_text(json.dumps(document, indent=2, default=str), encoding="utf-8")
                kept = keep or not report.clean
            finally:
                if kept:
                    _say(f"the hub's folder is kept: {hub.var}; its logs: {hub.var / 'log'}/<process>.log")
        if as_json:
            show_json(document)
        else:
            show_report(document)
            _show_errors(hub, document, kept)
        if not kept:
            shutil.rmtree(hub.var)
        return OK if report.clean else FOUND


def _show_errors(hub: OwnHub, document: dict[str, object], kept: bool) -> None:
    logged = document["logged_errors"]
    if isinstance(logged, dict):
        for service, counted in logged.items():
            told = ", ".join(f"{message} ({count})" for message, count in counted.most_common(5))
            where = f"{hub.var / 'log' / service}.log" if kept else service
            click.echo(f"errors in {where}: {told}")
    click.echo("clean" if document["clean"] else "NOT CLEAN")


def _say(text: str) -> None:
    click.echo(text, err=True)
