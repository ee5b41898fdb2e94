"""What the recipient does with accusations: list, receive, answer them. Nobody else learns that they exist."""

from __future__ import annotations

from typing import Any

from services.chassis.access import User
from services.chassis.store import Document, Work
from services.chassis.web.call import Call
from services.contracts.events.oversight import AccusationAnswered, AccusationReceived
from services.contracts.refusals import Refusal
from services.oversight import store
from services.oversight.domain import accusation
from services.oversight.use_cases.desk import Desk

SHOWN = ("recipient", "place", "channel", "received_at", "state", "supplements")


def list_accusations(desk: Desk, call: Call) -> dict[str, Any]:
    """The recipient's own accusations, oldest first, by codes only."""
    equals: dict[str, str | int | None] = {"recipient": _unit(call.staff())}
    if call.query["state"] is not None:
        equals["state"] = call.query["state"]
    page = desk.store.find(
        store.ACCUSATION.name,
        equals=equals,
        order="received_at",
        limit=call.query["limit"],
        after=call.query["after"],
    )
    return {"accusations": [_row(document) for document in page.documents], "after": page.cursor}


def receive(work: Work, desk: Desk, call: Call) -> dict[str, Any]:
    """The recipient takes an accusation on; the accuser will see that it was received."""
    found = _own(work, desk, call)
    body = found.body | {"state": accusation.receive(found.body["state"])}
    work.put(store.ACCUSATION.name, found.id, body, found.version)
    work.record(AccusationReceived(number=found.id, recipient=body["recipient"]))
    return _row(Document(found.id, found.version + 1, body))


def answer(work: Work, desk: Desk, call: Call) -> dict[str, Any]:
    """The recipient has dealt with an accusation; the text stays here, sealed, for the accuser to read."""
    found = _own(work, desk, call)
    state = accusation.answer(found.body["state"])
    sealed = desk.seal.opener(found.body["key"]).seal(store.ACCUSATION.name, found.id, "answer", call.body["text"])
    body = found.body | {"state": state, "answer": sealed}
    work.put(store.ACCUSATION.name, found.id, body, found.version)
    work.record(AccusationAnswered(number=found.id, recipient=body["recipient"]))
    return _row(Document(found.id, found.version + 1, body))


def read_answer(work: Work, desk: Desk, call: Call) -> dict[str, Any]:
    """The answer in words, for its recipient unit and for who accused: the bearer of this number's follow token.

    Raises Refusal `not_found` (404) for a matter that is no accusation, and for every other unit's.
    """
    if call.user is not None and call.user.matter == call.path["number"]:
        found = work.get(store.ACCUSATION.name, call.path["number"])
        if found is None:
            raise Refusal.not_found("accusation")
    else:
        found = _own(work, desk, call)
    sealed, text = found.body["answer"], None
    if sealed is not None:
        text = desk.seal.opener(found.body["key"]).open(store.ACCUSATION.name, found.id, "answer", sealed)
    return {"number": found.id, "state": found.body["state"], "text": text}


def _own(work: Work, _desk: Desk, call: Call) -> Document:
    found = work.get(store.ACCUSATION.name, call.path["number"])
    if found is None or found.body["recipient"] != _unit(call.staff()):
        raise Refusal.not_found("accusation")
    call.expect(found.version)
    return found


def _unit(user: User) -> str:
    """The unit that the reader sits in; without one there is nothing that could be meant for him."""
    if user.department is None:
        raise Refusal.not_found("accusation")
    return user.department


def _row(document: Document) -> dict[str, Any]:
    return {"number": document.id, **{name: document.body[name] for name in SHOWN}}
