"""The citizen asks something of a matter that routing owns: taken down whatever its status, answered by a fact."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.contracts.events.intake import JoiningRequested, MatterRated, ReviewRequested, WithdrawalRequested
from services.contracts.events.matter import codes_of
from services.contracts.refusals import Refusal
from services.intake import store
from services.intake.domain import requests, reviews
from services.intake.store import Found
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps
from services.intake.use_cases.supplement import put_words
from services.intake.use_cases.tell import tell

Request = MatterRated | WithdrawalRequested | JoiningRequested | ReviewRequested


def rate(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Judge the receiving and the responsible unit (满意度评价); answers `{request}`, for routing to decide."""
    found = _asked_of(work, deps, call)
    number = call.path["number"]
    request = requests.next_request(number, found.picture["timeline"], deps.store.epoch)
    fact = MatterRated(
        **codes_of(found.picture),
        request=request,
        receiving=call.body["receiving"],
        responsible=call.body["responsible"],
    )
    return taken_down(work, deps, found, fact, call.body["comment"])


def withdraw(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Ask for the matter back; asked again before routing has answered, it is the same request."""
    found = _asked_of(work, deps, call)
    waiting = requests.open_withdrawal(found.picture["timeline"])
    if waiting is not None:
        return {"request": waiting}
    request = requests.next_request(call.path["number"], found.picture["timeline"], deps.store.epoch)
    fact = WithdrawalRequested(**codes_of(found.picture), request=request)
    return taken_down(work, deps, found, fact, call.body["reason"])


def ask_review(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """Ask for a review of the opinion (复查), or of the review opinion (复核); answers `{request}`, for routing.

    Asked again before routing has answered, it is the same request.
    """
    found = _asked_of(work, deps, call)
    rows = found.picture["timeline"]
    waiting = requests.open_review(rows)
    if waiting is not None:
        return {"request": waiting}
    request = requests.next_request(call.path["number"], rows, deps.store.epoch)
    fact = ReviewRequested(**codes_of(found.picture), request=request, instance=reviews.instance_asked(rows))
    return taken_down(work, deps, found, fact, call.body["reason"])


def _asked_of(work: Work, deps: Deps, call: Asked) -> Found:
    found = opened_by(work, deps, call.path["number"], call.body["query_code"])
    if found.walled:
        raise Refusal(
            "not_for_accusations",
            "An accusation is neither rated, withdrawn nor reviewed here: tell its recipient by a supplement.",
        )
    return found


def taken_down(work: Work, deps: Deps, found: Found, fact: Request, words: str | None) -> dict[str, Any]:
    """Tell of a request, its words sealed; answers `{request}`."""
    if words is not None:
        put_words(work, deps, store.REQUEST, fact.number, fact.request, words)
    rows = [*found.picture["timeline"], tell(work, fact)]
    store.put_found(work, found, found.picture | {"timeline": rows})
    return {"request": fact.request}
