"""What a person types, one file a group of commands; each prints a table, or JSON for programs."""

from __future__ import annotations

import click

from services.console.commands import (
    accounts,
    audit,
    bench,
    chaos,
    clock,
    county,
    demo,
    due,
    hub,
    journal,
    keeping,
    parked,
    reconcile,
    replay,
)

ROOMS = (hub, county, due, accounts, parked, journal, audit, keeping, clock, replay, reconcile, bench, chaos, demo)


def add_all(main: click.Group) -> None:
    """Enter every command in the group."""
    for room in ROOMS:
        room.enter(main)
