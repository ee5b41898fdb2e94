"""How far an inbox has come with a stream, and what the next fact is to it: pure rules.

Facts of a stream are ordered by (epoch, seq). A restore of their source opens a new epoch; the first fact of a stream
in it carries `after`, the last seq that the source has kept.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple, Protocol

WINDOW = 64
"""So many fact ids of a stream are remembered; a fact older than that counts as seen."""


class Verdict(Enum):
    """What a fact is to an inbox."""

    FRESH = "fresh"
    """The direct successor: apply it."""
    SEEN = "seen"
    """Applied before: acknowledge it."""
    FORKED = "forked"
    """Another fact stands in its place: park it."""
    GAP = "gap"
    """Facts before it are missing: wait for them."""
    SURPLUS = "surplus"
    """The first of a new epoch, and the inbox has applied facts that its source has lost: apply, list as diverged."""

    @property
    def applies(self) -> bool:
        """Whether the fact is to be applied now."""
        return self in (Verdict.FRESH, Verdict.SURPLUS)


class Placed(Protocol):
    """The part of an envelope that places a fact in its stream."""

    id: str
    stream: str
    seq: int
    epoch: int
    after: int | None


class Handled(NamedTuple):
    """The last fact applied, and the ids of the last ones, newest last.

    `fact_ids[-1]` is the fact at `seq`, the one before it at `seq - 1`, and so on; `surplus_ids` are facts that were
    applied and that their source has since lost.
    """

    epoch: int
    seq: int
    fact_ids: tuple[str, ...]
    surplus_ids: tuple[str, ...] = ()


class HandledRow(NamedTuple):
    """The state of one stream in one inbox."""

    inbox: str
    stream: str
    state: Handled


def judge(state: Handled | None, envelope: Placed) -> Verdict:
    """What this fact is to an inbox in this state (None: nothing of the stream was applied yet)."""
    epoch, seq, after = envelope.epoch, envelope.seq, envelope.after
    if after is not None and after != seq - 1:
        return Verdict.FORKED
    if state is None:
        return Verdict.FRESH if seq == 1 else Verdict.GAP
    if epoch == state.epoch and seq == state.seq + 1:
        return Verdict.FRESH
    if envelope.id in state.fact_ids or envelope.id in state.surplus_ids:
        return Verdict.SEEN
    if epoch > state.epoch:
        if after is None or after > state.seq:
            return Verdict.GAP
        return Verdict.FRESH if after == state.seq else Verdict.SURPLUS
    if seq > state.seq:
        return Verdict.GAP if epoch == state.epoch else Verdict.FORKED
    return Verdict.FORKED if seq > state.seq - len(state.fact_ids) else Verdict.SEEN


def advance(state: Handled | None, envelope: Placed) -> Handled:
    """The state after a fact that applies; surplus facts leave the window and are remembered apart."""
    if state is None:
        return Handled(envelope.epoch, envelope.seq, (envelope.id,))
    kept, lost = state.fact_ids, state.surplus_ids
    surplus = state.seq - (envelope.seq - 1)
    if surplus > 0:
        kept, lost = kept[:-surplus], (lost + kept[-surplus:])[-WINDOW:]
    return Handled(envelope.epoch, envelope.seq, (*kept, envelope.id)[-WINDOW:], lost)


def diverged(inbox: str, envelope: Placed, before: Handled, after: Handled, at: str) -> dict[str, Any]:
    """What is kept of a stream of which an inbox has applied facts that their source has lost."""
    return {
        "inbox": inbox,
        "stream": envelope.stream,
        "epoch": envelope.epoch,
        "after": envelope.after,
        "surplus": before.seq - envelope.seq + 1,
        "epoch_before": before.epoch,
        "seq_before": before.seq,
        "fact_ids": list(after.surplus_ids),
        "at": at,
    }
