"""A hub in memory for the comparison: whole lives as facts, and the picture that a faultless hub would show of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.console.reconcile.expected import expect
from services.console.reconcile.model import Applied, Command, Picture, Told
from services.contracts.topology import INBOXES

CODES = {
    "place": "chengguan-01",
    "channel": "web",
    "purpose": "appeal",
    "category": "water",
    "urgency": "hard",
    "tier": None,
}

LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("intake", "matter_registered", {"owner": "town-1"}),
    ("routing", "matter_accepted", {"owner": "centre"}),
    ("routing", "whistle_blown", {"whistle": "w1", "kind": "plain", "lead": "water-unit", "assists": ()}),
    ("routing", "department_checked_in", {"whistle": "w1", "department": "water-unit", "late": False}),
    ("routing", "department_replied", {"whistle": "w1", "department": "water-unit", "reply": 1}),
    ("routing", "matter_concluded", {"outcome": "solved", "lead": "water-unit", "round": 1}),
    ("intake", "matter_rated", {"request": "r1", "receiving": "satisfied", "responsible": "satisfied"}),
    ("routing", "matter_closed", {"reason": "rated", "lead": "water-unit", "request": "r1"}),
)
STEP_OF = {
    "matter_registered": "register",
    "matter_accepted": "accept",
    "whistle_blown": "whistle",
    "department_checked_in": "check_in",
    "department_replied": "reply",
    "matter_concluded": "conclude",
    "matter_rated": "rate",
}
KIND = {"intake": "matter", "routing": "case", "oversight": "docket"}


def tell(number: str, steps: tuple[tuple[str, str, dict[str, Any]], ...] = LIFE) -> list[Told]:
    """The facts of one matter, numbered stream by stream."""
    seqs: dict[str, int] = {}
    facts = []
    for count, (service, name, codes) in enumerate(steps, start=1):
        seqs[service] = seqs.get(service, 0) + 1
        fact_id = f"{number}-{count:02}"
        stream = f"{KIND[service]}/{number}"
        told = {**CODES, **codes}
        exchange = f"countynet.{service}"
        time = f"2026-11-22T08:{count:02}:00Z"
        facts.append(Told(fact_id, service, exchange, stream, 1, seqs[service], None, name, number, time, told))
    return facts


def faultless(*numbers: str) -> Picture:
    """What is gathered of a hub on which nothing went wrong."""
    picture = Picture()
    for number in numbers:
        facts = tell(number)
        picture.facts += facts
        expected = expect(number, facts)
        shown = {**expected.codes, "status": str(expected.status), "owner": expected.owner}
        rows = [{"fact": f.id, "service": f.service, "type": f.name} for f in facts]
        picture.matters[number] = {**shown, "timeline": rows}
        picture.cases[number] = {**shown, "outcome": expected.outcome, "round": expected.round}
        picture.dockets.add(number)
        for fact in facts:
            picture.chain[fact.id] += 1
            if fact.name in STEP_OF:
                codes = {k: list(v) if isinstance(v, tuple) else v for k, v in _own_codes(fact).items()}
                picture.commands.append(Command("log.jsonl", STEP_OF[fact.name], number, codes, {}, "salt"))
        _apply(picture, facts)
    return picture


def _own_codes(fact: Told) -> Mapping[str, Any]:
    kept = {"whistle", "department", "lead", "assists", "outcome", "request", "receiving", "responsible"}
    return {k: v for k, v in fact.codes.items() if k in kept}


def _apply(picture: Picture, facts: list[Told]) -> None:
    for name, inbox in INBOXES.items():
        for fact in facts:
            if fact.exchange in inbox.exchanges:
                states = picture.applied.setdefault(name, {})
                before = states.get(fact.stream)
                ids = (*(before.ids if before else ()), fact.id)
                states[fact.stream] = Applied(fact.epoch, fact.seq, ids)
