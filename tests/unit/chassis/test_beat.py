"""The hub's beat: at once while there is time to spare, together while there is much to do, timers always in time."""

from __future__ import annotations

import warnings

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from services.chassis import beat
    from services.chassis.beat import BEAT_SECONDS, WINDOW_SECONDS, BeatingHub

EVENT = [(7, 1)]
WORK = 0.75 * BEAT_SECONDS


class Time:
    """A clock that moves by sleeping and by working alone."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Poll:
    """Sockets that are always ready, or never."""

    def __init__(self, time: Time) -> None:
        self._time, self.asked, self.ready = time, 0, True

    def poll(self, seconds: float) -> list[tuple[int, int]]:
        self.asked += 1
        if self.ready:
            return EVENT
        self._time.now += seconds
        return []


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(beat, "time", made)
    return made


@pytest.fixture
def hub(time: Time) -> BeatingHub:
    made = BeatingHub()
    made.poll.close()
    made.poll = Poll(time)
    return made


def work(hub: BeatingHub, time: Time, seconds: float) -> None:
    """Poll and work in turn, as a process that always finds something to do."""
    until = time.now + seconds
    while time.now < until:
        hub.do_poll(1.0)
        time.now += WORK


def test_who_has_time_to_spare_answers_at_once(hub: BeatingHub, time: Time) -> None:
    hub.poll.ready = False
    for _ in range(10):
        hub.do_poll(0.05)
        time.now += 0.01
    hub.poll.ready = True
    assert hub.do_poll(1.0) == EVENT
    assert not hub.beating
    assert time.slept == []


def test_who_is_busy_waits_for_company_before_it_looks_again(hub: BeatingHub, time: Time) -> None:
    work(hub, time, 3 * WINDOW_SECONDS)
    assert hub.beating
    before, asked = time.now, hub.poll.asked
    assert hub.do_poll(1.0) == EVENT
    time.now += WORK
    assert hub.do_poll(1.0) == EVENT
    assert hub.poll.asked == asked + 2
    assert time.now - before >= BEAT_SECONDS


def test_a_timer_that_is_due_does_not_wait_for_the_beat(hub: BeatingHub, time: Time) -> None:
    work(hub, time, 3 * WINDOW_SECONDS)
    hub.do_poll(1.0)
    before, asked = time.now, hub.poll.asked
    assert hub.do_poll(0) == ()
    assert hub.do_poll(BEAT_SECONDS / 4) == ()
    assert time.now - before == pytest.approx(BEAT_SECONDS / 4)
    assert hub.poll.asked == asked


def test_what_takes_longer_than_a_beat_is_not_kept_waiting_besides(hub: BeatingHub, time: Time) -> None:
    work(hub, time, 3 * WINDOW_SECONDS)
    hub.do_poll(1.0)
    time.now += 2 * BEAT_SECONDS
    before = time.now
    assert hub.do_poll(1.0) == EVENT
    assert time.now == before


def test_it_answers_at_once_again_when_the_rush_is_over(hub: BeatingHub, time: Time) -> None:
    work(hub, time, 3 * WINDOW_SECONDS)
    hub.poll.ready = False
    for _ in range(3):
        hub.do_poll(WINDOW_SECONDS)
    assert not hub.beating


def test_it_comes_from_pauses_and_from_sockets_alike(hub: BeatingHub, time: Time) -> None:
    """A process that works an eighth of its beat has the rest to spare, and stops beating."""
    work(hub, time, 3 * WINDOW_SECONDS)
    for _ in range(int(3 * WINDOW_SECONDS / BEAT_SECONDS)):
        hub.do_poll(1.0)
        time.now += BEAT_SECONDS / 8
    assert not hub.beating
