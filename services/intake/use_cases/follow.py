"""The citizen follows the matter: number, status, timeline, who is handling, what is due, every answer."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.answer import Answer
from services.intake.domain import view
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps


def follow(work: Work, deps: Deps, call: Asked) -> Answer:
    """The citizen's view, with a `token` that opens what was answered, at `answers_at`, for two minutes."""
    number = call.body["number"]
    found = opened_by(work, deps, number, call.body["query_code"])
    token, _ = deps.tokens.sign_follow(number)
    shown = view.for_citizen(found.picture, walled=found.walled)
    return Answer(shown | {"token": token}, counted=not found.walled)
