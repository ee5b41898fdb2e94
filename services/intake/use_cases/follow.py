"""The citizen follows the matter: number, status, timeline, who is handling, what is due, every answer."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.answer import Answer
from services.intake import store
from services.intake.domain import view
from services.intake.domain.picture import Picture
from services.intake.store import Reads
from services.intake.use_cases import attachments
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps


def follow(work: Work, deps: Deps, call: Asked) -> Answer:
    """The citizen's view, with a `token` that opens what was answered, at `answers_at`, for two minutes.

    A joined matter shows `first`, the one that is handled for it, and its token opens that one's answers.
    """
    number = call.body["number"]
    found = opened_by(work, deps, number, call.body["query_code"])
    shown = view.for_citizen(found.picture, walled=found.walled)
    if shown["attachments"]:
        shown["attachments"] = attachments.named(work, deps, found)
    first = None if found.walled else handled_for(work, found.picture)
    shown["first"] = None if first is None else view.of_the_first(first)
    if first is not None:
        shown["answers_at"] = view.answers_at(first["number"], walled=False)
    token, _ = deps.tokens.sign_follow(number if first is None else first["number"])
    return Answer(shown | {"token": token}, counted=not found.walled)


def handled_for(reads: Reads, picture: Picture) -> Picture | None:
    """The matter that is handled for a joined one, itself joined to none; None where the matter stands by itself."""
    first: Picture | None = None
    seen = {picture["number"]}
    while picture.get("into") is not None and picture["into"] not in seen:
        document = reads.get(store.MATTER, picture["into"])
        if document is None:
            break
        picture = first = document.body
        seen.add(picture["number"])
    return first
