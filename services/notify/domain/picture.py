"""What notify keeps of one matter: how its citizens are reached, and the lines that wait to be told, by recipient.

One small document, so that a fact that somebody is told of costs one read and one write. A line holds codes; words are
made of them when they are sent. Whatever comes of it is the same in whichever order the streams arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from services.county.instants import whole_seconds
from services.county.notify import Quiet
from services.notify.domain.instants import later, not_before, window_end

CITIZEN, GUARDIAN = "citizen", "guardian"
"""The keys of the citizens and of a bracelet's guardian, who stand in the sealed box.

Of staff it is `unit/<code>/<channel>` or `role/<role>/<channel>`, of an agent `account/<id>/in_app`.
"""
MOST_LINES = 30
"""So many lines wait for one recipient of one matter; more push out the oldest."""
CONTACT_HOURS = 24
"""So long lines wait for a contact that has not arrived."""


class Line(TypedDict):
    """One thing to be told: by which template, what happened when, and the codes that its words are made of."""

    t: str
    at: str
    v: dict[str, Any]
    u: bool


class Waiting(TypedDict):
    """A recipient: what waits for it, and until when what comes is gathered."""

    until: str | None
    lines: list[Line]


class Contact(TypedDict):
    """A sealed box, the key that it is sealed to, and whether notices are wanted."""

    key: str
    box: str
    wanted: bool


class Picture(TypedDict):
    """Everything notify knows of a matter; `n` counts its messages.

    `due_at` is when the sender must look at it, `leaves_at` when something of it leaves the hub;
    `called` is the last call for help that was told, `agent` the account of the staff that follows the matter.
    """

    number: str
    place: str
    contact: Contact | None
    n: int
    to: dict[str, Waiting]
    due_at: str | None
    leaves_at: str | None
    called: NotRequired[str]
    agent: NotRequired[str]


class Pace(TypedDict):
    """The county's quiet hours and the length of the digest."""

    quiet: Quiet | None
    minutes: int


def opened(number: str, place: str) -> Picture:
    """A matter of which nothing is known yet."""
    return Picture(number=number, place=place, contact=None, n=0, to={}, due_at=None, leaves_at=None)


def add(picture: Picture, recipient: str, line: Line) -> None:
    """Let a line wait for a recipient; for citizens who want no notices it does not."""
    contact = picture["contact"]
    if recipient == CITIZEN and contact is not None and not contact["wanted"]:
        return
    waiting = picture["to"].setdefault(recipient, Waiting(until=None, lines=[]))
    waiting["lines"] = [*waiting["lines"], line][-MOST_LINES:]


def reach(picture: Picture, contact: Contact) -> None:
    """The citizens' contact, or what they chose, has arrived; the last one holds."""
    picture["contact"] = contact
    if not contact["wanted"]:
        picture["to"].pop(CITIZEN, None)


def take(picture: Picture, now: str, pace: Pace, *, in_app_only: bool = False) -> list[tuple[str, list[Line]]]:
    """The recipients whose time has come by `now`, with their lines, which wait no more."""
    now = whole_seconds(now)
    taken = []
    for recipient, waiting in picture["to"].items():
        due = _due(picture, recipient, waiting, pace, now)
        if due is None or due > now or (in_app_only and not disturbs_nobody(recipient)):
            continue
        taken.append((recipient, waiting["lines"]))
        waiting["lines"], waiting["until"] = [], window_end(now, pace["minutes"])
    look_ahead(picture, pace, now)
    return taken


def look_ahead(picture: Picture, pace: Pace, now: str) -> None:
    """Work out when the next lines are due."""
    first: str | None = None
    leaving: str | None = None
    for recipient, waiting in picture["to"].items():
        due = _due(picture, recipient, waiting, pace, now)
        if due is None:
            continue
        first = due if first is None else min(first, due)
        if not disturbs_nobody(recipient):
            leaving = due if leaving is None else min(leaving, due)
    picture["due_at"], picture["leaves_at"] = first, leaving


def is_reached(picture: Picture) -> bool:
    """Whether the citizens' contact has arrived."""
    return picture["contact"] is not None


def disturbs_nobody(recipient: str) -> bool:
    """Whether what is told stays in the hub until somebody looks."""
    return recipient.endswith("/in_app")


def _due(picture: Picture, recipient: str, waiting: Waiting, pace: Pace, now: str) -> str | None:
    """When this recipient's lines are due: at once with an urgent one among them, else after window and quiet hours.

    What came in before quiet hours but is looked at inside them waits for their end.
    """
    lines = waiting["lines"]
    if not lines:
        return None
    if recipient in (CITIZEN, GUARDIAN) and not is_reached(picture):
        return later(lines[0]["at"], CONTACT_HOURS)
    if any(line["u"] for line in lines):
        return min(whole_seconds(line["at"]) for line in lines if line["u"])
    quiet = None if disturbs_nobody(recipient) else pace["quiet"]
    due = not_before(lines[0]["at"], waiting["until"], pace["minutes"], quiet)
    return due if due > now else not_before(now, None, pace["minutes"], quiet) if quiet is not None else due


def shown(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as lists show it: its template and when it happened."""
    return {"template": line["t"], "at": line["at"]}
