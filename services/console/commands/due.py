"""`due CLOCK --from DATE`: when a clock is due, and why; or a row of answers for each row of standard input."""

from __future__ import annotations

import csv
import sys
from typing import Any

import click

from services.console.exits import FOUND, OK, ConsoleError
from services.console.printing import command, show_json, show_pairs
from services.contracts.vocabulary import Urgency
from services.county.calendar import TimeUnit
from services.county.due import Asked, DueError, Ground, ground_of, variants, when_due
from services.county.due_rows import DueErrors, numbered_rows, read_row, read_start
from services.county.due_told import as_line, as_pairs, as_row
from services.county.problem import CountyFileError
from services.county.reader import load

CODES = "Exit codes: 0 answered; 1 a row or the county file has mistakes, each named; 2 asked wrongly."
COLUMNS = ("row", "clock", "start", "due", "warnings", "official", "rolled", "why")


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "due", codes=CODES)
    @click.argument("clock")
    @click.option("--from", "start", metavar="DATE", help="A day (2026-02-14) or an instant; +08:00 if no offset.")
    @click.option("--county", "file", envvar="COUNTY_FILE", type=click.Path(), help="County file; COUNTY_FILE if not.")
    @click.option(
        "--urgency", type=click.Choice([str(each) for each in Urgency]), help="Where the length depends on it."
    )
    @click.option("--whistle", metavar="KIND", help="The whistle's kind, where the length depends on it.")
    @click.option("--length", type=click.IntRange(1), help="Another length than the clock's own.")
    @click.option("--unit", type=click.Choice([str(each) for each in TimeUnit]), help="The unit of --length.")
    @click.option("--roll/--no-roll", default=None, help="Roll a last day on a day off forward, or not.")
    def due(
        clock: str, start: str | None, file: str | None, urgency: str | None, whistle: str | None,
        length: int | None, unit: str | None, roll: bool | None, as_json: bool,
    ) -> int:  # fmt: skip
        """Tell when CLOCK is due that starts at --from, when it warns, and why.

        CLOCK is a statutory clock or, with --county, one of that county's; without a county the State Council's
        calendar counts. With - rows `clock,start,length,unit,roll` are read from standard input, a head if you like.
        """
        ground = _ground(file)
        by = Urgency(urgency) if urgency is not None else None
        if clock == "-":
            return _rows(ground, by, whistle, as_json)
        if start is None:
            raise ConsoleError("--from: is missing. Allowed: a day such as 2026-02-14, or an instant")
        try:
            kind = TimeUnit(unit) if unit is not None else None
            answers = variants(ground, Asked(clock, read_start(start), length, kind, roll, by, whistle))
        except DueError as error:
            raise ConsoleError(f"{'--from' if error.field == 'start' else error.field}: {error.detail}") from error
        if as_json:
            each = [as_row(answer) for answer in answers] if len(answers) > 1 else []
            latest = max(answers, key=lambda answer: answer.due)
            show_json({"calendar": ground.named, **as_row(latest), "variants": each})
        else:
            click.echo(f"by the {ground.named}" if file is None else f"by the calendar of {ground.named}")
            for answer in answers:
                click.echo()
                show_pairs(as_pairs(answer))
        return OK


def _ground(file: str | None) -> Ground:
    try:
        return ground_of(load(file) if file else None)
    except CountyFileError as error:
        raise ConsoleError("\n".join(["the county file has mistakes:", *map(str, error.problems)]), FOUND) from error


def _rows(ground: Ground, urgency: Urgency | None, whistle: str | None, as_json: bool) -> int:
    """Answer every row; a bad one is named with its line and fields, and holds up no other."""
    bad, first = 0, True
    answer: dict[str, Any]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        writer.writerow(COLUMNS)
    for line, cells in numbered_rows(sys.stdin):
        try:
            if isinstance(cells, DueError):
                raise cells
            answer = as_row(when_due(ground, read_row(cells, urgency, whistle)))
        except (DueErrors, DueError) as error:
            errors = error.errors if isinstance(error, DueErrors) else [error]
            answer = {"errors": [{"field": each.field, "detail": each.detail} for each in errors]}
            bad += 1
            for each in errors:
                click.echo(f"row {line}: {each.field}: {each.detail}", err=True)
        if as_json:
            click.echo(("[" if first else ",\n") + as_line({"row": line, **answer}), nl=False)
        elif "errors" not in answer:
            told = " ".join(answer["warnings"])
            writer.writerow([line, *(answer[name] for name in COLUMNS[1:4]), told, *(_flags(answer)), answer["why"]])
        first = False
    if as_json:
        click.echo("[]" if first else "]")
    return FOUND if bad else OK


def _flags(answer: dict[str, Any]) -> tuple[str, str]:
    return str(answer["official"]).lower(), str(answer["rolled"]).lower()
