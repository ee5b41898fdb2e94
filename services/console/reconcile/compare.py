"""The comparison: pure, over one gathered picture; what it yields is the list that `reconcile` prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.console.reconcile.commands import compare_commands
from services.console.reconcile.expected import Expected, expect
from services.console.reconcile.mediations import compare_mediations
from services.console.reconcile.messages import compare_messages
from services.console.reconcile.model import UNKNOWN, Difference, Picture, Told
from services.console.reconcile.streams import compare_applied, compare_streams
from services.console.reconcile.wall import WALLING, chain_of_walled, hidden
from services.contracts.events.keyed import KeyedFact
from services.contracts.registry import FACTS
from services.contracts.topology import INBOXES

MATTERS_OF = frozenset({"intake", "routing"})
"""Services that tell of matters only; the others tell of disputes brought to a mediation body too."""
KEYED = frozenset((one.service, one.name) for one in FACTS.values() if issubclass(one, KeyedFact))
"""Facts of no single matter: they stand in journals, subscribers and the chain, and in no matter's documents."""
CODES = ("place", "channel", "purpose", "category", "urgency", "tier")
ACCUSATIONS = (".accusations",)
SHOWN = frozenset({"countynet.intake", *INBOXES["intake"].exchanges})
"""Whose facts stand in a matter's timeline: intake's own, and those that it hears."""
RECORDED = frozenset({"countynet.oversight", *INBOXES["oversight"].exchanges})
"""Whose facts stand in the county's chain: oversight's own, and those that it hears; contacts reach notify alone."""


def compare(picture: Picture) -> list[Difference]:
    """Every difference, in the order: journals, subscribers, chain, timelines, documents, commands, listed."""
    by_number: dict[str, list[Told]] = defaultdict(list)
    for fact in picture.facts:
        if not fact.exchange.endswith(ACCUSATIONS):
            by_number[fact.number].append(fact)
    folded = {number: expect(number, facts) for number, facts in by_number.items() if _is_matter(facts)}
    return [
        *compare_streams(picture.facts),
        *compare_applied(picture.facts, picture.applied),
        *_chain(picture, by_number),
        *_timelines(picture, by_number),
        *_steps(folded),
        *_matters(picture, folded),
        *_cases(picture, folded),
        *_dockets(picture, folded, by_number.keys()),
        *compare_mediations(picture),
        *compare_messages(picture),
        *compare_commands(picture.commands, picture.facts),
        *_listed(picture),
    ]


def _chain(picture: Picture, by_number: Mapping[str, list[Told]]) -> Iterator[Difference]:
    known = {fact.id for facts in by_number.values() for fact in facts}
    for number, facts in by_number.items():
        if any(fact.name == WALLING for fact in facts):
            yield from chain_of_walled(picture, number, facts)
            continue
        for fact in facts:
            found = picture.chain.get(fact.id, 0)
            if fact.exchange in RECORDED and found != 1:
                yield Difference("chain", number, f"{fact.service}.{fact.name} {fact.id}", 1, found)
    unseen = hidden(picture)
    for fact_id, count in picture.chain.items():
        if fact_id not in known and picture.recorded.get(fact_id, "").partition("/")[2] not in unseen:
            yield Difference("lost", "-", f"fact {fact_id}", "in a journal", f"{UNKNOWN}; in the chain alone ({count})")


def _is_matter(facts: Collection[Told]) -> bool:
    """Whether these facts are of a matter: not of a grid, roster or kind, nor of a dispute brought to a body itself."""
    if any((fact.service, fact.name) in KEYED for fact in facts):
        return False
    return any(fact.service in MATTERS_OF for fact in facts) or not any(fact.codes.get("direct") for fact in facts)


def _timelines(picture: Picture, by_number: Mapping[str, list[Told]]) -> Iterator[Difference]:
    for number, facts in by_number.items():
        matter = picture.matters.get(number)
        if matter is None:
            continue  # told by `_matters`, or walled
        counted = Counter(row["fact"] for row in matter.get("timeline", ()))
        for fact in facts:
            found = counted.pop(fact.id, 0)
            if fact.exchange in SHOWN and found != 1:
                yield Difference("timeline", number, f"{fact.service}.{fact.name} {fact.id}", 1, found)
        types = {row["fact"]: f"{row.get('service')}.{row.get('type')}" for row in matter.get("timeline", ())}
        for fact_id, count in counted.items():
            what = f"{types.get(fact_id)} {fact_id}"
            yield Difference("lost", number, what, "in a journal", f"{UNKNOWN}; in the timeline alone ({count})")


def _steps(folded: Mapping[str, Expected]) -> Iterator[Difference]:
    for number, expected in folded.items():
        for fact, status in expected.impossible:
            yield Difference(
                "step", number, f"{fact.name} {fact.id}", "allowed by the state table", f"in status {status}"
            )


def _matters(picture: Picture, folded: Mapping[str, Expected]) -> Iterator[Difference]:
    for number, expected in folded.items():
        found = picture.matters.get(number)
        if expected.walled:
            if found is not None:
                yield Difference("wall", number, "intake matter", "behind the wall", "in the open")
        elif found is None:
            yield Difference("document", number, "intake matter", "there", "missing")
        else:
            yield from _fields("intake", expected, found, (*CODES, "status", "owner"))
            if not expected.registered:
                yield Difference("lost", number, "intake matter_registered", "in intake's journal", "missing")
    for number in picture.matters.keys() - folded.keys():
        yield Difference("document", number, "intake matter", "told by a fact", "no fact of it in any journal")


def _cases(picture: Picture, folded: Mapping[str, Expected]) -> Iterator[Difference]:
    for number, expected in folded.items():
        found = picture.cases.get(number)
        if expected.walled:
            if found is not None:
                yield Difference("wall", number, "routing case", "forgotten", "there")
        elif found is None:
            yield Difference("document", number, "routing case", "there", "missing")
        else:
            yield from _fields("routing", expected, found, (*CODES, "status", "owner", "outcome", "round"))
            matter = picture.matters.get(number)
            if matter is not None and matter.get("status") != found.get("status"):
                yield Difference("status", number, "intake = routing", found.get("status"), matter.get("status"))
    for number in picture.cases.keys() - folded.keys():
        yield Difference("document", number, "routing case", "told by a fact", "no fact of it in any journal")


def _dockets(picture: Picture, folded: Mapping[str, Expected], told_of: Collection[str]) -> Iterator[Difference]:
    for number, expected in folded.items():
        if (number in picture.dockets) == expected.walled:
            told = ("forgotten", "there") if expected.walled else ("there", "missing")
            yield Difference("wall" if expected.walled else "document", number, "oversight docket", *told)
    for number in picture.dockets.difference(told_of):
        yield Difference("document", number, "oversight docket", "told by a fact", "no fact of it in any journal")


def _fields(service: str, expected: Expected, found: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[Difference]:
    for name in names:
        wanted = expected.codes.get(name) if name in CODES else getattr(expected, name)
        if found.get(name) != wanted:
            kind = "status" if name == "status" else "field"
            yield Difference(kind, expected.number, f"{service} {name}", wanted, found.get(name))


def _listed(picture: Picture) -> Iterator[Difference]:
    for row in picture.diverged:
        yield Difference(
            "diverged", _number(row), f"{row.get('service')} {row.get('stream')}", "none", row.get("surplus")
        )
    for row in picture.parked:
        what = f"{row.get('service')} {row.get('id')}"
        yield Difference("parked", _number(row), what, "none", row.get("reason"))


def _number(row: Mapping[str, Any]) -> str:
    return str(row.get("stream") or "/-").partition("/")[2]
