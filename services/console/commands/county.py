"""`county check|show FILE`: a county file read, checked and told."""

from __future__ import annotations

import click

from services.console.exits import FOUND, OK
from services.console.printing import command, show_json
from services.county.problem import CountyFileError
from services.county.reader import load
from services.county.show import county_as_json, county_as_text

CODES = "Exit codes: 0 the file is right; 1 it has mistakes, listed with what is allowed; 2 asked wrongly."


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

    @command(county, "show", codes=CODES)
    @click.argument("file", type=click.Path())
    def show(file: str, as_json: bool) -> int:
        """Show what a county file decides: places, units, categories, whistles, clocks, calendar."""
        try:
            read = load(file)
        except CountyFileError as error:
            return _mistakes(error, as_json)
        if as_json:
            show_json(county_as_json(read))
        else:
            click.echo(county_as_text(read))
        return OK


def _mistakes(error: CountyFileError, as_json: bool) -> int:
    if as_json:
        show_json({"problems": [problem.as_json() for problem in error.problems]})
    else:
        for problem in error.problems:
            click.echo(str(problem))
        many = len(error.problems)
        click.echo(f"{many} mistake{'' if many == 1 else 's'}", err=True)
    return FOUND
