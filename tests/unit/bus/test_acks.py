"""Acknowledgements go out in runs, and a slow message does not hold up the prefetch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from struct import pack
from typing import Any

from amqp.serialization import loads
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.bus.acks import OVERTAKEN, Acks


class Channel:
    """Remembers what the broker would hold as acknowledged."""

    def __init__(self) -> None:
        self.acked: set[int] = set()
        self.calls = 0

    channel_id = 1

    def basic_ack(self, tag: int, multiple: bool = False) -> None:
        self.calls += 1
        new = set(range(1, tag + 1)) - self.acked if multiple else {tag}
        assert new, "a tag acknowledged twice closes the channel"
        assert multiple or tag not in self.acked
        self.acked |= new


class FakeLink:
    def __init__(self) -> None:
        self.channel = Channel()

    @contextmanager
    def writing(self) -> Iterator[Any]:
        yield self.channel

    def write(self, frame: bytes) -> None:
        assert frame[:11] == pack(">BHIHH", 1, self.channel.channel_id, 13, 60, 80)
        assert frame[-1:] == b"\xce"
        (tag, multiple), _ = loads("Lb", frame[11:-1], 0)
        self.channel.basic_ack(tag, multiple)


def test_what_is_done_in_a_row_is_one_acknowledgement() -> None:
    link = FakeLink()
    acks = Acks(link)  # type: ignore[arg-type]
    for tag in (2, 1, 3):
        acks._done.add(tag)
    acks.flush()
    assert link.channel.acked == {1, 2, 3}
    assert link.channel.calls == 1


def test_what_overtook_one_slow_message_waits_until_it_is_many() -> None:
    link = FakeLink()
    acks = Acks(link)  # type: ignore[arg-type]
    acks._done |= set(range(2, OVERTAKEN + 2))
    acks.flush()
    assert link.channel.acked == set()
    acks._done.add(OVERTAKEN + 2)
    acks.flush()
    assert link.channel.acked == set(range(2, OVERTAKEN + 3))


@given(st.permutations(range(1, 90)), st.integers(1, 40))
def test_in_whatever_order_work_ends_each_tag_is_acknowledged_once_and_only_when_done(
    order: list[int], every: int
) -> None:
    link = FakeLink()
    acks = Acks(link)  # type: ignore[arg-type]
    done: set[int] = set()
    for at, tag in enumerate(order):
        done.add(tag)
        acks._done.add(tag)
        if at % every == 0:
            acks.flush()
            assert link.channel.acked <= done
    acks.flush()
    assert link.channel.acked == done
