"""The seeded schedule: which faults, when, on whom and for how long. Pure: the same seed gives the same schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TypeVar

from services.console.chaos.poison import KINDS as POISONS
from services.console.hub import SERVICES

T = TypeVar("T")


class Kind(StrEnum):
    """What can be done to a hub."""

    KILL = "kill -9"
    TERM = "TERM"
    STOP = "STOP..CONT"
    RESTART = "restart"
    CLOSE = "close connections"
    SILENCE = "silence"
    POISON = "poison"


TARGETS = {
    Kind.KILL: (*SERVICES, "gateway", "broker", "epmd"),
    Kind.TERM: (*SERVICES, "gateway"),
    Kind.STOP: (*SERVICES, "gateway", "broker"),
    Kind.RESTART: ("broker",),
    Kind.CLOSE: ("broker",),
    Kind.SILENCE: ("proxy",),
}
"""Who each fault may hit; every target of a kind comes once before one comes again."""

SECONDS = {Kind.STOP: (1.0, 6.0), Kind.SILENCE: (2.0, 14.0)}
"""How long a fault lasts, where it lasts: silences both shorter and longer than the bus's watchdog."""

ROOM = {Kind.RESTART: 9.0, Kind.CLOSE: 3.0}
"""About how long it takes to do what is done by a program."""

FIRST_S, LAST_S = 3.0, 2.0
"""Nothing happens so soon after the beginning, and so shortly before the end."""

GAP_S = (2.0, 9.0)
POISON_GAP_S = (4.0, 9.0)
POISON_BURST = (3, 8)


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry: `at` and `seconds` in seconds from the beginning of the load, `feed` the kinds of poison."""

    at: float
    kind: Kind
    target: str
    seconds: float = 0.0
    feed: tuple[str, ...] = ()


def schedule(seed: int, duration: float) -> list[Fault]:
    """Faults one after another, and beside them bursts of poison, in the order of their times."""
    end = duration - LAST_S
    faults = [*_faults(Random(f"countynet faults {seed}"), end), *_bursts(Random(f"countynet poison {seed}"), end)]
    return sorted(faults, key=lambda fault: fault.at)


def _faults(random: Random, end: float) -> Iterator[Fault]:
    at = FIRST_S
    targets = {kind: _dealt(random, names) for kind, names in TARGETS.items()}
    kinds = _dealt(random, (*TARGETS, Kind.KILL))
    while round(at, 1) < end:
        kind = next(kinds)
        shortest, longest = SECONDS.get(kind, (0.0, 0.0))
        seconds = round(min(random.uniform(shortest, longest), max(end - at, shortest)), 1)
        yield Fault(round(at, 1), kind, next(targets[kind]), seconds)
        at += seconds + ROOM.get(kind, 0.0) + random.uniform(*GAP_S)


def _bursts(random: Random, end: float) -> Iterator[Fault]:
    at = FIRST_S + random.uniform(*POISON_GAP_S)
    kinds = _dealt(random, POISONS)
    while round(at, 1) < end:
        feed = tuple(next(kinds) for _ in range(random.randint(*POISON_BURST)))
        yield Fault(round(at, 1), Kind.POISON, "exchanges", 0.0, feed)
        at += random.uniform(*POISON_GAP_S)


def _dealt(random: Random, cards: tuple[T, ...]) -> Iterator[T]:
    """Cards of a deck that is shuffled again whenever it is empty."""
    while True:
        deck = list(cards)
        random.shuffle(deck)
        yield from deck
