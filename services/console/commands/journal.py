"""`journal republish`: facts of a service's journal sent again to one inbox that misses them."""

from __future__ import annotations

import click

from services.console.exits import FOUND, OK, ConsoleError
from services.console.hub import SERVICES, find_hub
from services.console.ops import Ops
from services.console.printing import command, show_json, show_pairs
from services.contracts.topology import INBOXES

JOURNAL = "/ops/journal"
REPUBLISH = "/ops/journal/republish"


def enter(main: click.Group) -> None:
    """Enter the commands."""

    @main.group()
    def journal() -> None:
        """A service's journal: every fact that it ever told."""

    @command(journal, "republish")
    @click.argument("service", type=click.Choice(SERVICES))
    @click.option("--inbox", required=True, type=click.Choice(sorted(INBOXES)), help="The one inbox that gets them.")
    @click.option("--stream", help="One stream, such as case/123456789012.")
    @click.option("--since", help="All facts since an instant in UTC, such as 2026-11-22T08:00:00Z.")
    def republish(service: str, inbox: str, stream: str | None, since: str | None, as_json: bool) -> int:
        """Send facts again to one inbox; what it has applied before it leaves alone."""
        if (stream is None) == (since is None):
            raise ConsoleError("name either --stream or --since")
        if not any(e.split(".")[1] == service for e in INBOXES[inbox].exchanges):
            raise ConsoleError(f"--inbox {inbox}: does not listen to {service}")
        body: dict[str, str | None] = {"inbox": inbox, **({"stream": stream} if stream else {"since": since})}
        ops = Ops(find_hub())
        if stream is not None and not ops.get(service, JOURNAL, stream=stream, limit=1)["facts"]:
            raise ConsoleError(f"--stream {stream}: the journal of {service} does not know it", code=FOUND)
        done = ops.post(service, REPUBLISH, body)
        show_json(done) if as_json else show_pairs(done.items())
        return OK
