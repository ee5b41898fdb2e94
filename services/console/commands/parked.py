"""`parked list|show|replay|drop`: facts that an inbox could not apply, each with its reason."""

from __future__ import annotations

from typing import Any

import click

from services.console.exits import FOUND, OK
from services.console.hub import SERVICES, find_hub
from services.console.ops import Ops
from services.console.printing import command, show_json, show_pairs, show_table

PARKED = "/ops/parked"
SERVICE = click.argument("service", type=click.Choice(SERVICES))
CODES = "Exit codes: 0 done, nothing is parked; 1 something is parked, or refused; 2 asked wrongly."


def parked_rows(ops: Ops, service: str) -> list[dict[str, Any]]:
    """All parked facts of one service's inboxes, oldest first."""
    return [{"service": service, **row} for row in ops.pages(service, PARKED, "parked")]


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def parked() -> None:
        """Facts that could not be applied, and lie waiting for a person."""

    @command(parked, "list", codes=CODES)
    @click.option("--service", "only", type=click.Choice(SERVICES), help="Of one service alone.")
    def listing(only: str | None, as_json: bool) -> int:
        """List what is parked, in all services."""
        ops = Ops(find_hub())
        rows = [row for service in SERVICES if only in (None, service) for row in parked_rows(ops, service)]
        if as_json:
            show_json(rows)
        elif rows:
            head = ("service", "id", "reason", "stream", "seq", "type", "at")
            show_table([[row.get(name) for name in head] for row in rows], (*head[:-1], "parked at"))
        else:
            click.echo("nothing is parked")
        return FOUND if rows else OK

    @command(parked, "show")
    @SERVICE
    @click.argument("id_", metavar="ID")
    def show(service: str, id_: str, as_json: bool) -> int:
        """Show one parked fact with its reason."""
        row = Ops(find_hub()).get(service, f"{PARKED}/{id_}")
        show_json(row) if as_json else show_pairs(row.items())
        return OK

    @command(parked, "replay")
    @SERVICE
    @click.argument("ids", metavar="ID...", nargs=-1, required=True)
    def replay(service: str, ids: tuple[str, ...], as_json: bool) -> int:
        """Try parked facts again; those parked behind them on the same stream follow in order."""
        return _decide(service, ids, "replay", as_json)

    @command(parked, "drop")
    @SERVICE
    @click.argument("ids", metavar="ID...", nargs=-1, required=True)
    @click.confirmation_option(prompt="A dropped fact is never applied by this service. Drop?")
    def drop(service: str, ids: tuple[str, ...], as_json: bool) -> int:
        """Give parked facts up: the inbox goes on behind them, and the drop is recorded."""
        return _decide(service, ids, "drop", as_json)


def _decide(service: str, ids: tuple[str, ...], verb: str, as_json: bool) -> int:
    ops = Ops(find_hub())
    done = [ops.post(service, f"{PARKED}/{id_}/{verb}") for id_ in ids]
    show_json(done) if as_json else click.echo(f"{verb}: {len(done)} of {service}")
    return OK
