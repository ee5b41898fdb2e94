"""Ask for a repeat to be joined to the matter it repeats: a person of the staff confirms it, routing decides."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.intake import JoiningRequested
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import requests
from services.intake.use_cases.ask import taken_down
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.staff import opened_to


def ask_joining(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Take the request down, whatever the status of both; answers `{request}`, for routing to decide.

    Asked again for the same matter before routing has answered, it is the same request. Raises Refusal `not_found`
    (404), or 422 on `into` for a matter that is not there or not the caller's to see.
    """
    number, into = call.path["number"], call.body["into"]
    found = opened_to(work, deps, number, call.user)
    if found.walled:
        raise Refusal.not_found("matter")
    _check_first(work, deps, call, into)
    rows = found.picture["timeline"]
    waiting = requests.open_joining(rows, into)
    if waiting is not None:
        return {"request": waiting}
    request = requests.next_request(number, rows, deps.store.epoch)
    fact = JoiningRequested(**codes_of(found.picture), request=request, into=into)
    return taken_down(work, deps, found, fact, call.body["reason"])


def _check_first(work: Work, deps: Deps, call: Asked, into: str) -> None:
    """The matter that was there first: one that the caller may see, on this side of the wall."""
    unknown = Refusal.of_field("into", "unknown_matter", "Allowed: the number of a matter that you may see.")
    try:
        first = opened_to(work, deps, into, call.user)
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
        raise unknown from refusal
    if first.collection != store.MATTER:
        raise unknown
