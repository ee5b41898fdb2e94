"""Matters behind the wall: what of them the county's own chain holds, and which of them an operator is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.console.reconcile.model import Difference, Picture, Told

WALLING = "matter_walled"


def hidden(picture: Picture) -> frozenset[str]:
    """Numbers that the chain names though oversight shows nothing that it has handled of them.

    An entry and `handled` commit together, so only the wall takes the one away and leaves the other: these matters were
    recognised as accusations later, and are shown to an operator of discipline alone (Art. 30).
    """
    shown = {_number(stream) for inbox in picture.applied.values() for stream in inbox}
    shown |= {fact.number for fact in picture.facts}
    shown |= picture.matters.keys() | picture.cases.keys() | picture.dockets
    return frozenset(_number(stream) for stream in picture.recorded.values()) - shown


def chain_of_walled(picture: Picture, number: str, facts: Sequence[Told]) -> Iterator[Difference]:
    """Of a matter that is shown as walled: nothing from the wall on, and nothing twice, is in the county's chain.

    What was told before may be on either side: the accusation can reach oversight before its inbox has come so far.
    """
    walled = min((f.epoch, f.seq) for f in facts if f.name == WALLING)
    for fact in facts:
        found = picture.chain.get(fact.id, 0)
        after = fact.service == "routing" and (fact.epoch, fact.seq) >= walled
        if found > (0 if after else 1):
            what = f"{fact.service}.{fact.name} {fact.id}"
            yield Difference("wall" if after else "chain", number, what, 0 if after else 1, found)


def _number(stream: str) -> str:
    return stream.partition("/")[2]
