"""Make messages of the lines whose time has come; what stays in the hub is told at once, the rest is queued."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from services.chassis.boxes import BoxError
from services.chassis.store import Work
from services.contracts.events.notify import MessageFailed, MessageSent, MessageUncertain
from services.contracts.vocabulary import Audience, FailedBecause, MessageChannel
from services.county.notify import Address
from services.notify.domain import picture as pictures
from services.notify.domain.message import State
from services.notify.domain.picture import CITIZEN, GUARDIAN, Line, Picture
from services.notify.domain.sos import GUARDIAN_UNREACHED
from services.notify.store import MESSAGE
from services.notify.use_cases.notice_desk import Desk

log = logging.getLogger(__name__)

IN_THE_BOX = {CITIZEN: "petitioners", GUARDIAN: "guardians"}
"""Who is reached by the box that intake seals for notify, and under which name."""


def release(work: Work, desk: Desk, picture: Picture, now: str, *, in_app_only: bool = False) -> None:
    """Turn what is due in a picture that is about to be put into messages."""
    for recipient, lines in pictures.take(picture, now, desk.book.pace, in_app_only=in_app_only):
        if recipient in IN_THE_BOX:
            _to_people(work, desk, picture, recipient, lines)
            continue
        body = _to_staff(desk, picture["number"], picture["place"], recipient, lines)
        put(work, desk, _next_id(desk, picture), body)


def put(work: Work, desk: Desk, id: str, body: dict[str, Any]) -> None:
    """Write a new message; one that is told within the hub is sent by that."""
    body["made_at"] = work.context.now
    if body["channel"] == MessageChannel.IN_APP:
        body |= {"state": str(State.SENT), "attempt": 1, "turn": None}
    if body["turn"] is None:
        body["settled_at"] = work.context.now
        tell(work, desk, id, body)
    work.put(MESSAGE, id, body)


def tell(work: Work, desk: Desk, id: str, body: dict[str, Any]) -> None:
    """Record what became of a message, in the commit in which it became so; count it."""
    told: dict[str, Any] = {
        "number": body["number"],
        "message": id,
        "templates": tuple(body["templates"]),
        "channel": body["channel"],
        "audience": body["audience"],
        "unit": body["unit"],
    }
    state = body["state"]
    if state == State.SENT:
        work.record(MessageSent(**told, attempt=body["attempt"]))
    elif state == State.UNCERTAIN:
        work.record(MessageUncertain(**told, attempt=body["attempt"]))
    elif state == State.FAILED:
        work.record(MessageFailed(**told, reason=body["reason"]))
        if body["audience"] == Audience.GUARDIAN:
            _guardian_unreached(work, desk, id, body)
    work.after_commit(desk.metrics.child(desk.metrics.messages_total, body["channel"], state).inc)


def people(desk: Desk, picture: Picture, recipient: str = CITIZEN) -> list[Address] | None:
    """Whom the matter's box names, of its citizens or its guardians; None where it has not come or does not open."""
    contact = picture["contact"]
    if contact is None:
        return None
    try:
        listed = desk.contacts.open(contact["key"], contact["box"]).get(IN_THE_BOX[recipient], [])
    except BoxError as error:
        log.error("a contact cannot be used: %s", error)
        return None
    return [Address(email=one.get("email"), phone=one.get("phone")) for one in listed]


def _to_people(work: Work, desk: Desk, picture: Picture, recipient: str, lines: Sequence[Line]) -> None:
    """One message for each who can be reached by what is set up; who left an address alone is told by letter."""
    template = desk.book.templates.get(lines[-1]["t"])
    reached, audience = people(desk, picture, recipient), Audience(recipient)
    if template is None:
        return
    chosen_any = reached is not None and any(desk.book.channel_for(template, each) for each in reached)
    if reached is None or (recipient == GUARDIAN and not chosen_any):
        no_way_to(work, desk, picture, recipient, lines)
        return
    for person, address in enumerate(reached):
        chosen = desk.book.channel_for(template, address)
        if chosen is not None:
            body = _message(desk, picture, recipient, lines, chosen, audience)
            put(work, desk, _next_id(desk, picture), body | {"person": person})


def no_way_to(work: Work, desk: Desk, picture: Picture, recipient: str, lines: Sequence[Line]) -> None:
    """A message that has failed from the start: no address that is set up leads to whom it is for."""
    template = desk.book.templates[lines[-1]["t"]]
    channel = next((one for one in template.channels if one in desk.book.channels), template.channels[0])
    body = _message(desk, picture, recipient, lines, channel, Audience(recipient))
    body |= {"state": str(State.FAILED), "reason": str(FailedBecause.NO_CONTACT), "turn": None}
    put(work, desk, _next_id(desk, picture), body)


def _guardian_unreached(work: Work, desk: Desk, id: str, body: dict[str, Any]) -> None:
    """Staff are told once of a guardian's notice that failed; its id hangs on that notice's own."""
    last: Line = body["lines"][-1]
    line = Line(t=GUARDIAN_UNREACHED.code, at=last["at"], v=last["v"], u=True)
    for n, recipient in enumerate(desk.book.staff_of(GUARDIAN_UNREACHED.code, last["v"], last["at"]), 1):
        if work.get(MESSAGE, f"{id}-s{n}") is None:
            put(work, desk, f"{id}-s{n}", _to_staff(desk, body["number"], body["place"], recipient, [line]))


def _to_staff(desk: Desk, number: str, place: str, recipient: str, lines: Sequence[Line]) -> dict[str, Any]:
    kind, code, channel = recipient.split("/")
    body = _message(
        desk, pictures.opened(number, place), f"{kind}/{code}", lines, MessageChannel(channel), Audience.STAFF
    )
    if kind == "unit":
        body["unit"] = code
    return body


def _next_id(desk: Desk, picture: Picture) -> str:
    """Stable for good: the next hop may know it, so one that a restore has taken back is not given twice."""
    picture["n"] += 1
    epoch = desk.store.epoch
    return f"{picture['number']}-n{picture['n']}" + ("" if epoch == 1 else f".{epoch}")


def _message(
    desk: Desk, picture: Picture, recipient: str, lines: Sequence[Line], channel: MessageChannel, audience: Audience
) -> dict[str, Any]:
    now = round(time.time() * 1000)
    return {
        "number": picture["number"],
        "place": picture["place"] or desk.county.places.root.code,
        "recipient": recipient,
        "person": None,
        "unit": None,
        "audience": str(audience),
        "channel": str(channel),
        "templates": list(dict.fromkeys(line["t"] for line in lines)),
        "lines": list(lines),
        "urgent": any(line["u"] for line in lines),
        "state": str(State.QUEUED),
        "reason": None,
        "attempt": 0,
        "born": now,
        "turn": now,
        "by": None,
        "made_at": "",
        "settled_at": None,
        "reads": {},
    }
