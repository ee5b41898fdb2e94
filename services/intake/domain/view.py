"""What is shown of a picture: the same codes to everybody who may see the matter; words are opened elsewhere."""

from __future__ import annotations

from typing import Any

from services.contracts.vocabulary import Status
from services.intake.domain import agents, grave, promised, requests, reviews, timeline
from services.intake.domain.picture import Picture
from services.intake.domain.timeline import Call

IN_A_LIST = (
    "number",
    "status",
    "channel",
    "purpose",
    "place",
    "category",
    "urgency",
    "tier",
    "owner",
    "received_at",
)


def in_a_list(picture: Picture) -> dict[str, Any]:
    """One row of a list: codes only."""
    return {name: picture[name] for name in IN_A_LIST}


def whole(picture: Picture, *, walled: bool) -> dict[str, Any]:
    """Status, owner, who is handling, what is due when, requests with their answers, clocks and the timeline.

    Behind the wall nobody was called and nothing is due: those facts are none of the recipient's doing.
    """
    rows = picture["timeline"]
    calls = {} if walled else timeline.calls(rows)
    spoken = timeline.clocks(rows)
    clocks = [] if walled else [*spoken, *promised.running(picture, spoken)]
    return in_a_list(picture) | {
        "lead": None if walled else timeline.lead(rows),
        "handling": [
            {"department": code, "state": str(state)} for code, state in calls.items() if state is not Call.RELEASED
        ],
        "due": None if walled else promised.due(timeline.due(rows), _open(picture, clocks)),
        "supplement_count": timeline.count(rows, *requests.SUPPLEMENTED),
        "requests": requests.requests(rows),
        "clocks": clocks,
        "opinions": reviews.opinions(rows),
        "review": reviews.next_review(rows),
        "attachments": [_unnamed(each) for each in picture.get("attachments", ())],
        "agent": agents.in_codes(picture),
        "grave": grave.reports(rows),
        "joined_into": picture.get("into"),
        "joined_count": len(picture.get("joined", ())),
        "timeline": timeline.in_order(rows),
    }


def _open(picture: Picture, clocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The clocks that may still be due: all of them until somebody has decided about the matter."""
    return clocks if picture["status"] in (Status.REGISTERED, Status.ACCEPTED) else []


def _unnamed(kept: dict[str, Any]) -> dict[str, Any]:
    """An attachment whose name nobody opened."""
    return {"id": kept["id"], "name": None, "type": kept["media"], "size": kept["size"], "at": kept["at"]}


FIRST = ("number", "status", "owner", "lead", "handling", "due", "clocks", "opinions")
PROGRESS = frozenset({"routing", "mediation"})
"""Whose facts tell how a matter is handled; what another citizen asked of it is not shown to those joined to it."""
NOT_PROGRESS = frozenset({"sealed_data_read", "request_refused", "matter_joined"})


def of_the_first(picture: Picture) -> dict[str, Any]:
    """What the citizens of a joined matter see of the one it was joined to: where it stands and what was done."""
    shown = whole(picture, walled=False)
    rows = [row for row in shown["timeline"] if row["service"] in PROGRESS and row["type"] not in NOT_PROGRESS]
    told = [{name: row[name] for name in row if name != "request"} for row in rows]
    return {name: shown[name] for name in FIRST} | {"timeline": told}


def answers_at(number: str, *, walled: bool) -> str:
    """Where the citizen reads, with the follow token, what was answered: a department's replies, or the recipient's."""
    return f"/api/oversight/accusations/{number}/answer" if walled else f"/api/routing/cases/{number}/replies"


OF_ACCOUNTS = frozenset({"reader", "agent"})
"""Which account of the staff did what is not the citizen's business."""


def for_citizen(picture: Picture, *, walled: bool) -> dict[str, Any]:
    """What number and query code open: everything but which account of the staff opened sealed words."""
    shown = whole(picture, walled=walled)
    shown["timeline"] = [{name: row[name] for name in row if name not in OF_ACCOUNTS} for row in shown["timeline"]]
    shown["agent"] = agents.for_citizen(picture)
    return shown | {"answers_at": answers_at(picture["number"], walled=walled)}
