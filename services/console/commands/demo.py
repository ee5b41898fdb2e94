"""`demo`: one county day through every channel and service, and its ledger."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from typing import Any

import click
from tqdm import tqdm

from services.console.demo.ledger import is_whole
from services.console.demo.run import demo, start_hub
from services.console.demo.show import show_accounts, show_ledger
from services.console.exits import FOUND, OK, ConsoleError
from services.console.printing import command, show_json

CODES = (
    "Exit codes: 0 the day went as written and nothing was lost; 1 a step failed, something is lost or different, or"
    " the hub is at work; 2 no hub, one that holds matters and never played a day, or a service stayed away;"
    " 130 interrupted. Real time is given back in every case; a service that is dead then and stays so is named."
)
HOUR = 60


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "demo", codes=CODES)
    def run(as_json: bool) -> int:
        """Play one county day: invented citizens, every channel and service, ten hours in under a minute.

        Starts the hub where it does not run, makes an account a role and a department, plays the last working day that
        is over (18:30 county time) in virtual time, tells its ledger and what was lost, gives real time back, leaves a
        few matters to accept and to check in to, and the hub running. Played once more on the same hub it plays the
        working day before, whatever others have brought to it since; a hub that holds matters and has never played a
        day is left alone.
        """
        hub = start_hub(quiet=as_json)
        bar = _Bar(shown=not as_json)
        try:
            told, accounts = demo(hub, bar)
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise ConsoleError("interrupted; `countynet clock show` says in which time the hub lives", 130) from None
        finally:
            bar.close()
        if as_json:
            shown = [
                {"role": a.role, "department": a.unit, "username": a.username, "waiting": a.waiting} for a in accounts
            ]
            show_json({**told, "whole": is_whole(told), "url": hub.url, "accounts": shown})
        else:
            show_ledger(told, hub.county)
            show_accounts(accounts, hub.url)
        return OK if is_whole(told) else FOUND


class _Bar:
    """A bar with the virtual time of day on a terminal; elsewhere a line an hour of the day; nothing with `--json`."""

    def __init__(self, shown: bool) -> None:
        self._shown, self._lines = shown, shown and not sys.stderr.isatty()
        self._steps = self._taken = 0
        self._hour = -1
        self._bar: tqdm[Any] | None = None

    def say(self, text: str) -> None:
        """What is being done now."""
        self.close()
        if self._shown:
            click.echo(text, err=True)

    def begin(self, day: date, matters: int, steps: int) -> None:
        """The day begins."""
        self._steps = steps
        self.say(f"{day}, ten hours of it: {matters} matters, {steps} steps")
        self._bar = tqdm(total=steps, unit=" steps", disable=not self._shown or self._lines)

    def moved(self, at: int, taken: int) -> None:
        """It is `at` minutes after midnight, and so many more steps were taken."""
        self._taken += taken
        clock = f"{at // HOUR:02d}:{at % HOUR:02d}"
        if self._bar is not None:
            self._bar.set_description(clock, refresh=False)
            self._bar.update(taken)
        if self._lines and at // HOUR != self._hour:
            self._hour = at // HOUR
            click.echo(f"{clock}  {self._taken} of {self._steps} steps", err=True)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
