"""Routing's documents, in the words of routing.

- `case`: one matter after its registration, with its whistles inside (`domain.case`); rewritten by each step.
- `desk`: one called department's claim on one case, `<department>:<number>`; `open` is 1 while it has work there.
- `reply` / `remark`: sealed words, written once: what the citizen is told, and what the units tell each other.
- `waiting`: what waits for a unit's word, `<unit>:<number>:<what>`: an offered handover, an order to take or claim.
- `rung`: what time alone does to a case at `due`: it goes up the county's ladder, by its number; an offer to another
  unit lapses, `<number>-offer`.
- `kind`: one improvement, its words sealed under a key of its own; `kind_of`: which one a matter belongs to.
- `succeeded`: whose matters went over to a successor, `<unit>:<to>:<from>`; written once while the file has that row.
- `walled`: what was a case before it was recognised as an accusation, all of it sealed, under a blinded id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from services.chassis.store import Collection, Document, Work
from services.contracts.refusals import Refusal
from services.routing.domain.call import DepartmentCall
from services.routing.domain.case import Case
from services.routing.domain.leading import NOTHING, leading_of
from services.routing.domain.leading import body_of as body_of_leading
from services.routing.domain.mediation import Order
from services.routing.domain.redress import UNTOUCHED, redress_of
from services.routing.domain.redress import body_of as body_of_redress
from services.routing.domain.whistle import Objection, Whistle

CASE, DESK, REPLY, REMARK, WALLED = "case", "desk", "reply", "remark", "walled"
WAITING, RUNG, KIND, KIND_OF, SUCCEEDED = "waiting", "rung", "kind", "kind_of", "succeeded"

COLLECTIONS = (
    Collection(CASE, indexes=(("opened_at",), ("status", "opened_at"), ("town", "opened_at"))),
    Collection(DESK, indexes=(("department", "called_at"), ("department", "open", "called_at"))),
    Collection(REPLY),
    Collection(REMARK),
    Collection(WALLED, walled=True),
    Collection(WAITING, indexes=(("unit", "since"),)),
    Collection(RUNG, indexes=(("due",),)),
    Collection(KIND, indexes=(("grouped_at",),)),
    Collection(KIND_OF),
    Collection(SUCCEEDED),
)

OFFER = "-offer"

_CASE = Case._fields[: Case._fields.index("leading")]
"""The plain values of a case; what it is made of beyond them comes last, as in a whistle its calls and objections."""
_WHISTLE = Whistle._fields[:-2]


class Reads(Protocol):
    """Where documents are read: a unit of work, or the store itself."""

    def get(self, collection: str, id: str) -> Document | None: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A case as it was read, with its document's version (0: not kept yet)."""

    case: Case
    version: int


def find(reads: Reads, number: str) -> Held | None:
    """The case of a matter, if routing knows the matter."""
    document = reads.get(CASE, number)
    return None if document is None else Held(case_of(document.body), document.version)


def get(reads: Reads, number: str) -> Held:
    """The case of a matter. Raises Refusal `not_found`."""
    held = find(reads, number)
    if held is None:
        raise Refusal.not_found("matter")
    return held


def put(work: Work, held: Held, case: Case, town: str | None) -> dict[str, Any]:
    """Keep the changed case, and with it the desks of the departments that it calls; returns what was kept."""
    body = body_of(case, town)
    work.put(CASE, case.number, body, held.version)
    _follow_desks(work, held.case, case)
    follow_leading(work, held.case, case)
    return body


def take_away(work: Work, held: Held) -> None:
    """Let the case and every trace of it on the desks vanish."""
    work.delete(CASE, held.case.number, held.version)
    for department in held.case.departments:
        desk = work.get(DESK, f"{department}:{held.case.number}")
        if desk is not None:
            work.delete(DESK, desk.id, desk.version)
    follow_leading(work, held.case, held.case._replace(leading=NOTHING))


def case_of(body: dict[str, Any]) -> Case:
    """The case that a document keeps."""
    values: list[Any] = [body.get(name) if name == "county" else body[name] for name in _CASE]
    values.append(leading_of(body.get("leading")))
    values.append(redress_of(body.get("redress")))
    values.append(tuple([Order(**order) for order in body.get("mediations", ())]))
    values.append(tuple([_whistle_of(w) for w in body["whistles"]]))
    return Case(*values)


def body_of(case: Case, town: str | None) -> dict[str, Any]:
    """The document that keeps a case; `town` is the town of its place, for lists."""
    body: dict[str, Any] = dict(zip(_CASE, case, strict=False))
    body["town"] = town
    body["leading"] = None if case.leading is NOTHING else body_of_leading(case.leading)
    body["redress"] = None if case.redress is UNTOUCHED else body_of_redress(case.redress)
    body["mediations"] = [order._asdict() for order in case.mediations]
    body["whistles"] = [body_of_whistle(w) for w in case.whistles]
    return body


def body_of_whistle(whistle: Whistle) -> dict[str, Any]:
    """One whistle inside of the document of its case."""
    body: dict[str, Any] = dict(zip(_WHISTLE, whistle, strict=False))
    body["calls"] = [call._asdict() for call in whistle.calls]
    body["objections"] = [each._asdict() for each in whistle.objections]
    return body


def _whistle_of(body: dict[str, Any]) -> Whistle:
    values: list[Any] = [body.get(name) for name in _WHISTLE]
    values.append(tuple([DepartmentCall(**call) for call in body["calls"]]))
    values.append(tuple([Objection(**each) for each in body["objections"]]))
    return Whistle(*values)


def _claims(case: Case) -> dict[str, tuple[int, str]]:
    claims: dict[str, tuple[int, str]] = {}
    for whistle in case.whistles:
        for call in whistle.calls:
            if call.active:
                claims[call.department] = (0 if whistle.ended else 1, call.called_at)
    return claims


def _follow_desks(work: Work, before: Case, after: Case) -> None:
    if before.whistles is after.whistles:
        return
    old, new = _claims(before), _claims(after)
    for department in old.keys() | new.keys():
        claim = new.get(department)
        if claim == old.get(department):
            continue
        desk_id = f"{department}:{after.number}"
        desk = work.get(DESK, desk_id) if department in old else None
        if claim is not None:
            body = {"department": department, "number": after.number, "open": claim[0], "called_at": claim[1]}
            work.put(DESK, desk_id, body, 0 if desk is None else desk.version)
        elif desk is not None:
            work.delete(DESK, desk_id, desk.version)


def follow_leading(work: Work, before: Case, after: Case) -> None:
    """Keep what waits for units, and when the case goes up by itself, as leading the case says now."""
    if before.leading is after.leading:
        return
    old, new = before.leading.waiting, after.leading.waiting
    for unit, what, since in new - old:
        waiting_id = f"{unit}:{after.number}:{what.replace(' ', '-')}"
        work.put(WAITING, waiting_id, {"unit": unit, "number": after.number, "what": what, "since": since})
    for unit, what, _ in old - new:
        gone = work.get(WAITING, f"{unit}:{after.number}:{what.replace(' ', '-')}")
        if gone is not None:
            work.delete(WAITING, gone.id, gone.version)
    _follow_due(work, after.number, after.number, before.leading.goes_up_at, after.leading.goes_up_at)
    offer_id = f"{after.number}{OFFER}"
    _follow_due(work, offer_id, after.number, before.leading.lapses_at, after.leading.lapses_at)


def _follow_due(work: Work, rung_id: str, number: str, before: str | None, due: str | None) -> None:
    if before == due:
        return
    rung = None if before is None else work.get(RUNG, rung_id)
    if due is not None:
        work.put(RUNG, rung_id, {"number": number, "due": due}, 0 if rung is None else rung.version)
    elif rung is not None:
        work.delete(RUNG, rung.id, rung.version)
