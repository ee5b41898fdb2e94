"""When a delivery is tried again, what an answer means, and when it is given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.domain.delivery import (
    GIVE_UP_AFTER_S,
    JITTER,
    LAST_ATTEMPT,
    LONGEST_RETRY_AFTER_S,
    MICRO,
    WAITS,
    DeliveryState,
    Meaning,
    Reply,
    after_attempt,
    meaning_of,
    wait_after,
)
from services.notify.use_cases.deliver_send import seconds_of

DRAWS = st.floats(0, 1, exclude_max=True)
FAILED = st.integers(1, LAST_ATTEMPT - 1)
NOON = 1_800_000_000 * MICRO


@given(FAILED, DRAWS)
def test_each_wait_is_its_step_of_the_schedule_give_or_take_the_jitter(attempts: int, draw: float) -> None:
    wait = wait_after(attempts, draw)
    assert wait is not None
    assert WAITS[attempts - 1] * (1 - JITTER) <= wait <= WAITS[attempts - 1] * (1 + JITTER)


@given(st.lists(DRAWS, min_size=LAST_ATTEMPT - 1, max_size=LAST_ATTEMPT - 1))
def test_all_attempts_together_take_days_and_no_more_than_four(draws: list[float]) -> None:
    waits = [wait_after(attempts, draw) for attempts, draw in enumerate(draws, 1)]
    total = sum(wait for wait in waits if wait is not None)
    assert 2 * 86_400 < total < 4 * 86_400
    assert wait_after(LAST_ATTEMPT, draws[0]) is None


@given(FAILED, DRAWS, st.floats(0, 10**9))
def test_a_retry_after_is_never_undercut_and_never_longer_than_a_day(attempts: int, draw: float, asked: float) -> None:
    wait = wait_after(attempts, draw, asked)
    assert wait is not None
    assert wait >= min(asked, LONGEST_RETRY_AFTER_S)
    assert wait <= max(LONGEST_RETRY_AFTER_S, WAITS[-1] * (1 + JITTER))


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (None, Meaning.AWAY),
        (200, Meaning.TAKEN),
        (202, Meaning.TAKEN),
        (299, Meaning.TAKEN),
        (103, Meaning.REFUSED),
        (301, Meaning.REFUSED),
        (307, Meaning.REFUSED),
        (400, Meaning.REFUSED),
        (404, Meaning.REFUSED),
        (410, Meaning.GONE),
        (429, Meaning.AWAY),
        (500, Meaning.REFUSED),
        (502, Meaning.AWAY),
        (503, Meaning.AWAY),
        (504, Meaning.AWAY),
    ],
)
def test_what_an_answer_means(status: int | None, meaning: Meaning) -> None:
    assert meaning_of(Reply(status)) is meaning


@given(st.integers(0, LAST_ATTEMPT - 2), DRAWS)
def test_who_is_away_keeps_the_line_in_order_and_who_refuses_one_lets_others_pass(before: int, draw: float) -> None:
    away = after_attempt(before, NOON, NOON, Reply(None, "time_out"), NOON + 5, draw)
    assert (away.state, away.attempts, away.turn) == (DeliveryState.WAITING, before + 1, NOON)
    assert away.not_before > NOON + 5
    refused = after_attempt(before, NOON, NOON, Reply(500), NOON + 5, draw)
    assert (refused.state, refused.attempts) == (DeliveryState.WAITING, before + 1)
    assert refused.turn == refused.not_before > NOON + 5


@pytest.mark.parametrize("reply", [Reply(500), Reply(None, "connection"), Reply(429, None, 60.0), Reply(301)])
def test_the_last_attempt_parks_and_so_does_a_failed_one_of_an_old_delivery(reply: Reply) -> None:
    last = after_attempt(LAST_ATTEMPT - 1, NOON, NOON, reply, NOON + 5, 0.5)
    assert (last.state, last.attempts) == (DeliveryState.PARKED, LAST_ATTEMPT)
    old = after_attempt(0, NOON, NOON, reply, NOON + GIVE_UP_AFTER_S * MICRO, 0.5)
    assert (old.state, old.attempts) == (DeliveryState.PARKED, 1)


def test_a_delivery_that_comes_late_but_is_taken_counts_and_410_leaves_it_waiting() -> None:
    late = NOON + 2 * GIVE_UP_AFTER_S * MICRO
    assert after_attempt(LAST_ATTEMPT - 1, NOON, NOON, Reply(204), late, 0.5).state == DeliveryState.DELIVERED
    assert after_attempt(LAST_ATTEMPT - 1, NOON, NOON, Reply(410), late, 0.5).state == DeliveryState.WAITING


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Fri, 15 Jan 2027 08:01:00 GMT", 60.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Friday, 15-Jan-27 08:01:00 GMT", 60.0),
        ("-5", None),
        ("soon", None),
        ("１２", None),
        ("", None),
        ("9" * 60, None),
        ("1 Jan 2026 00:00:00 +99999999999999999", None),
        ("1 Jan 99999 00:00:00 GMT", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_anything_else_is_not_heard(written: str | None, seconds: object) -> None:
    assert seconds_of(written, 1_800_000_000.0) == seconds
