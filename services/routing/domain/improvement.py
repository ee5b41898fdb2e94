"""Matters of one kind grouped into one improvement (办好一件事，推动解决一类事), and whether it helped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ImprovementStep, Status
from services.county.county import County
from services.county.instants import instant, moment
from services.county.leading import Kinds


class Measure(NamedTuple):
    """One measure, or the result; `before` and `after` count matters of the kind in as many days each."""

    n: int
    step: str
    at: str
    before: int
    after: int


class Improvement(NamedTuple):
    """One kind of trouble in one place: which matters showed it, what was done, and how many came since.

    `title`, and the words of each measure, are kept sealed beside it.
    """

    code: str
    category: str
    place: str
    numbers: tuple[str, ...]
    grouped_at: str
    since: str
    measures: tuple[Measure, ...] = ()
    ended_at: str | None = None


class Candidate(NamedTuple):
    """A kind that the county would group: so many matters of one category in one town lately."""

    category: str
    place: str
    numbers: tuple[str, ...]


UNCOUNTED = frozenset({Status.JOINED, Status.DECLINED})
"""A repeat is not another matter, and what was declined was never the county's: neither shows a kind of trouble."""


def counts(status: str) -> bool:
    """Whether a matter of this status is one of its kind."""
    return status not in UNCOUNTED


def rules_of(county: County) -> Kinds:
    """When matters of one kind are grouped. Raises Refusal `not_in_this_county`."""
    if county.kinds is None:
        raise Refusal("not_in_this_county", "The county file does not group matters by kind.")
    return county.kinds


def since(kinds: Kinds, now: str) -> str:
    """From when on matters count as lately."""
    return instant(moment(now) - timedelta(days=kinds.within_days))


def candidates(kinds: Kinds, rows: Iterable[tuple[str, str, str]], taken: Collection[str]) -> list[Candidate]:
    """Kinds worth grouping of (number, category, town), largest first; matters of an improvement are left out."""
    found: dict[tuple[str, str], list[str]] = {}
    for number, category, town in rows:
        if number not in taken:
            found.setdefault((category, town), []).append(number)
    made = [Candidate(*kind, tuple(numbers)) for kind, numbers in found.items() if len(numbers) >= kinds.group_at]
    return sorted(made, key=lambda each: (-len(each.numbers), each.category, each.place))


def grouped(
    county: County, code: str, category: str, place: str, numbers: Sequence[str], places: Sequence[str], at: str
) -> Improvement:
    """One improvement of matters that lie at `places`. Raises Refusal naming the field at fault."""
    kinds = rules_of(county)
    if not county.categories.exists(category):
        raise Refusal.of_field("category", "unknown_category", f"Allowed: {', '.join(county.categories.codes())}.")
    if not county.places.exists(place):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place of the county file.")
    if len(set(numbers)) != len(numbers):
        raise Refusal.of_field("numbers", "named_twice", "Allowed: each matter once.")
    if len(numbers) < 2:
        raise Refusal.of_field("numbers", "too_few", "Allowed: at least 2 matters.")
    for position, where in enumerate(places):
        if not county.places.within(where, place):
            raise Refusal.of_field(f"numbers.{position}", "elsewhere", f"Allowed: matters of {place}.")
    return Improvement(code, category, place, tuple(numbers), at, since(kinds, at))


def measured(improvement: Improvement, step: ImprovementStep, before: int, after: int, at: str) -> Improvement:
    """One measure more, or the result, which ends it. Raises Refusal `improvement_over`."""
    if improvement.ended_at is not None:
        raise Refusal("improvement_over", f"The improvement ended with its result at {improvement.ended_at}.")
    made = Measure(len(improvement.measures) + 1, str(step), at, before, after)
    ended = at if step is ImprovementStep.RESULT else None
    return improvement._replace(measures=(*improvement.measures, made), ended_at=ended)


Span = tuple[str, str]
"""From an instant to another one, both counted."""


def spans(improvement: Improvement, now: str) -> tuple[Span, Span]:
    """As many days before it was grouped and since: all since then until `now`, at most the county's."""
    start = moment(improvement.grouped_at)
    span = min(max(moment(now) - start, timedelta(0)), start - moment(improvement.since))
    earlier = instant(start - span), improvement.grouped_at
    return earlier, (instant(start + timedelta(seconds=1)), instant(start + span))


def without(improvement: Improvement, number: str, opened_at: str, *, counted: bool) -> Improvement:
    """The improvement as if a matter had never been: named nowhere, and where it `counted` in no measure's counts."""
    measures = []
    for each in improvement.measures:
        before, after = (counted and first <= opened_at <= last for first, last in spans(improvement, each.at))
        measures.append(each._replace(before=max(each.before - before, 0), after=max(each.after - after, 0)))
    left = tuple(each for each in improvement.numbers if each != number)
    return improvement._replace(numbers=left, measures=tuple(measures))


def body_of(improvement: Improvement) -> dict[str, object]:
    """What a document keeps of it."""
    body: dict[str, object] = improvement._asdict()
    body["numbers"] = list(improvement.numbers)
    body["measures"] = [each._asdict() for each in improvement.measures]
    return body


def improvement_of(body: dict[str, object]) -> Improvement:
    """What a document has kept."""
    kept = {name: body[name] for name in Improvement._fields}
    numbers, measures = kept["numbers"], kept["measures"]
    assert isinstance(numbers, list)
    assert isinstance(measures, list)
    kept["numbers"], kept["measures"] = tuple(numbers), tuple(Measure(**each) for each in measures)
    return Improvement(**kept)  # type: ignore[arg-type]
