"""`clock show|release`: which time the services live in; the way back from a replay that was killed."""

from __future__ import annotations

import click

from services.console.exits import FOUND, OK
from services.console.hub import SERVICES, find_hub
from services.console.ops import Ops
from services.console.printing import command, show_json, show_table

CLOCK = "/ops/clock"
CODES = "Exit codes: 0 all services live in real time; 1 some live in virtual time; 2 the hub cannot be used."


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def clock() -> None:
        """The domain's time."""

    @command(clock, "show", codes=CODES)
    def show(as_json: bool) -> int:
        """Show each service's time and whether it is real or virtual."""
        ops = Ops(find_hub())
        return _tell({service: ops.get(service, CLOCK) for service in SERVICES}, as_json)

    @command(clock, "release", codes=CODES)
    def release(as_json: bool) -> int:
        """Give real time back to every service."""
        ops = Ops(find_hub())
        return _tell({service: ops.put(service, CLOCK, {"now": None}) for service in SERVICES}, as_json)


def _tell(clocks: dict[str, dict[str, object]], as_json: bool) -> int:
    if as_json:
        show_json(clocks)
    else:
        show_table(
            [(name, told.get("mode"), told.get("now")) for name, told in clocks.items()], ("service", "mode", "now")
        )
    return OK if all(told.get("mode") == "real" for told in clocks.values()) else FOUND
