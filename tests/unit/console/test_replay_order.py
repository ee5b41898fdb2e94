"""A replay takes each step in its time, by way of every due instant, and nothing while something is still under way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.console.exits import ConsoleError
from services.console.lives.steps import ORDER, OVER, StepFailed
from services.console.lives.story import Course, Story
from services.console.replay.absence import Absence
from services.console.replay.hub_clock import HubClock, instant
from services.console.replay.player import Player
from services.console.replay.rows import Row
from services.console.wire.client import Answer, Client

BEGIN = datetime(2019, 3, 1, tzinfo=UTC)
SERVICES = ("intake", "routing", "oversight")


class FakeHub:
    """Three services that share one diary: clocks moved, steps taken; `dues` are what oversight waits for."""

    def __init__(self, dues: tuple[str, ...] = ()) -> None:
        self.diary: list[str] = []
        self.dues = list(dues)
        self.mode = "real"
        self.busy_polls = 0
        self.stopped: set[str] = set()

    def client(self, service: str) -> Client:
        hub = self

        class FakeClient:
            async def send(self, method: str, path: str, body: Any = None, token: str | None = None) -> Answer:
                del token
                if service in hub.stopped:
                    raise ConnectionRefusedError
                return hub.answer(service, method, path, body)

        return FakeClient()  # type: ignore[return-value]

    def answer(self, service: str, method: str, path: str, body: Any) -> Answer:
        if method == "PUT":
            if service == "oversight":
                self.diary.append(f"clock {body['now']}")
                self.dues = [due for due in self.dues if body["now"] is None or due > body["now"]]
            self.mode = "real" if body["now"] is None else "virtual"
            return Answer(200, b"{}")
        if path == "/ops/clock":
            return Answer(200, f'{{"mode":"{self.mode}"}}'.encode())
        idle = self.busy_polls == 0
        self.busy_polls = max(0, self.busy_polls - 1)
        due = f'"{self.dues[0]}"' if self.dues and service == "oversight" else "null"
        return Answer(200, f'{{"idle":{str(idle).lower()},"settled":1,"next_due":{due}}}'.encode())


class FakeSteps:
    def __init__(self, hub: FakeHub, fails: tuple[str, str] | None = None) -> None:
        self._hub, self._fails = hub, fails

    async def take(self, course: Course) -> None:
        step = ORDER[course.done]
        if (course.story.id, step) == self._fails:
            raise StepFailed(step, 422, "invalid_fields", ["text:too_long"])
        self._hub.diary.append(f"{course.story.id} {step}")
        course.done += 1


def life(id: str, submitted: datetime, replied: datetime) -> tuple[Row, Course]:
    story = Story(id, "web", "p", "t", "x", "n", "c", "r", "solved", "satisfied", "satisfied")
    return Row(1, id, "u", "t", "x", "r", submitted, replied), Course(story)


def play(
    hub: FakeHub,
    *lives: tuple[Row, Course],
    absence: Absence | None = None,
    fails: tuple[str, str] | None = None,
) -> int:
    ended: list[int] = []

    async def run() -> None:
        clock = HubClock({service: hub.client(service) for service in SERVICES}, "token")
        await clock.check_idle()

        def stop(service: str) -> None:
            hub.stopped.add(service)
            hub.diary.append(f"stop {service}")

        def start(service: str) -> None:
            hub.stopped.discard(service)
            hub.diary.append(f"start {service}")

        player = Player(clock, FakeSteps(hub, fails), stop, start, ended.append)  # type: ignore[arg-type]
        try:
            await player.play(lives, absence)
        finally:
            await clock.release()

    asyncio.run(run())
    return len(ended)


def steps(id: str, *names: str) -> list[str]:
    return [f"{id} {name}" for name in names]


def test_a_message_arrives_at_its_time_and_is_answered_at_its_time() -> None:
    hub, one = FakeHub(), life("1", BEGIN, BEGIN + timedelta(days=2))
    assert play(hub, one) == 1
    assert hub.diary == [
        f"clock {instant(BEGIN)}",
        *steps("1", *ORDER[:4]),
        f"clock {instant(BEGIN + timedelta(days=2))}",
        *steps("1", *ORDER[4:]),
        "clock None",
    ]


def test_every_due_instant_in_between_is_stepped_to() -> None:
    dues = tuple(instant(BEGIN + timedelta(hours=h)) for h in (1, 5))
    hub = FakeHub(dues)
    play(hub, life("1", BEGIN, BEGIN + timedelta(days=2)))
    clocks = [entry for entry in hub.diary if entry.startswith("clock")]
    assert clocks[1:3] == [f"clock {due}" for due in dues]


def test_no_step_is_taken_while_something_is_under_way() -> None:
    hub = FakeHub()

    async def drained() -> int:
        clock = HubClock({service: hub.client(service) for service in SERVICES}, "token")
        hub.busy_polls = 7
        await clock.drain()
        return hub.busy_polls

    assert asyncio.run(drained()) == 0


def test_a_hub_at_work_is_not_taken_over() -> None:
    hub = FakeHub()
    hub.busy_polls = 1
    with pytest.raises(ConsoleError, match="not idle"):
        play(hub, life("1", BEGIN, BEGIN))
    assert hub.diary == []


def test_a_hub_in_virtual_time_is_not_taken_over() -> None:
    hub = FakeHub()
    hub.mode = "virtual"
    with pytest.raises(ConsoleError, match="virtual time already"):
        play(hub, life("1", BEGIN, BEGIN))


def test_a_life_that_fails_is_told_and_the_others_go_on() -> None:
    hub = FakeHub()
    one, two = life("1", BEGIN, BEGIN), life("2", BEGIN, BEGIN)
    assert play(hub, one, two, fails=("1", "accept")) == 2
    assert one[1].failed == {"step": "accept", "status": 422, "code": "invalid_fields", "fields": ["text:too_long"]}
    assert two[1].done == OVER


def test_what_needs_a_service_that_is_out_waits_for_it_and_is_then_done() -> None:
    hub = FakeHub()
    out = Absence("routing", BEGIN, BEGIN + timedelta(hours=1))
    one = life("1", BEGIN + timedelta(minutes=5), BEGIN + timedelta(days=1))
    assert play(hub, one, absence=out) == 1
    back = hub.diary.index("start routing")
    assert hub.diary[:back].count("1 register") == 1
    assert hub.diary.index("stop routing") < hub.diary.index("1 register") < back < hub.diary.index("1 accept")
    assert one[1].done == OVER


def test_a_reply_that_falls_due_while_the_life_waits_is_given_when_the_service_is_back() -> None:
    hub = FakeHub()
    out = Absence("routing", BEGIN, BEGIN + timedelta(hours=1))
    one = life("1", BEGIN + timedelta(minutes=5), BEGIN + timedelta(minutes=50))
    assert play(hub, one, absence=out) == 1
    assert hub.diary[-4:] == [*steps("1", *ORDER[4:]), "clock None"]


def test_a_service_left_out_of_the_whole_replay_is_started_at_its_end() -> None:
    hub = FakeHub()
    play(hub, life("1", BEGIN, BEGIN + timedelta(days=1)), absence=Absence("oversight", None, None))
    assert hub.diary[0] == "stop oversight" or hub.diary[0].startswith("clock")
    assert hub.diary.index("start oversight") > hub.diary.index("1 rate")
