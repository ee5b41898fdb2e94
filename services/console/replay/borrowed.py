"""Time that is borrowed is given back however a play ends; and one that ends early says why, and how far it came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from services.console.exits import ConsoleError
from services.console.replay.hub_clock import HubClock

INTERRUPTED = 130
RELEASE = "once it is there again, run `countynet clock release`"


@asynccontextmanager
async def borrowed(
    clock: HubClock, how_far: Callable[[], str], start: Callable[[str], None] | None = None
) -> AsyncIterator[None]:
    """Play inside; at the end whoever was left out is started, and every service lives in real time again.

    A service that is away then is waited for as long as the clock does. What ends the play early is told in one
    ConsoleError with `how_far` it came and whether real time is back; a fault of ours goes through as it is.
    """
    try:
        yield
    except asyncio.CancelledError:
        said = await _give_back(clock, start) or "every service is back in real time"
        raise ConsoleError(f"interrupted; {said}; {how_far()}", INTERRUPTED) from None
    except ConsoleError as cause:
        said = await _give_back(clock, start) or "every service is back in real time"
        raise ConsoleError(f"ended early: {cause}; {said}; {how_far()}", cause.code) from cause
    except BaseException as fault:
        fault.add_note(await _give_back(clock, start) or "every service is back in real time")
        raise
    else:
        left = await _give_back(clock, start)
        if left:
            raise ConsoleError(left)


async def _give_back(clock: HubClock, start: Callable[[str], None] | None) -> str:
    """What could not be brought back, as a sentence; nothing where all is well. An interruption does not stop it."""
    task = asyncio.ensure_future(_bring_back(clock, start))
    while True:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.done():
                raise


async def _bring_back(clock: HubClock, start: Callable[[str], None] | None) -> str:
    troubles = []
    if start is not None:
        for service in sorted(clock.out):
            try:
                await asyncio.to_thread(start, service)
            except ConsoleError as error:
                troubles.append(str(error))
        clock.out.clear()
    left = await clock.release()
    if left:
        troubles.append(f"real time could not be given back to {', '.join(left)}: {RELEASE}")
    return "; ".join(troubles)
