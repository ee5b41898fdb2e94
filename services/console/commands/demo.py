"""`demo`: one county day through every channel and service, and its ledger."""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from typing import Any

import click
from tqdm import tqdm

from services.console.demo.ledger import is_whole
from services.console.demo.run import Moved, demo, start_hub
from services.console.demo.show import show_accounts, show_ledger
from services.console.exits import FOUND, OK, ConsoleError
from services.console.printing import command, show_json

CODES = (
    "Exit codes: 0 the day went as written and nothing was lost; 1 a step failed, something is lost or different, or"
    " the hub is at work; 2 no hub, or one with matters of others; 130 interrupted. Real time is always restored."
)
HOUR = 60


def enter(main: click.Group) -> None:
    """Enter the command."""

    @command(main, "demo", codes=CODES)
    def run(as_json: bool) -> int:
        """Play one county day: invented citizens, every channel and service, ten hours in under a minute.

        Starts the hub where it does not run, makes an account a role, plays the last working day in virtual time,
        tells the day's ledger and what was lost, gives real time back and leaves the hub running. Played once more on
        the same hub it plays the working day before; a hub with matters that no demo made is left alone.
        """
        hub = start_hub(quiet=as_json)
        bars: list[_Bar] = []

        def bar(day: date, matters: int, steps: int) -> Moved:
            bars.append(_Bar(day, matters, steps, shown=not as_json))
            return bars[0].moved

        try:
            told, cast = demo(hub, _say if not as_json else _silent, bar)
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise ConsoleError("interrupted; the hub is back in real time", 130) from None
        finally:
            for each in bars:
                each.close()
        if as_json:
            accounts = [{"role": a.role, "department": a.unit, "username": a.username} for a in cast.accounts()]
            show_json({**told, "whole": is_whole(told), "url": hub.url, "accounts": accounts})
        else:
            show_ledger(told, hub.county)
            show_accounts(cast.accounts(), hub.url)
        return OK if is_whole(told) else FOUND


class _Bar:
    """A bar with the virtual time of day on a terminal; elsewhere a line an hour of the day."""

    def __init__(self, day: date, matters: int, steps: int, shown: bool) -> None:
        self._steps, self._taken, self._hour = steps, 0, -1
        self._lines = shown and not sys.stderr.isatty()
        if shown:
            _say(f"{day}, ten hours of it: {matters} matters, {steps} steps")
        self._bar: tqdm[Any] = tqdm(total=steps, unit=" steps", disable=not shown or self._lines)

    def moved(self, at: int, taken: int) -> None:
        """It is `at` minutes after midnight, and so many more steps were taken."""
        self._taken += taken
        clock = f"{at // HOUR:02d}:{at % HOUR:02d}"
        self._bar.set_description(clock, refresh=False)
        self._bar.update(taken)
        if self._lines and at // HOUR != self._hour:
            self._hour = at // HOUR
            _say(f"{clock}  {self._taken} of {self._steps} steps")

    def close(self) -> None:
        """The day is over."""
        self._bar.close()


def _say(text: str) -> None:
    click.echo(text, err=True)


def _silent(_text: str) -> None:
    """`--json` prints one document alone."""
