"""A clock's rule as plain JSON and back: a running clock keeps the rule that it started under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from services.contracts.vocabulary import Urgency
from services.county.calendar import TimeUnit, Warn
from services.county.clocks import Anchor, Breach, ClockRule, LadderStep, Length, Says


def rule_as_json(rule: ClockRule) -> dict[str, Any]:
    """Everything that a running clock needs of its rule."""
    still = rule.stands_still
    return {
        "name": rule.name,
        "title": rule.title,
        "anchor": str(rule.anchor),
        "starts": sorted(rule.starts),
        "stops": sorted(rule.stops),
        "length": _lengths(rule.length),
        "warn": [[each.percent, each.before, _word(each.unit)] for each in rule.warn],
        "pausable": rule.pausable,
        "breach": [[str(each.step), _length(each.after)] for each in rule.breach],
        "article": rule.article,
        "roll": rule.roll,
        "start_says": [_says(each) for each in rule.start_says],
        "stop_says": [_says(each) for each in rule.stop_says],
        "dated": rule.dated,
        "since": rule.since,
        "extension": _length(rule.extension),
        "stands_still": None if still is None else [_says(each) for each in still],
    }


def rule_id(told: Mapping[str, Any]) -> str:
    """A name for a rule by what it says: the same rule has the same, in every file and every process."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def rule_from_json(told: Mapping[str, Any]) -> ClockRule:
    """The rule that was kept."""
    still = told["stands_still"]
    return ClockRule(
        name=told["name"],
        title=told["title"],
        anchor=Anchor(told["anchor"]),
        starts=frozenset(told["starts"]),
        stops=frozenset(told["stops"]),
        length=_read_lengths(told["length"]),
        warn=tuple(Warn(percent, before, TimeUnit(unit) if unit else None) for percent, before, unit in told["warn"]),
        pausable=told["pausable"],
        breach=tuple(Breach(LadderStep(step), _read_length(after)) for step, after in told["breach"]),
        article=told["article"],
        roll=told["roll"],
        start_says=tuple(_read_says(each) for each in told["start_says"]),
        stop_says=tuple(_read_says(each) for each in told["stop_says"]),
        dated=told["dated"],
        since=told["since"],
        extension=_read_length(told["extension"]),
        stands_still=None if still is None else (_read_says(still[0]), _read_says(still[1])),
    )


def _word(unit: TimeUnit | None) -> str | None:
    return None if unit is None else str(unit)


def _length(length: Length | None) -> list[Any] | None:
    return None if length is None else [length.amount, str(length.unit)]


def _read_length(told: list[Any] | None) -> Length | None:
    return None if told is None else Length(told[0], TimeUnit(told[1]))


def _lengths(length: Length | Mapping[Urgency, Length] | None) -> Any:
    if length is None or isinstance(length, Length):
        return _length(length)
    return {str(urgency): _length(each) for urgency, each in length.items()}


def _read_lengths(told: Any) -> Length | Mapping[Urgency, Length] | None:
    if isinstance(told, dict):
        return {Urgency(urgency): Length(each[0], TimeUnit(each[1])) for urgency, each in told.items()}
    return _read_length(told)


def _says(says: Says) -> list[Any]:
    return [says.fact, says.field, sorted(says.values, key=str)]


def _read_says(told: list[Any]) -> Says:
    return Says(told[0], told[1], frozenset(told[2]))
