"""Intake's picture of a matter: the codes as routing last told them, the status, the owner and the timeline.

After registration every step is routing's; the picture only follows. A fact about a number that intake does not know
(its store was restored, or a sibling is ahead) opens an empty picture, which has no story and no query code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.contracts.vocabulary import Status
from services.intake.domain import timeline
from services.intake.domain.timeline import Call, Row

Picture = dict[str, Any]
"""`number place channel purpose category urgency tier contactable town village status owner received_at petitioners
anonymous secret code timeline`: everything but the sealed words; `code` is the query code's blind index. A matter that
was joined to another has `into`, that one's number; the other has `joined`, the numbers of those joined to it."""

STEPS = {
    "matter_accepted": Status.ACCEPTED,
    "matter_declined": Status.DECLINED,
    "matter_referred": Status.REFERRED,
    "whistle_blown": Status.WHISTLED,
    "mediation_ordered": Status.MEDIATING,
    "mediation_returned": Status.ACCEPTED,
    "matter_concluded": Status.CONCLUDED,
    "matter_reopened": Status.ACCEPTED,
    "matter_closed": Status.CLOSED,
    "matter_withdrawn": Status.WITHDRAWN,
    "matter_joined": Status.JOINED,
    "matter_final": Status.FINAL,
}
REVIEWS = {
    "review_opened": {1: Status.REVIEWING, 2: Status.SECOND_REVIEWING},
    "review_decided": {1: Status.REVIEWED, 2: Status.FINAL},
}
"""What a review leads to, by its instance."""
OWNING = frozenset({"matter_accepted", "owner_changed"})
DECIDED = ("category", "urgency", "tier")
"""Codes of the matter that routing decides."""


def empty(codes: Mapping[str, Any], *, town: str | None, village: str | None, time: str) -> Picture:
    """The picture of a matter that only a sibling has told of; `time` is the fact's, for want of a better one."""
    return {
        **codes,
        "town": town,
        "village": village,
        "status": str(Status.REGISTERED),
        "owner": None,
        "received_at": time,
        "petitioners": 0,
        "anonymous": False,
        "secret": False,
        "code": None,
        "timeline": [],
    }


def follow(picture: Picture, row: Row, codes: Mapping[str, Any]) -> Picture:
    """The picture after one more fact; `codes` are the matter's as the fact tells them."""
    rows = [*picture["timeline"], row]
    after: Picture = {**picture, "timeline": rows}
    if row["service"] != "routing":
        return after
    after.update((name, codes[name]) for name in DECIDED)
    if row["type"] in OWNING:
        after["owner"] = row["owner"]
    if row["type"] == "matter_joined":
        after["into"] = row["into"]
    after["status"] = str(_status(Status(picture["status"]), row["type"], rows))
    return after


def without_joined(picture: Picture, number: str) -> Picture:
    """The picture once the other went behind the wall: nothing here tells that it was ever joined."""
    return {**picture, "joined": [each for each in picture.get("joined", ()) if each != number]}


def with_joined(picture: Picture, number: str) -> Picture:
    """The picture of a matter that another, of this number, was joined to."""
    return {**picture, "joined": [*picture.get("joined", ()), number]}


def _status(now: Status, kind: str, rows: list[Row]) -> Status:
    step = STEPS.get(kind)
    if step is Status.WHISTLED and now is Status.HANDLING:
        return now
    if step is not None:
        return step
    if kind in REVIEWS:
        return REVIEWS[kind][rows[-1]["instance"]]
    if kind == "department_checked_in" and now is Status.WHISTLED:
        return Status.HANDLING
    if kind in ("department_replied", "objection_decided", "interest_declared") and now is Status.HANDLING:
        states = [state for state in timeline.calls(rows).values() if state is not Call.RELEASED]
        return Status.REPLIED if states and all(state is Call.REPLIED for state in states) else now
    return now
