"""What the facts imply: a pure fold over the streams of one matter, written apart from the services' own rules.

The fold never asks a document; so a document that was changed by hand, and a rule that changed by mistake, both show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.reconcile.model import Told
from services.contracts.vocabulary import Status

PENDING = frozenset(
    {Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING, Status.MEDIATING, Status.REPLIED}
)

MAY_FOLLOW: Mapping[str, frozenset[Status]] = {
    "matter_accepted": frozenset({Status.REGISTERED}),
    "matter_declined": frozenset({Status.REGISTERED}),
    "matter_referred": PENDING,
    "matter_answered": frozenset({Status.REGISTERED, Status.ACCEPTED}),
    "whistle_blown": frozenset({Status.ACCEPTED, Status.WHISTLED, Status.HANDLING}),
    "department_checked_in": frozenset({Status.WHISTLED, Status.HANDLING}),
    "objection_raised": frozenset({Status.WHISTLED, Status.HANDLING}),
    "objection_decided": frozenset({Status.WHISTLED, Status.HANDLING}),
    "department_replied": frozenset({Status.HANDLING}),
    "extension_granted": frozenset({Status.WHISTLED, Status.HANDLING, Status.REPLIED}),
    "mediation_ordered": frozenset({Status.ACCEPTED}),
    "mediation_returned": frozenset({Status.MEDIATING}),
    "matter_concluded": frozenset(
        {Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING, Status.MEDIATING, Status.REPLIED}
    ),
    "matter_reopened": frozenset({Status.CONCLUDED}),
    "matter_closed": frozenset({Status.CONCLUDED, Status.DECLINED, Status.REFERRED}),
    "matter_withdrawn": PENDING,
    "matter_joined": frozenset({Status.REGISTERED, Status.ACCEPTED}),
    "review_opened": frozenset({Status.CONCLUDED, Status.CLOSED, Status.REVIEWED}),
    "review_decided": frozenset({Status.REVIEWING, Status.SECOND_REVIEWING}),
    "matter_final": frozenset({Status.FINAL}),
}
"""In which status a fact of routing may happen; what is not named here may happen in any."""

REACHED: Mapping[str, Status] = {
    "matter_accepted": Status.ACCEPTED,
    "matter_declined": Status.DECLINED,
    "matter_referred": Status.REFERRED,
    "whistle_blown": Status.WHISTLED,
    "mediation_ordered": Status.MEDIATING,
    "mediation_returned": Status.ACCEPTED,
    "matter_concluded": Status.CONCLUDED,
    "matter_reopened": Status.ACCEPTED,
    "matter_closed": Status.CLOSED,
    "matter_withdrawn": Status.WITHDRAWN,
    "matter_joined": Status.JOINED,
    "matter_final": Status.FINAL,
}
MAY_COMPLETE = frozenset({"department_replied", "objection_decided", "interest_declared"})
"""After these every department that is still called may have replied."""
REVIEWED: Mapping[str, Mapping[int, Status]] = {
    "review_opened": {1: Status.REVIEWING, 2: Status.SECOND_REVIEWING},
    "review_decided": {1: Status.REVIEWED, 2: Status.FINAL},
}
"""What a review leads to, by its instance."""


@dataclass(slots=True)
class Expected:
    """One matter as its facts imply it; `calls` is by department of the whistles that run, True once replied."""

    number: str
    status: Status = Status.REGISTERED
    codes: dict[str, Any] = field(default_factory=dict)
    owner: str | None = None
    outcome: str | None = None
    round: int = 1
    walled: bool = False
    registered: bool = False
    calls: dict[str, bool] = field(default_factory=dict)
    impossible: list[tuple[Told, Status]] = field(default_factory=list)
    """Facts that cannot have happened in the status that the facts before them imply."""


def expect(number: str, facts: Iterable[Told]) -> Expected:
    """Fold the facts of one matter; each stream in its order, the registration first, then routing's stream.

    Facts of oversight, mediation and notify change no status: they are compared by their ids alone.
    """
    expected = Expected(number)
    ordered = sorted(facts, key=lambda f: (f.epoch, f.seq))
    for fact in ordered:
        if fact.service == "intake" and fact.name == "matter_registered":
            _register(expected, fact)
    for fact in ordered:
        if fact.service == "routing":
            _follow(expected, fact)
    return expected


def _register(expected: Expected, fact: Told) -> None:
    expected.registered = True
    expected.owner = fact.codes["owner"]
    expected.codes = {
        name: fact.codes.get(name) for name in ("place", "channel", "purpose", "category", "urgency", "tier")
    }


def _follow(expected: Expected, fact: Told) -> None:
    allowed = MAY_FOLLOW.get(fact.name)
    if allowed is not None and expected.status not in allowed:
        expected.impossible.append((fact, expected.status))
    for name in ("category", "urgency", "tier"):
        expected.codes[name] = fact.codes.get(name)
    _calls(expected, fact)
    expected.status = _status(expected, fact)
    if fact.name in ("matter_accepted", "owner_changed"):
        expected.owner = fact.codes["owner"]
    elif fact.name == "matter_concluded":
        expected.outcome = fact.codes["outcome"]
    elif fact.name == "matter_reopened":
        expected.round, expected.outcome = fact.codes["round"], None
    elif fact.name == "matter_walled":
        expected.walled = True


def _calls(expected: Expected, fact: Told) -> None:
    codes = fact.codes
    if fact.name == "whistle_blown":
        further = expected.calls if expected.status is not Status.ACCEPTED else {}
        expected.calls = further | dict.fromkeys([codes["lead"], *codes["assists"]], False)
    elif fact.name == "department_replied":
        expected.calls[codes["department"]] = True
    elif (fact.name == "objection_decided" and codes["upheld"]) or (
        fact.name == "interest_declared" and codes.get("whistle")
    ):
        expected.calls.pop(codes["department"], None)
        if codes.get("replacement"):
            expected.calls.setdefault(codes["replacement"], False)


def _status(expected: Expected, fact: Told) -> Status:
    reached = REACHED.get(fact.name)
    if reached is Status.WHISTLED and expected.status is Status.HANDLING:
        return expected.status
    if reached is not None:
        return reached
    if fact.name in REVIEWED:
        return REVIEWED[fact.name][fact.codes["instance"]]
    if fact.name == "department_checked_in" and expected.status is Status.WHISTLED:
        return Status.HANDLING
    if fact.name in MAY_COMPLETE and expected.status is Status.HANDLING:
        return Status.REPLIED if expected.calls and all(expected.calls.values()) else Status.HANDLING
    return expected.status
