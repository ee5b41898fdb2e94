"""The table of leases of one service: who is alive, who holds what, who shall hold it. Pure arithmetic.

A process lives as long as its slot is renewed. What only one may do (`lead`, a partition) is held by one process; who
shall hold it follows from the living slots alone, so that all processes come to the same answer. Whoever holds what
another shall hold finishes first and then lets go; what a dead process held is free. Times are real, in seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

LEASE_S = 6.0
"""So long after its last renewal a process counts as dead."""
RENEW_S = 2.0
LEAD = "lead"
"""The relay, heads, what runs alone, and asking again after a restore."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One process: `name` stays the same when it is started again, `holder` does not; `address` is its web port."""

    number: int
    name: str
    holder: str
    address: str
    until: float


@dataclass(frozen=True, slots=True)
class Process:
    """Who asks; `known` from the moment on when it has had a slot."""

    name: str
    holder: str
    address: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Slots by number, holders by claim, and the term: how many times the lead has changed hands."""

    slots: tuple[Slot, ...] = ()
    claims: Mapping[str, str] | None = None
    term: int = 0

    @classmethod
    def of(cls, body: Mapping[str, Any] | None) -> Table:
        """From its document."""
        if body is None:
            return cls()
        return cls(tuple(Slot(*row) for row in body["slots"]), dict(body["claims"]), body["term"])

    def body(self) -> dict[str, Any]:
        """As its document."""
        rows = [[s.number, s.name, s.holder, s.address, s.until] for s in self.slots]
        return {"slots": rows, "claims": dict(self.claims or {}), "term": self.term}

    def held_by(self, holder: str) -> frozenset[str]:
        """What a process holds."""
        return frozenset(claim for claim, who in (self.claims or {}).items() if who == holder)

    def slot_of(self, holder: str) -> Slot | None:
        """The slot of a process; None where it was taken for dead."""
        return next((s for s in self.slots if s.holder == holder), None)


def turn(table: Table, me: Process, now: float, queues: Sequence[str], done: Collection[str]) -> Table:
    """The table after this process has had its turn: slot entered or renewed, claims taken and let go.

    `queues` are shared evenly, in their order; `done` are claims whose work here has come to rest. Gives the same table
    again where there is nothing to do.
    """
    slots = _renewed(table.slots, me, now)
    shall = shares(slots, queues)
    living = {s.holder for s in slots}
    claims = {claim: who for claim, who in (table.claims or {}).items() if who in living}
    for claim, owner in shall.items():
        if claims.get(claim) == me.holder != owner and claim in done:
            del claims[claim]
        if claim not in claims and owner == me.holder:
            claims[claim] = owner
    led = (table.claims or {}).get(LEAD)
    term = table.term + (claims.get(LEAD) not in (None, led))
    made = Table(slots, claims, term)
    return table if made == replace(table, claims=dict(table.claims or {})) else made


def leave(table: Table, holder: str) -> Table:
    """The table without a process that stops."""
    claims = {claim: who for claim, who in (table.claims or {}).items() if who != holder}
    return Table(tuple(s for s in table.slots if s.holder != holder), claims, table.term)


def shares(slots: Iterable[Slot], queues: Sequence[str]) -> dict[str, str]:
    """Who shall hold what: the lead is the first slot's, queues go round, beginning with the last slot."""
    living = sorted(slots, key=lambda s: s.number)
    if not living:
        return {}
    shall = {LEAD: living[0].holder}
    for i, queue in enumerate(queues):
        shall[queue] = living[-1 - i % len(living)].holder
    return shall


def _renewed(slots: tuple[Slot, ...], me: Process, now: float) -> tuple[Slot, ...]:
    """Slots without the dead, mine among them: kept, renewed, or entered.

    A process that is started again takes the slot of its name at once: two of one name cannot both have its port.
    """
    mine = next((s for s in slots if s.holder == me.holder), None)
    if mine is None and not me.known:
        mine = next((s for s in slots if s.name == me.name), None)
    others = tuple(s for s in slots if s is not mine and s.until > now)
    if mine is None:
        taken = {s.number for s in others}
        number = next(n for n in range(len(taken) + 1) if n not in taken)
    else:
        number = mine.number
    fresh = mine is not None and mine.holder == me.holder and LEASE_S - RENEW_S < mine.until - now <= LEASE_S
    entered = mine if fresh and mine else Slot(number, me.name, me.holder, me.address, now + LEASE_S)
    return tuple(sorted((*others, entered), key=lambda s: s.number))
