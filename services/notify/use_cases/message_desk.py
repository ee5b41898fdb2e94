"""Messages as people of the hub see them: their own to read, and those that wait for a decision."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from services.chassis.access import User
from services.chassis.store import Document, Work
from services.chassis.store.paging import Place, cursor_of
from services.chassis.web.call import Answer, Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Audience, MessageChannel, Role
from services.county.succession import inherited
from services.notify.domain import message as rules
from services.notify.domain.message import State
from services.notify.domain.picture import shown
from services.notify.store import MESSAGE
from services.notify.use_cases.message_make import tell
from services.notify.use_cases.notice_desk import Desk

BY_PLACE = (Role.DISPATCHER, Role.CLERK, Role.LEADER, Role.SUPERVISOR)
MOST_PAGES = 40
SHOWN = (
    *("number", "place", "audience", "recipient", "unit", "channel", "templates", "state", "reason", "urgent"),
    *("attempt", "made_at", "settled_at"),
)


def list_messages(desk: Desk, call: Call) -> dict[str, Any]:
    """Messages, newest first: by `number`, by `state`, by `unit`, or, asked for nothing, the reader's own."""
    query, user = call.query, call.staff()
    kept: list[Document] = []
    after = query["after"]
    for _ in range(MOST_PAGES):
        page, after = _page(desk, _asked(desk, query, user), query["limit"] - len(kept), after)
        kept += [found for found in page if _fits(found.body, query) and sees(desk, user, found.body)]
        if after is None or len(kept) >= query["limit"]:
            break
    return {"messages": [_row(desk, user, found) for found in kept], "after": after}


def read(work: Work, desk: Desk, call: Call) -> Answer:
    """The reader has seen a message; marked once, with who and when."""
    found, user = _seen(work, desk, call), call.staff()
    if user.id not in found.body["reads"]:
        found.body["reads"][user.id] = work.context.now
        work.put(MESSAGE, found.id, found.body, found.version)
    return Answer(_row(desk, user, found))


def replay(work: Work, desk: Desk, call: Call) -> Answer:
    """Have a failed or uncertain message sent again, under the same id."""
    found = _seen(work, desk, call)
    body = found.body
    body["state"] = str(rules.send_again(body["state"]))
    now = round(time.time() * 1000)
    body |= {"reason": None, "settled_at": None, "turn": now, "born": now}
    work.put(MESSAGE, found.id, body, found.version)
    return Answer(_row(desk, call.staff(), found))


def accept(work: Work, desk: Desk, call: Call) -> Answer:
    """Take an uncertain message as sent: a person knows that it arrived, and the fact names who."""
    found = _seen(work, desk, call)
    body = found.body
    body["state"] = str(rules.accept(body["state"]))
    body["settled_at"] = work.context.now
    tell(work, desk, found.id, body)
    work.put(MESSAGE, found.id, body, found.version)
    return Answer(_row(desk, call.staff(), found))


def sees(desk: Desk, user: User, body: Mapping[str, Any]) -> bool:
    """Whether a message is this person's to see: their own, their unit's or role's, or of a matter of their places."""
    if user.has(Role.OPERATOR):
        return True
    if body["unit"] is not None and body["unit"] in _units(desk, user):
        return True
    recipient: str = body["recipient"]
    kind, _, code = recipient.partition("/")
    if kind == "account":
        return bool(code == user.id)
    if kind == "role" and code not in {str(role) for role in user.roles}:
        return False
    if kind != "role" and not user.has(*BY_PLACE):
        return False
    places = desk.county.places
    return user.place is None or (places.exists(body["place"]) and places.within(body["place"], user.place))


def _seen(work: Work, desk: Desk, call: Call) -> Document:
    found = work.get(MESSAGE, call.path["id"])
    if found is None or not sees(desk, call.staff(), found.body):
        raise Refusal.not_found("message")
    call.expect(found.version)
    return found


def _units(desk: Desk, user: User) -> frozenset[str]:
    """The reader's own unit and every unit whose duties it goes on with (Art. 24)."""
    return inherited(desk.county, user.department, desk.clock.now())


def _asked(desk: Desk, query: Mapping[str, Any], user: User) -> list[dict[str, str]]:
    """The questions whose answers, together, are what was asked for."""
    if query["number"] is not None:
        return [{"number": query["number"]}]
    if query["unit"] is not None:
        return [{"recipient": f"unit/{query['unit']}"}]
    if query["state"] is not None and query["state"] != State.SENT:
        return [{"state": query["state"]}]
    own = [f"account/{user.id}", *(f"role/{role}" for role in sorted(user.roles))]
    own += [f"unit/{unit}" for unit in sorted(_units(desk, user))]
    return [{"recipient": recipient} for recipient in own]


def _page(
    desk: Desk, questions: list[dict[str, str]], limit: int, after: str | None
) -> tuple[list[Document], str | None]:
    """The newest messages that answer any of the questions, and where to go on; all are in one order."""
    found: list[Document] = []
    more = False
    for equals in questions:
        page = desk.store.find(MESSAGE, equals=dict(equals), order="made_at", descending=True, limit=limit, after=after)
        found += page.documents
        more = more or page.cursor is not None
    found.sort(key=lambda document: (document.body["made_at"], document.id), reverse=True)
    more = more or len(found) > limit
    found = found[:limit]
    return found, cursor_of(Place(found[-1].body["made_at"], found[-1].id)) if more and found else None


def _fits(body: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    unit = query["unit"] is None or body["unit"] == query["unit"]
    return unit and query["state"] in (None, body["state"])


def _row(desk: Desk, user: User, found: Document) -> dict[str, Any]:
    """A message in codes; in words only what is read here, by those whom it is for."""
    body = found.body
    row = {"id": found.id, **{name: body[name] for name in SHOWN}}
    row["lines"] = [shown(line) for line in body["lines"]]
    row["text"] = None
    if body["audience"] == Audience.STAFF:
        row["text"] = desk.wording.text(desk.book.templates, body["number"], body["lines"], MessageChannel.IN_APP)
    row["read_at"] = body["reads"].get(user.id)
    return row
