"""`county check|show FILE`: a county file read, checked, told; `county reload`: the running hub reads its own anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from services.console.exits import FOUND, OK
from services.console.hub import SERVICES, find_hub
from services.console.ops import Ops, Refused
from services.console.printing import command, show_json, show_table
from services.county.calendar import COUNTY_TIME
from services.county.problem import CountyFileError
from services.county.reader import load
from services.county.show_json import county_as_json
from services.county.show_text import county_as_text

CODES = "Exit codes: 0 the file is right; 1 it has mistakes, listed with what is allowed; 2 asked wrongly."
RELOADED = "Exit codes: 0 every service has the file; 1 it is broken or services differ; 2 the hub cannot be used."


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def county() -> None:
        """County files: what one county decided."""

    @command(county, "check", codes=CODES)
    @click.argument("file", type=click.Path())
    def check(file: str, as_json: bool) -> int:
        """Check a county file; all its mistakes are listed at once."""
        try:
            read = load(file)
        except CountyFileError as error:
            return _mistakes(error, as_json)
        if as_json:
            show_json({"file": file, "version": read.version, "problems": []})
        else:
            click.echo(f"{file} is right (version {read.version})")
        return OK

    @command(county, "reload", codes=RELOADED)
    def reload(as_json: bool) -> int:
        """Let every service read the hub's county file anew; a broken file changes nothing.

        Clocks that run keep their ends and rules; what begins from now on follows the new file.
        """
        ops = Ops(find_hub())
        told = {service: _reloaded(ops, service) for service in SERVICES}
        if as_json:
            show_json(told)
        else:
            rows = [(name, each["state"], each.get("former"), each.get("version")) for name, each in told.items()]
            show_table(rows, ("service", "state", "former", "version"))
            problems = {each["detail"]: None for one in told.values() for each in one.get("problems", ())}
            for detail in problems:
                click.echo(detail)
        same = len({each.get("version") for each in told.values()}) == 1
        return OK if same and all(each["state"] in ("reloaded", "unchanged") for each in told.values()) else FOUND

    @command(county, "show", codes=CODES)
    @click.argument("file", type=click.Path())
    @click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Who is on duty on this day; else today.")
    def show(file: str, day: datetime | None, as_json: bool) -> int:
        """Show what a county file decides, the tree with its counts, and who is on duty."""
        on = (day or datetime.now(COUNTY_TIME)).date()
        try:
            read = load(file)
        except CountyFileError as error:
            return _mistakes(error, as_json)
        if as_json:
            show_json(county_as_json(read, on))
        else:
            click.echo(county_as_text(read, on), nl=False)
        return OK


def _reloaded(ops: Ops, service: str) -> dict[str, Any]:
    try:
        return ops.post(service, "/ops/county/reload")
    except Refused as refused:
        return {"state": refused.reason, "problems": refused.errors or [{"detail": str(refused)}]}


def _mistakes(error: CountyFileError, as_json: bool) -> int:
    if as_json:
        show_json({"file": error.problems[0].file, "problems": [problem.as_json() for problem in error.problems]})
    else:
        for problem in error.problems:
            click.echo(str(problem))
        many = len(error.problems)
        click.echo(f"{many} mistake{'' if many == 1 else 's'}", err=True)
    return FOUND
