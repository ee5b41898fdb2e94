"""What the citizen asked of a matter that routing owns, and what routing answered; both read from the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import RequestKind
from services.intake.domain import timeline
from services.intake.domain.timeline import Row

ASKED = {
    "matter_rated": RequestKind.RATING,
    "withdrawal_requested": RequestKind.WITHDRAWAL,
    "joining_requested": RequestKind.JOINING,
    "review_requested": RequestKind.REVIEW,
}
TOLD = ("receiving", "responsible", "into", "instance")
"""What a request says of itself."""
GRANTED = frozenset({"matter_withdrawn", "matter_reopened", "matter_closed", "matter_joined", "review_opened"})
SUPPLEMENTED = ("matter_supplemented", "accusation_supplemented")
MOST = 100
"""So many requests and so many supplements one matter may have; more is a mistake or a machine."""


def next_request(number: str, rows: Iterable[Row], epoch: int = 1) -> str:
    """The id of the next request; after a restore (`epoch` > 1) none that may have been given before and lost.

    Raises Refusal `too_many_requests_made` (409) where there are too many.
    """
    made = timeline.count(rows, *ASKED)
    if made >= MOST:
        raise Refusal("too_many_requests_made", f"Allowed: {MOST} requests a matter.")
    return request_id(number, made + 1, epoch)


def next_supplement(rows: Iterable[Row]) -> int:
    """The ordinal of the next supplement. Raises Refusal `too_many_supplements` (409) where there are too many."""
    made = timeline.count(rows, *SUPPLEMENTED)
    if made >= MOST:
        raise Refusal("too_many_supplements", f"Allowed: {MOST} supplements a matter.")
    return made + 1


def request_id(number: str, ordinal: int, epoch: int = 1) -> str:
    """`<number>-r<n>`; after a restore with `e<epoch>` behind it."""
    return f"{number}-r{ordinal}{'' if epoch == 1 else f'e{epoch}'}"


def supplement_id(number: str, ordinal: int) -> str:
    """`<number>-s<n>`."""
    return f"{number}-s{ordinal}"


def requests(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each request with `request kind at state` (`open granted refused`), a refusal with its `reason`."""
    found: dict[str, dict[str, Any]] = {}
    for each in rows:
        kind = ASKED.get(each["type"])
        if kind is not None:
            asked = {"request": each["request"], "kind": str(kind), "at": each["time"], "state": "open"}
            found[each["request"]] = asked | {k: each[k] for k in TOLD if k in each}
        elif each.get("request") in found:
            answered = found[each["request"]]
            if each["type"] in GRANTED:
                answered["state"] = "granted"
            elif each["type"] == "request_refused":
                answered.update(state="refused", reason=each["reason"])
    return list(found.values())


def open_withdrawal(rows: Iterable[Row]) -> str | None:
    """The withdrawal that still waits for its answer; asking again is the same request."""
    return next((r["request"] for r in _waiting(rows, RequestKind.WITHDRAWAL)), None)


def open_joining(rows: Iterable[Row], into: str) -> str | None:
    """The joining to this matter that still waits for its answer."""
    return next((r["request"] for r in _waiting(rows, RequestKind.JOINING) if r["into"] == into), None)


def open_review(rows: Iterable[Row]) -> str | None:
    """The request for a review that still waits for its answer."""
    return next((r["request"] for r in _waiting(rows, RequestKind.REVIEW)), None)


def _waiting(rows: Iterable[Row], kind: RequestKind) -> Iterator[dict[str, Any]]:
    return (r for r in requests(rows) if r["kind"] == kind and r["state"] == "open")
