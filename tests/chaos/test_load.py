"""The load gives no life up: it repeats, tells of each success, and names those that could not end in time."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any, cast

from services.console.chaos.load import Load
from services.console.lives.steps import OVER, StepFailed, Steps
from services.console.lives.story import Course, Story


class Hub:
    """Takes every step at once, but for those of the lives in `stuck`, which it never answers."""

    def __init__(self, stuck: set[str] = frozenset(), refused: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        self.stuck, self.refused = stuck, refused
        self.waits: dict[str, int] = {}

    async def take(self, course: Course) -> None:
        await asyncio.sleep(0)
        if course.story.id in self.stuck:
            await asyncio.Event().wait()
        if course.story.id in self.refused:
            raise StepFailed("register", 500, "internal_error", [])
        course.done += 1


def stories() -> Any:
    for number in count(1):
        yield Story(f"life-{number}", "phone", "v", "t", "t", "p", "c", "r", "o", "s", "s")


async def led(hub: Hub, lives: int) -> tuple[Load, list[str]]:
    load = Load(cast(Steps, hub), stories(), rate=1_000.0, most=100)
    over = asyncio.Event()
    running = asyncio.create_task(load.run(over))
    while load.ended.begun < lives:
        await load.next_success()
    over.set()
    await running
    return load, await load.finish(0.2)


def test_every_life_ends() -> None:
    load, left = asyncio.run(led(Hub(), 20))
    assert left == []
    assert load.ended.done == load.ended.begun == len(load.over)
    assert all(course.done == OVER for _, course in load.over)
    assert load.told()["lives_failed"] == []


def test_a_life_that_does_not_end_in_time_is_named_with_the_step_that_it_waits_for() -> None:
    load, left = asyncio.run(led(Hub(stuck={"life-2"}), 20))
    assert left == ["unregistered: before register"]
    assert load.ended.done == load.ended.begun - 1


def test_a_life_that_is_refused_has_failed() -> None:
    load, left = asyncio.run(led(Hub(refused={"life-3"}), 20))
    assert left == []
    assert load.ended.failed == ["unregistered: register: 500 internal_error"]
