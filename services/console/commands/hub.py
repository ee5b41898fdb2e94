"""`up`, `down`, `status`: handed to the hub's own program."""

from __future__ import annotations

import json

import click

from services.console.exits import FOUND, OK
from services.console.hub import folder, run_hub
from services.console.printing import command, show_json, show_table

CODES = "Exit codes: 0 as wished; 1 something does not run or did not get ready; 2 asked wrongly."


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @command(main, "up", codes=CODES)
    def up(as_json: bool) -> int:
        """Start broker, gateway and services, and wait until they are ready. Safe to repeat."""
        done = run_hub(folder(), "up", quiet=as_json)
        return _status(True) if as_json and done.returncode == OK else done.returncode

    @command(main, "down", codes=CODES)
    def down(as_json: bool) -> int:
        """Stop everything of this hub; data and secrets stay."""
        done = run_hub(folder(), "down", quiet=as_json)
        if as_json:
            show_json({"stopped": done.returncode == OK})
        return done.returncode

    @command(main, "status", codes=CODES)
    def status(as_json: bool) -> int:
        """Show a row per process: pid, state, port, seconds since its start."""
        return _status(as_json)


def _status(as_json: bool) -> int:
    told = run_hub(folder(), "status", "--json")
    if told.returncode not in (OK, FOUND):
        click.echo(told.stderr.strip(), err=True)
        return told.returncode
    document = json.loads(told.stdout)
    if as_json:
        show_json(document)
    elif not document["processes"]:
        click.echo(f"no hub in {folder()}")
    else:
        head = ("name", "pid", "state", "port", "uptime")
        show_table([[row[name] or "-" for name in head] for row in document["processes"]], head)
    return told.returncode
