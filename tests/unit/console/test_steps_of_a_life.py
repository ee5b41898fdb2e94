"""A life waits as long as is needed and no longer: for another service's fact, and where a limit holds it up."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Any

import pytest

from services.console.commands import replay as command
from services.console.lives.aim import Aim
from services.console.lives.staff import Staff
from services.console.lives.steps import StepFailed, Steps
from services.console.lives.story import Course, Story
from services.console.replay.run import reason_of
from services.console.wire.client import Answer, Client
from tests.unit.console.a_small_server import Server

STORY = Story("1", "web", "p", "t", "x", "n", "c", "r", "solved", "satisfied", "satisfied")
HELD_UP = b'{"code":"too_many_requests","errors":[]}'
RATED = b'{"request":"100000000001-r1"}'
NOT_YET = Answer(404, b'{"code":"not_found"}')


class Service:
    """Answers commands one after the other."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    async def send(self, *asked: Any) -> Answer:
        assert asked
        return self.answers.pop(0)


class Choices:
    def lead(self, category: str) -> str:
        return f"lead of {category}"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the lives of a test slept: nobody really waits."""
    seconds: list[float] = []

    async def sleep(long: float) -> None:
        seconds.append(long)

    monkeypatch.setattr("services.console.lives.steps.asyncio.sleep", sleep)
    return seconds


def take(*answers: Answer, done: int = 6) -> tuple[Course, Steps]:
    """One step (6: the rating, 1: the acceptance) of a life whose service answers so."""
    course = Course(STORY)
    course.done = done

    async def lead() -> Steps:
        client: Client = Service(*answers)  # type: ignore[assignment]
        staff = Staff("clerk", "dispatcher", {})
        steps = Steps(client, client, staff, Choices(), run="test")  # type: ignore[arg-type]
        await steps.take(course)
        return steps

    return course, asyncio.run(lead())


@pytest.mark.parametrize(("said", "waited"), [(7, 7), (3600, 60), (None, 1)])
def test_a_step_that_is_held_up_waits_as_long_as_it_is_told_up_to_a_minute(
    slept: list[float], said: int | None, waited: float
) -> None:
    course, _ = take(Answer(429, HELD_UP, said), Answer(202, RATED))
    assert (course.done, slept) == (7, [waited])


def test_a_step_that_is_held_up_twice_has_failed(slept: list[float]) -> None:
    with pytest.raises(StepFailed) as failed:
        take(Answer(429, HELD_UP, 20), Answer(429, HELD_UP, 20), Answer(202, RATED))
    assert (failed.value.status, failed.value.code, slept) == (429, "too_many_requests", [20])


def test_why_lives_failed_is_printed_with_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    course = Course(STORY)
    course.failed = {"step": "rate", "status": 429, "code": "too_many_requests", "fields": []}
    facts = {"by_subscriber": {}, "p50": None, "p99": None, "how": "-"}
    measures = {"step_ms": {}, "cpu_seconds": {}, "cpu_ms_per_life": {}, "rss_mib": {}}
    command._show(
        {"lives": 1, "failures": {reason_of(course): 1}, "commit_to_last_subscriber_seconds": facts, **measures}
    )
    assert "failed at rate: 429 too_many_requests: 1 life\n" in capsys.readouterr().out


def test_how_long_to_wait_is_read_from_the_answer_that_holds_up() -> None:
    async def parsed(head: bytes) -> Answer:
        async with Server([[head + b"Content-Length: 2\r\n\r\n{}"]]).run() as server:
            client = Client(server.origin)
            try:
                return await client.send("GET", "/x")
            finally:
                await client.close()

    assert asyncio.run(parsed(b"HTTP/1.1 429 X\r\nretry-after: 12\r\n")) == Answer(429, b"{}", 12)
    assert asyncio.run(parsed(b"HTTP/1.1 429 X\r\n")) == Answer(429, b"{}", None)
    assert asyncio.run(parsed(b"HTTP/1.1 503 X\r\nRetry-After: 12\r\n")) == Answer(503, b"{}", None)


def test_an_acceptance_that_came_too_early_is_tried_again_and_counted(slept: list[float]) -> None:
    course, steps = take(NOT_YET, NOT_YET, Answer(200, b"{}"), done=1)
    assert (course.done, steps.waits["accept"]) == (2, 2)
    assert slept == sorted(slept)


@pytest.mark.parametrize("usual", [0.004, 0.03, 0.15])
def test_at_steady_load_fewer_than_one_acceptance_in_ten_lives_comes_too_early(usual: float) -> None:
    random, aim, early = Random(7), Aim(0.01, 0.002, 0.5), 0
    for life in range(6000):
        wait, lag = aim.seconds, usual * random.lognormvariate(0, 0.4)
        tried = wait
        while tried < lag:
            early += life >= 1000
            aim.early()
            tried, wait = tried + wait, wait * 1.5
        if tried == aim.seconds:
            aim.in_time()
    assert early / 5000 < 0.1
    assert aim.seconds < 6 * usual, "and nobody waits much longer than it takes"
