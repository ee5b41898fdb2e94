"""What is compared: facts of the journals, what subscribers have applied, documents, commands; and a difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

UNKNOWN = "unknown to its source: lost there by a restore, or forged"
"""What is found of a fact that a subscriber holds and the journal of its source does not."""


class Told(NamedTuple):
    """One fact as a journal holds it; `name` is the fact's without service and version, `codes` its data."""

    id: str
    service: str
    exchange: str
    stream: str
    epoch: int
    seq: int
    after: int | None
    name: str
    number: str
    time: str
    codes: Mapping[str, Any]


class Applied(NamedTuple):
    """How far one inbox has come with one stream; `ids` are the last facts applied, newest last."""

    epoch: int
    seq: int
    ids: tuple[str, ...]


class Command(NamedTuple):
    """One acknowledged command of a client's log: `codes` were sent or answered, `texts` are salted digests."""

    log: str
    step: str
    number: str
    codes: Mapping[str, Any]
    texts: Mapping[str, str]
    salt: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: of what kind, on which matter, in which field, expected and found."""

    kind: str
    number: str
    field: str
    expected: Any
    found: Any

    def as_json(self) -> dict[str, Any]:
        """The difference as a flat JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Picture:
    """Everything that was gathered of one hub."""

    facts: list[Told] = field(default_factory=list)
    applied: dict[str, dict[str, Applied]] = field(default_factory=dict)
    """By inbox, by stream."""
    matters: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    accusations: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    cases: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    messages: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    mediations: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    dockets: set[str] = field(default_factory=set)
    recorded: dict[str, str] = field(default_factory=dict)
    """By fact id the stream that an entry of the audit chain names."""
    chain: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How often a fact id stands in the audit chain."""
    commands: list[Command] = field(default_factory=list)
    words: dict[tuple[str, str], dict[str, Mapping[str, bool]]] = field(default_factory=dict)
    """By (service, collection) of sealed words, by document id: its sealed fields, and whether each is sealed."""
    diverged: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[Mapping[str, Any]] = field(default_factory=list)
