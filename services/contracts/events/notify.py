"""What notify tells: what became of each notice, and of each delivery to a department's own system.

One stream per matter (`message/<number>`), so that what was told about a matter stands in one order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from services.contracts.fact import Fact, fact
from services.contracts.kinds import Code, Codes, Identifier, Ordinal, one_of
from services.contracts.vocabulary import Audience, FailedBecause, MessageChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFact(Fact):
    """A fact of one notice: which one, by which template and channel, for whom; never to whom or what it said.

    A digest tells of several steps at once: `templates` names them in their order.
    """

    message: Identifier
    templates: Codes
    channel: Annotated[str, one_of(MessageChannel)]
    audience: Annotated[str, one_of(Audience)]
    unit: Code | None = None


@fact("notify", "message")
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(MessageFact):
    """The next hop took the notice on; sending is at least once, under one stable message id."""

    attempt: Ordinal


@fact("notify", "message")
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed(MessageFact):
    """The notice did not go out and will not by itself."""

    reason: Annotated[str, one_of(FailedBecause)]


@fact("notify", "message")
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUncertain(MessageFact):
    """Nobody knows whether the next hop took the notice: the answer was lost on the way."""

    attempt: Ordinal


@fact("notify", "message")
@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryParked(Fact):
    """A department's system did not take one fact of its own matter; it waits to be replayed."""

    delivery: Identifier
    subscription: Identifier
    fact: Code
    attempts: Ordinal
