"""A person of the staff confirms a repeat: it is joined to the pending matter that it repeats, as routing decides, or
only marked as the repeat of one, which may be over."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.intake import JoiningRequested, RepeatConfirmed
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.intake import store
from services.intake.domain import likeness, requests
from services.intake.store import Found
from services.intake.use_cases.ask import taken_down
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import opened_to
from services.intake.use_cases.tell import tell


def ask_joining(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Take the request down, whatever the status of both; answers `{request}`, for routing to decide.

    Asked again for the same matter before routing has answered, it is the same request. Raises Refusal `not_found`
    (404), or 422 on `into` for a matter that is not there or not the caller's to see.
    """
    number, into = call.path["number"], call.body["into"]
    found = opened_to(work, deps, number, call.user)
    if found.walled:
        raise Refusal.not_found("matter")
    _first(work, deps, call, into, "into")
    rows = found.picture["timeline"]
    waiting = requests.open_joining(rows, into)
    if waiting is not None:
        return {"request": waiting}
    request = requests.next_request(number, rows, deps.store.epoch)
    fact = JoiningRequested(**codes_of(found.picture), request=request, into=into)
    return taken_down(work, deps, found, fact, call.body["reason"])


def confirm_repeat(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Mark a matter as the repeat of an earlier one (重复信访); answers `{number, repeats}`. It is handled on its own.

    What its citizen judges is then no first-time satisfaction (初次信访事项满意率). Confirmed again it is told once; of
    another one, the last holds. Raises Refusal `not_found` (404), `joined` (409), or 422 on `repeats` for a matter that
    is not there, not the caller's to see, or was received later.
    """
    number, repeats = call.path["number"], call.body["repeats"]
    found = opened_to(work, deps, number, call.user)
    if found.walled:
        raise Refusal.not_found("matter")
    first = _first(work, deps, call, repeats, "repeats")
    if not likeness.is_earlier(first.picture, found.picture):
        raise Refusal.of_field("repeats", "not_the_earlier", "Allowed: another matter, received no later.")
    if found.picture["status"] == Status.JOINED:
        raise Refusal("joined", "This matter was joined to another one, and is handled and judged with that.")
    if found.picture.get("repeats") != repeats:
        row = tell(work, RepeatConfirmed(**codes_of(found.picture), repeats=repeats))
        rows = [*found.picture["timeline"], row]
        store.put_found(work, found, found.picture | {"repeats": repeats, "timeline": rows})
    return {"number": number, "repeats": repeats}


def _first(work: Work, deps: Deps, call: Asked, number: str, field: str) -> Found:
    """The matter that was there first: one that the caller may see, on this side of the wall."""
    unknown = Refusal.of_field(field, "unknown_matter", "Allowed: the number of a matter that you may see.")
    try:
        first = opened_to(work, deps, number, call.user)
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
        raise unknown from refusal
    if first.walled:
        raise unknown
    return first
