"""The citizen follows the matter: number, status, timeline, who is handling, what is due, every answer."""

from __future__ import annotations

from typing import Any

from services.chassis.store import Work
from services.intake.domain import view
from services.intake.use_cases.citizen import opened_by
from services.intake.use_cases.deps import Asked, Deps


def follow(work: Work, deps: Deps, call: Asked) -> dict[str, Any]:
    """The citizen's view, with a `token` that opens this matter's replies at routing for two minutes."""
    number = call.body["number"]
    found = opened_by(work, deps, number, call.body["query_code"])
    token, _ = deps.tokens.sign_follow(number)
    return view.for_citizen(found.picture, walled=found.walled) | {"token": token}
