"""`reconcile [--repair]`: the clients' logs, all journals and all documents held against each other."""

from __future__ import annotations

from collections import Counter

import click

from services.console.exits import FOUND, OK
from services.console.hub import find_hub
from services.console.ops import Ops
from services.console.printing import command, show_json, show_pairs, show_table
from services.console.reconcile.compare import compare
from services.console.reconcile.gather import gather
from services.console.reconcile.repair import repair
from services.console.reconcile.texts import asked
from services.console.reconcile.words import compare_sealed

CODES = "Exit codes: 0 no difference; 1 differences, each listed; 2 the hub or a log cannot be read."


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "reconcile", codes=CODES)
    @click.option(
        "--repair", "repairing", is_flag=True, help="Send again what subscribers miss, then compare once more."
    )
    @click.option(
        "--most", type=click.IntRange(min=1), default=200, show_default=True, help="List so many differences."
    )
    def reconcile(repairing: bool, most: int, as_json: bool) -> int:
        """Compare client logs, journals and documents field by field, on a hub at rest.

        Every acknowledged command stands in the journal of its owner; every fact was applied by each subscriber, stands
        once in the timeline and once in the audit chain; documents say what the facts imply; all sealed words are there
        and open; texts are the sent ones.
        """
        ops = Ops(find_hub())
        picture = gather(ops)
        differences = [*compare(picture), *compare_sealed(picture, asked(ops))]
        sent = None
        if repairing and differences:
            sent = repair(ops, picture)
            picture = gather(ops)
            differences = [*compare(picture), *compare_sealed(picture, asked(ops))]
        counted = Counter(difference.kind for difference in differences)
        told = {
            "facts": len(picture.facts),
            "matters": len(picture.matters),
            "cases": len(picture.cases),
            "mediations": len(picture.mediations),
            "dockets": len(picture.dockets),
            "chain_entries": sum(picture.chain.values()),
            "commands": len(picture.commands),
            "streams_sent_again": sent,
            "differences": len(differences),
        }
        if as_json:
            show_json({**told, "kinds": counted, "list": [difference.as_json() for difference in differences]})
            return FOUND if differences else OK
        if differences:
            rows = [(d.kind, d.number, d.field, d.expected, d.found) for d in differences[:most]]
            show_table(rows, ("kind", "number", "field", "expected", "found"))
            click.echo()
        show_pairs((name.replace("_", " "), value) for name, value in told.items())
        click.echo(
            "clean" if not differences else ", ".join(f"{kind} {count}" for kind, count in counted.most_common())
        )
        return FOUND if differences else OK
