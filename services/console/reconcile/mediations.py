"""Mediation cases against what their facts imply: a fold of its own, written apart from the service's rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.reconcile.model import Difference, Picture, Told
from services.console.reconcile.wall import WALLING

PENDING = frozenset({"opened", "consented", "assigned", "in_session"})
KEPT = frozenset({"agreed", "confirmed"})

MAY_FOLLOW: Mapping[str, frozenset[str]] = {
    "parties_named": frozenset({"opened"}),
    "consent_given": frozenset({"opened"}),
    "consent_refused": PENDING,
    "mediator_assigned": frozenset({"consented", "assigned", "in_session"}),
    "interest_declared": PENDING,
    "limit_extended": PENDING,
    "session_held": frozenset({"assigned", "in_session"}),
    "agreement_reached": frozenset({"in_session"}),
    "mediation_failed": PENDING,
    "judicial_confirmation_applied": frozenset({"agreed"}),
    "performance_followed_up": KEPT,
}
"""In which state a fact of mediation may happen; what is not named here may happen in any."""

REACHED: Mapping[str, str] = {
    "mediation_opened": "opened",
    "session_held": "in_session",
    "agreement_reached": "agreed",
    "mediation_failed": "failed",
    "judicial_confirmation_applied": "confirmed",
}


@dataclass(slots=True)
class ExpectedCase:
    """One mediation case as its facts imply it."""

    id: str
    number: str
    state: str | None = None
    body: str | None = None
    direct: bool | None = None
    parties: int = 0
    sessions: int = 0
    follow_ups: int = 0
    reason: str | None = None
    sitting: set[str] = field(default_factory=set)
    impossible: list[tuple[Told, str | None]] = field(default_factory=list)


def expect_cases(facts: Iterable[Told]) -> dict[str, ExpectedCase]:
    """Fold the facts of mediation by case, each stream in its order."""
    cases: dict[str, ExpectedCase] = {}
    for fact in sorted((f for f in facts if f.service == "mediation"), key=lambda f: (f.number, f.epoch, f.seq)):
        case_id = str(fact.codes["case"])
        _follow(cases.setdefault(case_id, ExpectedCase(case_id, fact.number)), fact)
    return cases


def _follow(case: ExpectedCase, fact: Told) -> None:
    codes, allowed = fact.codes, MAY_FOLLOW.get(fact.name)
    if allowed is not None and case.state not in allowed:
        case.impossible.append((fact, case.state))
    case.body, case.direct = codes["body"], codes["direct"]
    case.state = REACHED.get(fact.name, case.state)
    if fact.name in ("mediation_opened", "parties_named"):
        case.parties = codes["parties"]
    elif fact.name == "consent_given" and codes["complete"]:
        case.state = "consented"
    elif fact.name == "mediator_assigned":
        case.sitting.add(codes["mediator"])
        case.state = "assigned" if case.state == "consented" else case.state
    elif fact.name == "interest_declared":
        case.sitting.discard(codes["mediator"])
        case.state = "consented" if codes["sat"] and not case.sitting else case.state
    elif fact.name == "session_held":
        case.sessions = codes["session"]
    elif fact.name == "performance_followed_up":
        case.follow_ups = codes["follow_up"]
    elif fact.name == "mediation_failed":
        case.reason = codes["reason"]


def compare_mediations(picture: Picture) -> Iterator[Difference]:
    """Cases that are missing, forged or other than their facts say; none is left of a matter behind the wall."""
    walled = {fact.number for fact in picture.facts if fact.name == WALLING}
    expected = expect_cases(picture.facts)
    yield from _ordered(picture.facts, expected, walled)
    for case_id, case in expected.items():
        found = picture.mediations.get(case_id)
        if case.number in walled:
            if found is not None:
                yield Difference("wall", case.number, f"mediation case {case_id}", "forgotten", "there")
            continue
        for fact, state in case.impossible:
            what = f"{fact.name} {fact.id}"
            yield Difference("step", case.number, what, "allowed by mediation's table", f"in state {state}")
        if found is None:
            yield Difference("document", case.number, f"mediation case {case_id}", "there", "missing")
        else:
            yield from _fields(case, found)
        if case.direct and case.number not in picture.dockets:
            yield Difference("document", case.number, "oversight docket", "there", "missing")
    for case_id in picture.mediations.keys() - expected.keys():
        what = f"mediation case {case_id}"
        yield Difference("document", case_id.partition("-")[0], what, "told by a fact", "no fact of it in any journal")


def _ordered(facts: Iterable[Told], expected: Mapping[str, ExpectedCase], walled: set[str]) -> Iterator[Difference]:
    """What routing ordered was opened; and a matter that goes on by an agreement has one."""
    for fact in facts:
        if fact.service == "routing" and fact.name == "mediation_ordered" and fact.number not in walled:
            case = expected.get(str(fact.codes["order"]))
            if case is None or case.body != fact.codes["body"]:
                found = "not opened" if case is None else case.body
                yield Difference("mediation", fact.number, f"order {fact.codes['order']}", fact.codes["body"], found)


def _fields(case: ExpectedCase, found: Mapping[str, Any]) -> Iterator[Difference]:
    seats = found.get("seats") or ()
    shown = {
        **{name: found.get(name) for name in ("number", "state", "body", "direct", "reason")},
        **{name: len(found.get(name) or ()) for name in ("parties", "sessions", "follow_ups")},
        "sitting": sorted(seat["mediator"] for seat in seats if seat.get("left_at") is None),
    }
    for name, value in shown.items():
        wanted = sorted(case.sitting) if name == "sitting" else getattr(case, name)
        if value != wanted:
            yield Difference("field", case.number, f"mediation {case.id} {name}", wanted, value)


def words_of(picture: Picture) -> dict[str, set[str]]:
    """By collection the ids of sealed documents that cases and facts of mediation speak of."""
    found: dict[str, set[str]] = defaultdict(set)
    for case_id, case in picture.mediations.items():
        found["party"] |= {f"{case_id}-p{party['n']}" for party in case.get("parties") or ()}
        texts = case.get("texts")
        found["word"] |= {f"{case_id}-t{n}" for n in range(1, (texts if isinstance(texts, int) else 0) + 1)}
    for case_id, expected in expect_cases(picture.facts).items():
        found["party"] |= {f"{case_id}-p{n}" for n in range(1, expected.parties + 1)}
        if expected.state in KEPT:
            found["agreement"].add(case_id)
    return found
