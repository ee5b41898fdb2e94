"""Group matters of one kind into one improvement, and track whether it helped (办好一件事，推动解决一类事)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.leading import ImprovementRecorded, KindGrouped
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import ImprovementStep
from services.county.county import County
from services.routing import store
from services.routing.domain import improvement as rules
from services.routing.domain.case import Case
from services.routing.domain.improvement import Candidate, Improvement
from services.routing.store import CASE, KIND, KIND_OF
from services.routing.use_cases.deps import Deps, town_of
from services.routing.use_cases.rights import sees_place

CHUNK, MOST = 500, 20_000
"""Cases read at once, and at most for one count: what lies further back is not looked at."""


def list_kinds(deps: Deps, call: Call) -> Answer:
    """Improvements of the reader's places, newest first, and kinds that the county would group now."""
    kinds, user, now = rules.rules_of(deps.county), call.staff(), deps.clock.now()
    after: str | None = call.query["after"]
    page = deps.store.find(KIND, order="grouped_at", descending=True, limit=call.query["limit"], after=after)
    seen = [doc for doc in page.documents if sees_place(user, str(doc.body["place"]), deps.county)]
    shown = [_shown(deps, rules.improvement_of(doc.body), doc.body, now) for doc in seen]
    rows = ((case["number"], case["category"], case["town"]) for case in _cases(deps, rules.since(kinds, now), now))
    told = [row for row in rows if row[1] is not None and row[2] is not None and sees_place(user, row[2], deps.county)]
    taken = {number for number, _, _ in told if deps.store.get(KIND_OF, number) is not None}
    proposed = [_proposed(each) for each in rules.candidates(kinds, told, taken)]
    return Answer({"kinds": shown, "candidates": proposed, "after": page.cursor})


def read_kind(deps: Deps, call: Call) -> Answer:
    """One improvement with its words. Raises Refusal `not_found`."""
    found = deps.store.get(KIND, call.path["id"])
    if found is None or not sees_place(call.staff(), str(found.body["place"]), deps.county):
        raise Refusal.not_found("kind")
    return Answer(_shown(deps, rules.improvement_of(found.body), found.body, deps.clock.now()), version=found.version)


def group(work: Work, deps: Deps, call: Call) -> Answer:
    """A person groups matters of one category in one place; a matter belongs to one improvement at most."""
    body, at, county = call.body, work.context.now, deps.county
    rules.rules_of(county)
    places = []
    for position, number in enumerate(body["numbers"]):
        held = store.find(work, number)
        if held is None or not sees_place(call.staff(), held.case.place, county):
            raise Refusal.of_field(f"numbers.{position}", "unknown_matter", "Allowed: a matter that you may see.")
        if not _of_kind(county, held.case.category, body["category"]):
            raise Refusal.of_field(f"numbers.{position}", "other_kind", f"Allowed: matters of {body['category']}.")
        if work.get(KIND_OF, number) is not None:
            raise Refusal.of_field(f"numbers.{position}", "grouped_already", "Allowed: matters of no improvement yet.")
        if not rules.counts(held.case.status):
            said = f"Allowed: matters of their own; this one is {held.case.status}."
            raise Refusal.of_field(f"numbers.{position}", "not_counted", said)
        places.append(held.case.place)
    if county.places.exists(body["place"]) and not sees_place(call.staff(), body["place"], county):
        raise Refusal.of_field("place", "unknown_place", "Allowed: a place that you work for.")
    epoch = deps.store.epoch
    code = f"k{work.next_number('kind')}{'' if epoch == 1 else f'e{epoch}'}"
    made = rules.grouped(county, code, body["category"], body["place"], body["numbers"], places, at)
    key = deps.seal.new_key()
    kept = rules.body_of(made) | {"key": key, "words": [], "title": _sealed(deps, key, code, "title", body["title"])}
    work.put(KIND, code, kept)
    for number in made.numbers:
        work.put(KIND_OF, number, {"code": code})
    work.record(KindGrouped(number=code, category=made.category, place=made.place, matters=len(made.numbers)))
    return Answer(_shown(deps, made, kept, at), version=1)


def record_step(work: Work, deps: Deps, call: Call) -> Answer:
    """A measure was taken."""
    return _record(work, deps, call, ImprovementStep.MEASURE)


def record_result(work: Work, deps: Deps, call: Call) -> Answer:
    """What came of it; the improvement ends with that."""
    return _record(work, deps, call, ImprovementStep.RESULT)


def forget(work: Work, deps: Deps, case: Case) -> None:
    """A matter turned out to be an accusation: no improvement names or counts it any more (Art. 30)."""
    kept = work.get(KIND_OF, case.number)
    if kept is not None:
        work.delete(KIND_OF, case.number, kept.version)
    for listed in deps.store.find(KIND, order="grouped_at", descending=True, limit=CHUNK).documents:
        found = work.get(KIND, listed.id)
        if found is None:
            continue
        former = rules.improvement_of(found.body)
        counted = rules.counts(case.status) and _is_of(deps.county, former, case.category, case.place)
        left = rules.without(former, case.number, case.opened_at, counted=counted)
        if left != former:
            work.put(KIND, found.id, found.body | rules.body_of(left), found.version)


def _record(work: Work, deps: Deps, call: Call, step: ImprovementStep) -> Answer:
    found, at = work.get(KIND, call.path["id"]), work.context.now
    if found is None or not sees_place(call.staff(), str(found.body["place"]), deps.county):
        raise Refusal.not_found("kind")
    call.expect(found.version)
    former = rules.improvement_of(found.body)
    before, after = _counts(deps, former, at)
    made = rules.measured(former, step, before, after, at)
    n, key = made.measures[-1].n, found.body["key"]
    words = [*found.body["words"], _sealed(deps, key, made.code, f"measure.{n}", call.body["text"])]
    kept = found.body | rules.body_of(made) | {"words": words}
    work.put(KIND, made.code, kept, found.version)
    told = {"number": made.code, "category": made.category, "place": made.place, "step": str(step)}
    work.record(ImprovementRecorded(**told, n=n, before=before, after=after))
    return Answer(_shown(deps, made, kept, at), version=found.version + 1)


def _shown(deps: Deps, improvement: Improvement, body: dict[str, Any], now: str) -> dict[str, Any]:
    shown = dict(rules.body_of(improvement))
    opener = deps.seal.opener(body["key"])
    shown["title"] = opener.open(KIND, improvement.code, "title", body["title"])
    shown["before"], shown["after"] = _counts(deps, improvement, improvement.ended_at or now)
    words = enumerate(body["words"], 1)
    texts = [opener.open(KIND, improvement.code, f"measure.{n}", sealed) for n, sealed in words]
    measures = [each._asdict() for each in improvement.measures]
    shown["measures"] = [each | {"text": text} for each, text in zip(measures, texts, strict=True)]
    return shown


def _proposed(candidate: Candidate) -> dict[str, Any]:
    return {**candidate._asdict(), "numbers": list(candidate.numbers)}


def _counts(deps: Deps, improvement: Improvement, now: str) -> tuple[int, int]:
    """Matters of the kind before it was grouped, and since (`domain.improvement.spans`)."""
    earlier, later = rules.spans(improvement, now)
    return _count(deps, improvement, *earlier), _count(deps, improvement, *later)


def _count(deps: Deps, improvement: Improvement, start: str, end: str) -> int:
    county, town = deps.county, town_of(deps.county, improvement.place)
    return sum(
        1 for case in _cases(deps, start, end, town) if _is_of(county, improvement, case["category"], case["place"])
    )


def _is_of(county: County, improvement: Improvement, category: str | None, place: str) -> bool:
    """Whether a matter of a category and place counts for the improvement."""
    return _of_kind(county, category, improvement.category) and county.places.within(place, improvement.place)


def _of_kind(county: County, category: str | None, wanted: str) -> bool:
    """Whether a category is the wanted one or lies below it."""
    while category is not None and category != wanted:
        category = county.categories.get(category).parent if county.categories.exists(category) else None
    return category is not None


def _cases(deps: Deps, start: str, end: str, town: str | None = None) -> Iterator[dict[str, Any]]:
    """Cases opened in a stretch of time, of one town or of the county, that count as matters of their own; none behind
    the wall is among them."""
    equals, cursor = {} if town is None else {"town": town}, None
    for _ in range(0, MOST, CHUNK):
        page = deps.store.find(
            CASE, equals=equals, between=("opened_at", start, end), order="opened_at", limit=CHUNK, after=cursor
        )
        yield from (document.body for document in page.documents if rules.counts(document.body["status"]))
        cursor = page.cursor
        if cursor is None:
            return


def _sealed(deps: Deps, key: str, code: str, name: str, text: str) -> str:
    return deps.seal.opener(key).seal(KIND, code, name, text)
