"""Clues in hand: a supervisor files or dismisses what the ladder proposes, or files one; discipline looks into it."""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.chassis.store import Document, Page, Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.oversight import ClueDecided, ClueFiled
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.oversight import store
from services.oversight.domain import clue
from services.oversight.domain.clue import DISCIPLINES
from services.oversight.use_cases.desk import Desk
from services.oversight.use_cases.propose_clue import clue_of
from services.oversight.use_cases.sight import is_of, sees_place

SHOWN = (
    *("number", "place", "unit", "ground", "clock", "clock_id", "state", "recipient"),
    *("made_at", "filed_at", "filed_by", "decided_at"),
)
MOST_OF_ONE = 100
"""Clues of one matter."""


def list_clues(desk: Desk, call: Call) -> dict[str, Any]:
    """Clues, oldest first: all of a supervisor's places; of a discipline unit those that were filed with it."""
    user, state = call.staff(), call.query["state"]
    equals: dict[str, str | int | None] = {} if state is None else {"state": state}
    if not user.has(Role.SUPERVISOR):
        equals = {"recipient": _unit(user)}

    def find(*, limit: int, after: str | None) -> Page:
        return desk.store.find(store.CLUE.name, equals=equals, order="made_at", limit=limit, after=after)

    def keep(document: Document) -> bool:
        return _sees(desk, user, document.body) and state in (None, document.body["state"])

    kept, cursor = store.gather(find, keep, call.query["limit"], call.query["after"])
    return {"clues": [_row(each.id, each.body) for each in kept], "after": cursor}


def file_new(work: Work, desk: Desk, call: Call) -> Answer:
    """A supervisor files a clue about a unit's handling of a matter. Raises Refusal `not_found` or naming `unit`."""
    body, user, now = call.body, call.staff(), work.context.now
    docket = work.get(store.DOCKET.name, body["number"])
    if docket is None or not sees_place(desk, user, docket.body["place"]):
        raise Refusal.not_found("matter")
    if not desk.county.units.exists(body["unit"]):
        raise Refusal.of_field("unit", "unknown_unit", "Allowed: a unit of the county file.")
    before = work.find(store.CLUE.name, equals={"number": body["number"]}, limit=MOST_OF_ONE).documents
    if len(before) >= MOST_OF_ONE:
        raise Refusal("too_many_clues", f"Allowed: {MOST_OF_ONE} clues of one matter.")
    made = clue_of(body["number"], docket.body["place"], body["unit"], body["ground"], now)
    id = f"{body['number']}.clue.{len(before) + 1}"
    return _filed(work, desk, Document(id, 0, made), body["text"])


def file_proposed(work: Work, desk: Desk, call: Call) -> Answer:
    """A supervisor signs a proposal over to discipline. Raises Refusal `not_found not_proposed`."""
    return _filed(work, desk, _held(work, desk, call), call.body["text"])


def dismiss(work: Work, desk: Desk, call: Call) -> Answer:
    """A supervisor sees no clue in a proposal, and says why. Raises Refusal `not_found not_proposed`."""
    found = _held(work, desk, call)
    body = found.body | {"state": str(clue.dismiss(found.body["state"])), "decided_at": work.context.now}
    return _kept(work, desk, found, body, finding=call.body["text"])


def decide(work: Work, desk: Desk, call: Call) -> Answer:
    """Discipline has looked into a clue of its own. Raises Refusal `not_found not_filed`."""
    found = work.get(store.CLUE.name, call.path["id"])
    if found is None or found.body["recipient"] != _unit(call.staff()):
        raise Refusal.not_found("clue")
    call.expect(found.version)
    founded = call.body["founded"]
    body = found.body | {"state": str(clue.decide(found.body["state"], founded)), "decided_at": work.context.now}
    work.record(ClueDecided(number=body["number"], clue=found.id, recipient=body["recipient"], founded=founded))
    return _kept(work, desk, found, body, finding=call.body["text"])


def _filed(work: Work, desk: Desk, found: Document, text: str | None) -> Answer:
    recipient = desk.county.wall.recipient_for(found.body["unit"])
    body = found.body | {
        "state": str(clue.file(found.body["state"])),
        "recipient": recipient,
        "filed_at": work.context.now,
        "filed_by": work.context.actor,
    }
    work.record(
        ClueFiled(number=body["number"], clue=found.id, recipient=recipient, unit=body["unit"], ground=body["ground"])
    )
    return _kept(work, desk, found, body, text=text)


def _held(work: Work, desk: Desk, call: Call) -> Document:
    found, user = work.get(store.CLUE.name, call.path["id"]), call.staff()
    if found is None or not sees_place(desk, user, found.body["place"]) or is_of(desk, user, found.body["unit"]):
        raise Refusal.not_found("clue")
    call.expect(found.version)
    return found


def _kept(work: Work, desk: Desk, found: Document, body: dict[str, Any], **words: str | None) -> Answer:
    """Keep a clue with its words sealed under its own key."""
    body = body | {"key": body["key"] or desk.seal.new_key()}
    for name, said in words.items():
        if said is not None:
            body[name] = desk.seal.opener(body["key"]).seal(store.CLUE.name, found.id, name, said)
    work.put(store.CLUE.name, found.id, body, found.version)
    return Answer(_row(found.id, body), version=found.version + 1)


def _sees(desk: Desk, user: User, body: dict[str, Any]) -> bool:
    if user.has(Role.SUPERVISOR):
        return sees_place(desk, user, body["place"]) and not is_of(desk, user, body["unit"])
    return body["state"] in DISCIPLINES and body["recipient"] == user.department


def _unit(user: User) -> str:
    if user.department is None:
        raise Refusal.not_found("clue")
    return user.department


def _row(id: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, **{name: body[name] for name in SHOWN}}
