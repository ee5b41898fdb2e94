"""Mediation's documents, in the words of mediation.

- `case`: one mediation case in codes (`domain.case`), id `<number>-m<n>`; rewritten by each step.
- `party`: who one party is, sealed, `<case>-p<n>`; with blind indexes by which a mediator of the same name is found.
- `word`: a sealed text, written once, `<case>-t<n>`: the subject, minutes, why it failed, what a follow-up found.
- `agreement`: what the parties agreed on, sealed, id of the case.
- `walled`: what was a matter's cases before it was recognised as an accusation, sealed, under a blinded id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from services.chassis.store import Collection, Document, Page, Work
from services.contracts.refusals import Refusal
from services.mediation.domain.case import Agreed, Case, FollowUp, Party, Seat, Session

MOST_PAGES = 40
"""So many pages are read for one list before it answers with what it has and a cursor."""

CASE, PARTY, WORD, AGREEMENT, WALLED = "case", "party", "word", "agreement", "walled"

COLLECTIONS = (
    Collection(
        CASE,
        indexes=(
            ("opened_at",),
            ("state", "opened_at"),
            ("body", "opened_at"),
            ("body", "state", "opened_at"),
            ("number",),
            ("follow_up_at",),
        ),
    ),
    Collection(PARTY),
    Collection(WORD),
    Collection(AGREEMENT),
    Collection(WALLED, walled=True),
)

_FLAT = Case._fields[:-5]
"""Everything of a case but what it is made of: parties, seats, sessions, agreement, follow-ups."""


class Reads(Protocol):
    """Where documents are read: a unit of work, or the store itself."""

    def get(self, collection: str, id: str) -> Document | None: ...


class Finder(Protocol):
    """One page of a question that is fixed but for its size and start."""

    def __call__(self, *, limit: int, after: str | None) -> Page: ...


@dataclass(frozen=True, slots=True)
class Held:
    """A case as it was read, with its document's version (0: not kept yet)."""

    case: Case
    version: int


def find(reads: Reads, case_id: str) -> Held | None:
    """A case, if there is one of this id."""
    document = reads.get(CASE, case_id)
    return None if document is None else Held(case_of(document.body), document.version)


def get(reads: Reads, case_id: str) -> Held:
    """A case. Raises Refusal `not_found`."""
    held = find(reads, case_id)
    if held is None:
        raise Refusal.not_found("mediation case")
    return held


def of_matter(work: Work, number: str) -> list[Held]:
    """All cases of one matter, oldest first."""
    page = work.find(CASE, equals={"number": number}, limit=200)
    held = [Held(case_of(document.body), document.version) for document in page.documents]
    return sorted(held, key=lambda each: (each.case.opened_at, each.case.id))


def gather(find: Finder, keep: Callable[[Case], bool], limit: int, after: str | None) -> tuple[list[Case], str | None]:
    """The next cases that a reader may see, at most `limit`, and where to go on (None: there are no more)."""
    kept: list[Case] = []
    cursor = after
    for _ in range(MOST_PAGES):
        page = find(limit=limit - len(kept), after=cursor)
        kept += [case for case in (case_of(document.body) for document in page.documents) if keep(case)]
        cursor = page.cursor
        if cursor is None or len(kept) >= limit:
            break
    return kept, cursor


def put(work: Work, held: Held, case: Case) -> dict[str, Any]:
    """Keep the changed case; returns what was kept."""
    body = body_of(case)
    work.put(CASE, case.id, body, held.version)
    return body


def case_of(body: dict[str, Any]) -> Case:
    """The case that a document keeps."""
    flat = {name: body[name] for name in _FLAT if name in body}
    for name in ("led_by", "interested", "routes"):
        flat[name] = tuple(flat[name])
    return Case(
        **flat,
        parties=tuple(Party(**each) for each in body["parties"]),
        seats=tuple(Seat(**each) for each in body["seats"]),
        sessions=tuple(Session(**{**each, "present": tuple(each["present"])}) for each in body["sessions"]),
        agreement=None if body["agreement"] is None else Agreed(**body["agreement"]),
        follow_ups=tuple(FollowUp(**each) for each in body["follow_ups"]),
    )


def body_of(case: Case) -> dict[str, Any]:
    """The document that keeps a case."""
    body: dict[str, Any] = {name: getattr(case, name) for name in _FLAT}
    body["parties"] = [each._asdict() for each in case.parties]
    body["seats"] = [each._asdict() for each in case.seats]
    body["sessions"] = [each._asdict() for each in case.sessions]
    body["agreement"] = None if case.agreement is None else case.agreement._asdict()
    body["follow_ups"] = [each._asdict() for each in case.follow_ups]
    return body
