"""What becomes of a delivery: when it is tried again, what each answer means, and when it is given up.

Times are real time: `turn` and `not_before` in microseconds since 1970, waits in seconds. A department's system that
does not answer at all keeps its deliveries in their order, nothing overtakes; one delivery that it refuses steps aside
for its own back-off, and later ones overtake it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

WAITS = (2, 10, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, *5 * (43_200,))
"""Seconds between the attempts, before jitter: sixteen attempts in about three days."""

LAST_ATTEMPT = len(WAITS) + 1
JITTER = 0.25
"""A wait is up to so much of itself shorter or longer, so that subscribers do not come in step."""

GIVE_UP_AFTER_S = 4 * 86_400
"""A delivery this old is given up by its next failed attempt, however few it had: its turn came late."""

LONGEST_RETRY_AFTER_S = 86_400
MICRO = 1_000_000

FAULT = "fault"
"""Why nobody answered where the fault is ours: that delivery steps aside and is parked in the end, no other waits."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"


class Meaning(StrEnum):
    """What an attempt came to."""

    TAKEN = "taken"
    GONE = "gone"
    AWAY = "away"
    REFUSED = "refused"


class Reply(NamedTuple):
    """An attempt's outcome: the HTTP status, or none and why nobody answered; `retry_after` in seconds."""

    status: int | None
    error: str | None = None
    retry_after: float | None = None


class Next(NamedTuple):
    """How a delivery stands after an attempt."""

    state: DeliveryState
    attempts: int
    turn: int
    not_before: int


def meaning_of(reply: Reply) -> Meaning:
    """2xx took it; 410 wants no more; no answer, 429 and 502 to 504 mean away; all else, redirects too, refuses it.

    A fault of our own counts as a refusal: whoever is told nothing of it must not wait for it either.
    """
    if reply.error == FAULT:
        return Meaning.REFUSED
    if reply.status is None or reply.status in (429, 502, 503, 504):
        return Meaning.AWAY
    if 200 <= reply.status < 300:
        return Meaning.TAKEN
    return Meaning.GONE if reply.status == 410 else Meaning.REFUSED


def wait_after(attempts: int, draw: float, retry_after: float | None = None) -> float | None:
    """Seconds until the next attempt after `attempts` failed ones; None after the last. `draw` is from 0 up to 1.

    A subscriber's own Retry-After counts where it is longer, up to a day.
    """
    if attempts >= LAST_ATTEMPT:
        return None
    wait = WAITS[attempts - 1] * (1 + JITTER * (2 * draw - 1))
    return wait if retry_after is None else max(wait, min(retry_after, LONGEST_RETRY_AFTER_S))


def after_attempt(attempts: int, turn: int, made: int, reply: Reply, now: int, draw: float) -> Next:
    """A delivery made at `made` with `attempts` before this one, after it; `now` when the attempt ended."""
    attempts += 1
    meaning = meaning_of(reply)
    if meaning is Meaning.TAKEN:
        return Next(DeliveryState.DELIVERED, attempts, turn, now)
    if meaning is Meaning.GONE:
        return Next(DeliveryState.WAITING, attempts, turn, now)
    wait = wait_after(attempts, draw, reply.retry_after)
    if wait is None or now - made >= GIVE_UP_AFTER_S * MICRO:
        return Next(DeliveryState.PARKED, attempts, turn, now)
    again = now + int(wait * MICRO)
    return Next(DeliveryState.WAITING, attempts, turn if meaning is Meaning.AWAY else again, again)
