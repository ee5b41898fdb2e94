"""A play on borrowed time waits for a service that dies; time is given back in any case, and an early end explained."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.exits import ConsoleError
from services.console.replay.borrowed import borrowed
from services.console.replay.hub_clock import HubClock
from services.console.wire.client import Answer, Client, Lost

SERVICES = ("intake", "routing", "notify")
AT = "2019-03-01T00:00:00Z"
REAL = Answer(200, b'{"mode":"real"}')
IDLE = Answer(200, b'{"idle":true,"settled":1,"next_due":null}')
MOVING = Answer(409, b'{"code":"clock_is_moving"}')
REFUSED = Answer(409, b'{"code":"clock_is_locked","detail":"locked"}')


class Service:
    """One service; the next answers are `troubles` first, and it is dead while `dead`. `now` is its virtual instant."""

    def __init__(self) -> None:
        self.now: str | None = None
        self.troubles: list[Answer | Exception] = []
        self.dead = False
        self.asked = 0

    async def send(self, method: str, path: str, body: Any = None, token: str | None = None) -> Answer:
        self.asked += 1
        assert token == "token"
        if self.dead:
            raise ConnectionRefusedError
        if self.troubles:
            trouble = self.troubles.pop(0)
            if isinstance(trouble, Exception):
                raise trouble
            return trouble
        if method == "PUT":
            self.now = body["now"]
            return REAL
        return IDLE if path == "/ops/idle" else REAL

    async def close(self) -> None:
        self.dead = True


class Hub:
    def __init__(self, away: float = 30.0) -> None:
        self.services = {name: Service() for name in SERVICES}
        clients: dict[str, Client] = dict(self.services)  # type: ignore[arg-type]
        self.clock = HubClock(clients, "token", away)

    @property
    def times(self) -> set[str | None]:
        return {service.now for service in self.services.values()}

    async def play(self, how_far: str = "3 of 9 lives are whole") -> None:
        async with borrowed(self.clock, lambda: how_far):
            await self.clock.reach(AT)
            await self.clock.drain()


@pytest.mark.parametrize("trouble", [Lost("cut"), ConnectionRefusedError(), Answer(503, b"{}"), MOVING])
def test_a_service_that_is_back_in_a_moment_goes_on_with_the_others(trouble: Answer | Exception) -> None:
    async def run() -> set[str | None]:
        hub = Hub()
        hub.services["routing"].troubles = [trouble, trouble]
        await hub.clock.reach(AT)
        await hub.clock.drain()
        return hub.times

    assert asyncio.run(run()) == {AT}


def test_time_is_given_back_to_a_service_that_comes_back_only_then() -> None:
    async def run() -> set[str | None]:
        hub = Hub()
        async with borrowed(hub.clock, lambda: ""):
            await hub.clock.reach(AT)
            hub.services["routing"].troubles = [Lost("killed"), ConnectionRefusedError(), ConnectionRefusedError()]
        return hub.times

    assert asyncio.run(run()) == {None}


def test_who_stays_away_ends_the_play_by_name_and_all_others_are_back_in_real_time() -> None:
    hub = Hub(away=0.2)

    async def run() -> None:
        async with borrowed(hub.clock, lambda: "3 of 9 lives are whole"):
            await hub.clock.reach(AT)
            hub.services["routing"].dead = True
            await hub.clock.drain()

    with pytest.raises(ConsoleError) as ended:
        asyncio.run(run())
    told = str(ended.value)
    assert "ended early: routing cannot be reached since" in told
    assert "3 of 9 lives are whole" in told
    assert "real time could not be given back to routing" in told
    assert "countynet clock release" in told
    assert {name: service.now for name, service in hub.services.items()} == {
        "intake": None,
        "routing": AT,
        "notify": None,
    }


def test_a_refusal_is_not_repeated_and_told_with_its_cause() -> None:
    hub = Hub()
    hub.services["routing"].troubles = [REFUSED]
    with pytest.raises(
        ConsoleError, match=r"ended early: routing says 409 clock_is_locked .*every service is back"
    ) as e:
        asyncio.run(hub.play())
    assert e.value.code == 1
    assert hub.times == {None}


def test_an_interruption_gives_time_back_and_says_how_far_it_came_even_when_it_comes_twice() -> None:
    hub = Hub()

    async def run() -> None:
        async def play() -> None:
            async with borrowed(hub.clock, lambda: "3 of 9 lives are whole"):
                await hub.clock.reach(AT)
                hub.services["notify"].troubles = [Lost("killed"), ConnectionRefusedError()]
                await asyncio.Event().wait()

        task = asyncio.create_task(play())
        while None in hub.times:
            await asyncio.sleep(0)
        task.cancel()
        asked = hub.services["notify"].asked
        while hub.services["notify"].asked == asked:
            await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(ConsoleError, match="interrupted; every service is back in real time; 3 of 9 lives") as ended:
        asyncio.run(run())
    assert ended.value.code == 130
    assert hub.times == {None}


def test_a_service_that_was_left_out_and_does_not_start_is_told_beside_the_cause() -> None:
    hub = Hub()

    def start(service: str) -> None:
        raise ConsoleError(f"{service} is not ready after 60 s")

    async def run() -> None:
        async with borrowed(hub.clock, lambda: "how far", start):
            hub.clock.out.add("notify")
            await hub.clock.reach(AT)
            raise ConsoleError("the hub does not come to rest")

    with pytest.raises(ConsoleError, match="does not come to rest; notify is not ready after 60 s; how far"):
        asyncio.run(run())
    assert hub.times == {None}


def test_a_fault_of_ours_goes_through_and_time_is_given_back() -> None:
    hub = Hub()

    async def run() -> None:
        async with borrowed(hub.clock, lambda: ""):
            await hub.clock.reach(datetime(2019, 3, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    assert hub.times == {None}
