"""Streams run side by side, the facts of one stream one after the other."""

from __future__ import annotations

import eventlet

from services.chassis.bus.delivery import Delivery
from services.chassis.bus.mailboxes import MOST, Letter, Mailboxes
from services.contracts.envelope import Context, decode, encode
from services.contracts.events.intake import WithdrawalRequested


def letter(number: int, seq: int) -> Letter:
    fact = WithdrawalRequested(number=str(number), place="ns", channel="web", purpose="appeal", request=f"r-{seq}")
    context = Context("citizen", "2026-11-22T08:00:00Z", "c-1", None)
    body = encode(fact, f"f-{number}-{seq}", context, seq, 1, None)
    return Delivery(seq, 1, body, "", "", {}, ""), decode(body)


def test_what_came_together_goes_out_together_but_one_of_each_stream() -> None:
    batches: list[list[Letter]] = []
    boxes = Mailboxes(batches.append)
    first, second, other = letter(123456789012, 1), letter(123456789012, 2), letter(223456789012, 1)
    for each in (first, second, other):
        boxes.put(each)
    eventlet.sleep(0)
    assert batches == [[first, other]]
    boxes.settled(other)
    eventlet.sleep(0)
    assert len(batches) == 1
    boxes.settled(first)
    eventlet.sleep(0)
    assert batches[1:] == [[second]]


def test_a_batch_is_no_larger_than_a_commit() -> None:
    batches: list[list[Letter]] = []
    boxes = Mailboxes(batches.append)
    for n in range(MOST + 5):
        boxes.put(letter(100000000000 + n, 1))
    eventlet.sleep(0)
    assert [len(b) for b in batches] == [MOST, 5]


def test_a_batch_that_settles_at_once_lets_the_next_of_the_stream_come() -> None:
    seen: list[int] = []

    def work_off(letters: list[Letter]) -> None:
        for each in letters:
            seen.append(each[1].seq)
            boxes.settled(each)

    boxes = Mailboxes(work_off)
    for seq in (1, 2, 3):
        boxes.put(letter(123456789012, seq))
    eventlet.sleep(0)
    assert seen == [1, 2, 3]


def test_after_an_error_of_one_batch_the_next_still_comes() -> None:
    calls: list[int] = []

    def work_off(letters: list[Letter]) -> None:
        calls.append(len(letters))
        if len(calls) == 1:
            raise RuntimeError("planted")

    boxes = Mailboxes(work_off)
    boxes.put(letter(123456789012, 1))
    eventlet.sleep(0)
    boxes.put(letter(223456789012, 1))
    eventlet.sleep(0)
    assert calls == [1, 1]
