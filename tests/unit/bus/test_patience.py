"""Work that takes too long ends as worth another try; other work is left alone."""

from __future__ import annotations

import eventlet
import pytest

from services.chassis.bus.patience import Patience
from services.contracts.refusals import Transient


def test_work_that_never_ends_is_interrupted() -> None:
    patience = Patience(0.1)
    with eventlet.Timeout(5), pytest.raises(Transient), patience:
        eventlet.sleep(60)


def test_work_that_ends_in_time_is_left_alone_afterwards() -> None:
    patience, done = Patience(0.1), []
    with patience:
        done.append("first")
    eventlet.sleep(0.3)
    with patience:
        eventlet.sleep(0.01)
        done.append("second")
    assert done == ["first", "second"]


def test_one_late_work_does_not_end_another() -> None:
    patience, ended = Patience(0.1), []

    def late() -> None:
        try:
            with patience:
                eventlet.sleep(60)
        except Transient:
            ended.append("late")

    thread = eventlet.spawn(late)
    eventlet.sleep(0.09)
    with patience:
        eventlet.sleep(0.05)
        ended.append("prompt")
    with eventlet.Timeout(5):
        thread.wait()
    assert sorted(ended) == ["late", "prompt"]
