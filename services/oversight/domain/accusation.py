"""An accusation (检举控告) as its recipient sees it: registered, received, answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from services.contracts.refusals import Refusal


class AccusationState(StrEnum):
    """Where it stands with its recipient."""

    REGISTERED = "registered"
    RECEIVED = "received"
    ANSWERED = "answered"


def opened(recipient: str, place: str, channel: str, received_at: str, key: str) -> dict[str, Any]:
    """A new accusation; `key` is the sealed key of its answer."""
    return {
        "recipient": recipient,
        "place": place,
        "channel": channel,
        "received_at": received_at,
        "state": AccusationState.REGISTERED,
        "supplements": 0,
        "key": key,
        "answer": None,
    }


def receive(state: str) -> AccusationState:
    """The recipient takes it on. Raises Refusal if that was done before."""
    if state != AccusationState.REGISTERED:
        raise Refusal("already_received", f"This accusation is {state}. Allowed: to receive one that is registered.")
    return AccusationState.RECEIVED


def answer(state: str) -> AccusationState:
    """The recipient answers it. Raises Refusal before it was received and after it was answered."""
    if state != AccusationState.RECEIVED:
        raise Refusal("not_received", f"This accusation is {state}. Allowed: to answer one that is received.")
    return AccusationState.ANSWERED
