"""Where a message goes and in which words: opened and made at the moment of sending, and kept nowhere."""

from __future__ import annotations

from typing import cast

from services.chassis.store import Document
from services.contracts.vocabulary import Audience, FailedBecause, MessageChannel
from services.county.notify import Address
from services.notify.domain.picture import Picture
from services.notify.store import NOTICE
from services.notify.use_cases.carrier import Letter
from services.notify.use_cases.message_make import people
from services.notify.use_cases.notice_desk import Desk


def letter_of(desk: Desk, message: Document) -> Letter | FailedBecause:
    """The letter of a message, or why there can be none."""
    body = message.body
    address = _unit(desk, body["unit"]) if body["audience"] == Audience.STAFF else _in_the_box(desk, message)
    if isinstance(address, FailedBecause):
        return address
    to = {
        MessageChannel.SMS: address.phone,
        MessageChannel.EMAIL: address.email,
        MessageChannel.WECOM: address.wecom,
    }.get(body["channel"])
    text = desk.wording.text(desk.book.templates, body["number"], body["lines"], body["channel"])
    if to is None or text is None:
        return FailedBecause.NO_CONTACT
    return Letter(message.id, to, f"【{desk.county.name}】信访事项{body['number']}", text)


def _in_the_box(desk: Desk, message: Document) -> Address | FailedBecause:
    notice = desk.store.get(NOTICE, message.body["number"])
    picture = None if notice is None else cast("Picture", notice.body)
    if picture is None or picture["contact"] is None:
        return FailedBecause.NO_CONTACT
    if not picture["contact"]["wanted"]:
        return FailedBecause.OPTED_OUT
    listed, person = people(desk, picture, message.body["audience"]) or [], message.body["person"] or 0
    return listed[person] if person < len(listed) else FailedBecause.NO_CONTACT


def _unit(desk: Desk, unit: str | None) -> Address | FailedBecause:
    return desk.county.notify.units.get(unit or "") or FailedBecause.NO_CONTACT
