"""One demo from beginning to end: hub, accounts, clock, the day, real time again, and the ledger."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any, Protocol

from services.console.demo.ledger import RUN, close
from services.console.demo.model import Matter
from services.console.demo.player import Player
from services.console.demo.roles import Account, Cast
from services.console.demo.scene import DISPATCHER
from services.console.demo.story import choose_day, departments, still_waiting, write
from services.console.demo.waiting import look
from services.console.exits import ConsoleError
from services.console.hub import SERVICES, Hub, find_hub, folder, run_hub
from services.console.lives.client_log import FOLDER, ClientLog
from services.console.ops import Ops
from services.console.replay.borrowed import borrowed
from services.console.replay.hub_clock import HubClock
from services.console.waiting import until_idle
from services.console.wire.client import Client
from services.county.calendar import COUNTY_TIME


class Show(Protocol):
    """Who follows the play."""

    def say(self, text: str) -> None:
        """What is being done now."""

    def begin(self, day: date, matters: int, steps: int) -> None:
        """The day begins."""

    def moved(self, at: int, taken: int) -> None:
        """It is `at` minutes after midnight, and so many more steps were taken."""


def start_hub(quiet: bool) -> Hub:
    """Start the hub of the folder, or find it running; its own program shows what it starts. Raises ConsoleError."""
    done = run_hub(folder(), "up", quiet=quiet)
    if done.returncode != 0:
        raise ConsoleError(f"the hub did not start: {(done.stderr or '')[-400:] or 'see above'}")
    return find_hub()


def days_played(hub: Hub) -> list[str]:
    """The days that were played on a hub, as its client's logs tell; a day that was broken off is among them."""
    return sorted({path.name[len(RUN) : len(RUN) + 10] for path in (hub.var / FOLDER).glob(f"{RUN}*.jsonl")})


def plan(hub: Hub, ops: Ops) -> tuple[date, list[Matter]]:
    """The day to play and its matters. Raises ConsoleError on a hub that holds matters and has never played a day.

    One that has played is a demo's for good: what others have brought to it since stays as it is.
    """
    played = days_played(hub)
    if not played and ops.get("intake", "/ops/documents/matter", limit=1)["documents"]:
        raise ConsoleError(
            f"the hub in {hub.var} holds matters and has never played a day: its clock is not taken over;"
            " name another folder by COUNTYNET_VAR"
        )
    day = choose_day(hub.county, datetime.now(UTC), played)
    return day, write(hub.county, day)


async def play(hub: Hub, ops: Ops, cast: Cast, day: date, matters: Sequence[Matter], show: Show) -> dict[str, Any]:
    """Play the day in virtual time and close its ledger while that stands still; real time is given back in any case.

    In real time the clocks of a day that is over run out at once, so that nothing could be compared at rest.
    """
    clients = {service: Client(hub.service_url(service)) for service in SERVICES}
    clock = HubClock(clients, ops.token)
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await clock.check_idle()
        with closing(ClientLog(hub.var / FOLDER, f"{RUN}{day}")) as log:
            player = Player(clients, clock, cast, log, day, COUNTY_TIME, show.moved)
            steps = sum(len(matter.steps) for matter in matters)
            async with borrowed(clock, lambda: f"{player.taken} of {steps} steps of {day} were taken"):
                courses = await player.play(matters)
                show.say("comparing journals, documents, timelines and the chain with what was acknowledged …")
                told = await asyncio.to_thread(close, ops, cast, day, courses)
            more = still_waiting(hub.county, day)
            await player.leave_waiting(more)
        return told | {"waiting": sum(len(matter.steps) == 1 for matter in more)}
    finally:
        for client in clients.values():
            await client.close()


def demo(hub: Hub, show: Show) -> tuple[dict[str, Any], list[Account]]:
    """The whole day and its ledger, told beside the sign-ins."""
    begun, ops = time.monotonic(), Ops(hub)
    until_idle(ops)
    day, matters = plan(hub, ops)
    show.say("accounts for every role and department …")
    cast = Cast(ops, departments([*matters, *still_waiting(hub.county, day)]))
    show.begin(day, len(matters), sum(len(matter.steps) for matter in matters))
    told = asyncio.run(play(hub, ops, cast, day, matters, show))
    seconds = round(time.monotonic() - begun, 1)
    return told | {"seconds": seconds}, cast.accounts(look(ops, cast.token(DISPATCHER)))
