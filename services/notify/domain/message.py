"""The life of one message that leaves the hub, and what an attempt to send it leads to.

queued → sending → sent | retry | uncertain | failed. It is `sending` in the database before the outside hears of it, so
that whoever finds it there after a crash sends it again under the same id: at least once, never lost.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import FailedBecause


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class Outcome(StrEnum):
    """What one attempt came to; `unreached`: the next hop was not there at all, which says nothing of the message."""

    SENT = "sent"
    RETRY = "retry"
    UNREACHED = "unreached"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


PARKED = (State.FAILED, State.UNCERTAIN)
"""What waits for a person: to be sent again, or, when uncertain, to be taken as sent."""

WAITS = (5, 15, 60, 300, 900, 1800)
"""Seconds of real time between attempts; the last one repeats."""
GIVE_UP_SECONDS = 24 * 3600
"""A message that the next hop keeps putting off is given up after so long."""
LEASE_SECONDS = 120
"""Longer than any attempt takes: who still finds a message `sending` after that knows that its sender is gone."""


class After(NamedTuple):
    """Where an attempt leads: the state, why it failed, and after how many seconds it is looked at again."""

    state: State
    reason: FailedBecause | None = None
    wait: int | None = None


def after_attempt(outcome: Outcome, attempt: int, age: float) -> After:
    """What becomes of a message after its attempt number `attempt`; `age` in seconds of real time since it was made."""
    if outcome is Outcome.SENT:
        return After(State.SENT)
    if outcome is Outcome.UNCERTAIN:
        return After(State.UNCERTAIN)
    if outcome is Outcome.FAILED:
        return After(State.FAILED, FailedBecause.REFUSED)
    if age >= GIVE_UP_SECONDS:
        return After(State.FAILED, FailedBecause.EXHAUSTED)
    return After(State.RETRY, None, WAITS[min(attempt, len(WAITS)) - 1])


def send_again(state: str) -> State:
    """A person has it sent again. Raises Refusal for one that is not parked."""
    if state not in PARKED:
        raise Refusal("not_parked", f"This message is {state}. Allowed: to send again what is failed or uncertain.")
    return State.QUEUED


def accept(state: str) -> State:
    """A person knows that it arrived. Raises Refusal for one whose fate is known."""
    if state != State.UNCERTAIN:
        raise Refusal("not_uncertain", f"This message is {state}. Allowed: to accept one that is uncertain.")
    return State.SENT
