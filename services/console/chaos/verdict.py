"""The verdict: a hub at rest, held against the client's own log and the poison that was fed. Pure.

Everything that `reconcile` finds counts here too, sorted into lost, twice, out of order and wrong.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.console.chaos.poison import Parking, Poison
from services.console.reconcile.commands import FACT_OF, KEYS
from services.console.reconcile.compare import compare
from services.console.reconcile.model import Command, Difference, Picture

LOST = frozenset({"lost", "missing", "not_applied", "document", "command"})
TWICE = frozenset({"twice"})
OUT_OF_ORDER = frozenset({"step", "forked", "order"})
COUNTED = frozenset({"timeline", "chain"})
"""Kinds whose differences say how often something was found: never is lost, more than once is twice."""


@dataclass(slots=True)
class Verdict:
    """Each list is empty when nothing is wrong."""

    lost: list[Difference] = field(default_factory=list)
    twice: list[Difference] = field(default_factory=list)
    out_of_order: list[Difference] = field(default_factory=list)
    wrong: list[Difference] = field(default_factory=list)
    not_parked: list[Parking] = field(default_factory=list)
    parked_besides: list[Parking] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing at all is wrong."""
        return not any((self.lost, self.twice, self.out_of_order, self.wrong, self.not_parked, self.parked_besides))


def judge(picture: Picture, fed: Iterable[Poison], counters: Mapping[str, int]) -> Verdict:
    """The verdict on a hub at rest; `counters` are oversight's."""
    verdict = Verdict()
    opened = replace(picture, parked=[])  # what is parked is compared with the poison, not with nothing
    found = [*compare(opened), *_steps(picture), *_order(picture), *_strangers(picture), *_counters(picture, counters)]
    for difference in found:
        _list_of(verdict, difference).append(difference)
    wanted = Counter(row for message in fed for row in message.parked)
    parked = Counter(Parking(row["inbox"], row["reason"], _fact(row)) for row in picture.parked)
    verdict.not_parked = list((wanted - parked).elements())
    verdict.parked_besides = list((parked - wanted).elements())
    return verdict


def _fact(row: Mapping[str, Any]) -> str | None:
    return None if row.get("fact") is None else str(row["fact"])


def _list_of(verdict: Verdict, difference: Difference) -> list[Difference]:
    if difference.kind in COUNTED:
        return verdict.twice if difference.found else verdict.lost
    if difference.kind in LOST:
        return verdict.lost
    if difference.kind in TWICE:
        return verdict.twice
    return verdict.out_of_order if difference.kind in OUT_OF_ORDER else verdict.wrong


def _steps(picture: Picture) -> Iterator[Difference]:
    """The client's log straight against intake's timelines: each step that was answered stands there once."""
    answered: dict[str, Counter[str]] = defaultdict(Counter)
    for number, step, _ in {(command.number, command.step, _which(command)) for command in picture.commands}:
        answered[number][FACT_OF[step][1]] += 1
    for number, steps in answered.items():
        rows = picture.matters.get(number, {}).get("timeline", ())
        told = Counter(row["type"] for row in rows)
        for name, count in steps.items():
            if told[name] != count:
                yield Difference("timeline", number, f"{name} as the client knows it", count, told[name])


def _which(command: Command) -> tuple[str, ...]:
    """What tells it apart from others of its kind on its matter."""
    return tuple(str(command.codes.get(key)) for key in KEYS.get(command.step, ()))


def _order(picture: Picture) -> Iterator[Difference]:
    """Rows of one stream stand in a timeline in the order of the stream, without a hole."""
    for number, matter in picture.matters.items():
        reached: dict[str, int] = defaultdict(int)
        for row in matter.get("timeline", ()):
            if row.get("seq") is not None:
                stream = row["stream"]
                if row["seq"] != reached[stream] + 1:
                    yield Difference("order", number, f"timeline {stream}", reached[stream] + 1, row["seq"])
                reached[stream] = row["seq"]


def _strangers(picture: Picture) -> Iterator[Difference]:
    """A matter that the client knows nothing of: a registration that was repeated with its key and done twice."""
    known = {command.number for command in picture.commands}
    for number in picture.matters.keys() - known:
        yield Difference("twice", number, "matter_registered", "a matter of the client's log", "a second one")


def _counters(picture: Picture, counters: Mapping[str, int]) -> Iterator[Difference]:
    """Oversight's counters by department, all days together, against the log."""
    found: Counter[str] = Counter()
    for key, amount in counters.items():
        parts = key.split("/")
        if parts[:2] == ["rate", "department"]:
            found[f"{parts[3]} {_measure(parts[4])}"] += amount
    wanted = Counter(f"{code} {measure}" for code, measure in _measures(picture.commands))
    for name in sorted({name for name in wanted.keys() | found.keys() if not name.endswith(" other")}):
        if wanted[name] != found[name]:
            yield Difference("counter", "-", name, wanted[name], found[name])


def _measure(measure: str) -> str:
    """A late check-in and one in time are both one; what hangs on working hours is not compared."""
    if measure.startswith("check_in."):
        return "check_in"
    return measure if measure.startswith(("concluded.", "rated.")) else "other"


def _measures(commands: Iterable[Command]) -> Iterator[tuple[str, str]]:
    led: dict[str, str] = {}
    rated: list[Command] = []
    seen: set[tuple[str, str]] = set()
    for command in commands:
        if (command.number, command.step) in seen:
            continue
        seen.add((command.number, command.step))
        if command.step == "check_in":
            yield command.codes["department"], "check_in"
        elif command.step == "conclude":
            led[command.number] = command.codes["lead"]
            yield command.codes["lead"], f"concluded.appeal.{command.codes['outcome']}"
        elif command.step == "rate":
            rated.append(command)
    for command in rated:
        yield led.get(command.number, "-"), f"rated.{command.codes['responsible']}"
