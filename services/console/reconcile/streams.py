"""Journals and subscribers: each stream without gap or repetition, each fact applied by every inbox that binds it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from services.console.reconcile.model import UNKNOWN, Applied, Difference, Told
from services.contracts.topology import INBOXES


def by_stream(facts: Iterable[Told]) -> dict[tuple[str, str], list[Told]]:
    """The facts by (exchange, stream), each stream in the order of (epoch, seq)."""
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for fact in facts:
        found[(fact.exchange, fact.stream)].append(fact)
    for stream in found.values():
        stream.sort(key=lambda f: (f.epoch, f.seq))
    return found


def compare_streams(facts: Iterable[Told]) -> Iterator[Difference]:
    """Sequence numbers run 1, 2, 3 … in every stream, over all epochs, and no fact id stands twice."""
    seen: set[str] = set()
    for (_, stream), told in by_stream(facts).items():
        expected = 1
        for fact in told:
            if fact.id in seen:
                yield Difference("twice", fact.number, f"journal {stream}", "each fact once", f"{fact.name} {fact.id}")
            seen.add(fact.id)
            if fact.seq != expected:
                kind = "twice" if fact.seq < expected else "missing"
                yield Difference(
                    kind, fact.number, f"journal {stream} seq", expected, f"{fact.seq} {fact.name} {fact.id}"
                )
            expected = fact.seq + 1


def compare_applied(facts: Iterable[Told], applied: Mapping[str, Mapping[str, Applied]]) -> Iterator[Difference]:
    """Every inbox has applied each stream that it binds up to its head, and the same facts."""
    heads = by_stream(facts)
    for name, inbox in INBOXES.items():
        states = applied.get(name, {})
        bound = {stream: told for (exchange, stream), told in heads.items() if exchange in inbox.exchanges}
        for stream, told in bound.items():
            yield from _one(name, stream, told, states.get(stream))
        for stream in states.keys() - bound.keys():
            state = states[stream]
            yield Difference(
                "lost",
                stream.partition("/")[2],
                f"{name} applied {stream}",
                "in a journal",
                f"seq {state.seq}; {UNKNOWN}",
            )


def _one(inbox: str, stream: str, told: list[Told], state: Applied | None) -> Iterator[Difference]:
    head = told[-1]
    if state is None:
        yield Difference("not_applied", head.number, f"{inbox} {stream}", f"seq {head.seq}", "nothing")
        return
    if (state.epoch, state.seq) < (head.epoch, head.seq):
        missing = [f"{f.name} {f.id}" for f in told if (f.epoch, f.seq) > (state.epoch, state.seq)]
        yield Difference(
            "not_applied", head.number, f"{inbox} {stream}", f"seq {head.seq}", f"seq {state.seq}; not {missing}"
        )
    elif (state.epoch, state.seq) > (head.epoch, head.seq):
        beyond = list(state.ids[-(state.seq - head.seq) :]) if state.seq > head.seq else []
        yield Difference(
            "lost", head.number, f"{inbox} {stream}", f"seq {head.seq}", f"seq {state.seq}; applied {beyond} {UNKNOWN}"
        )
    yield from _same_facts(inbox, stream, told, state)


def _same_facts(inbox: str, stream: str, told: list[Told], state: Applied) -> Iterator[Difference]:
    ids = {fact.seq: fact for fact in told}
    for back, applied_id in enumerate(reversed(state.ids)):
        fact = ids.get(state.seq - back)
        if fact is not None and fact.id != applied_id:
            yield Difference("forked", fact.number, f"{inbox} {stream} seq {fact.seq}", fact.id, applied_id)
