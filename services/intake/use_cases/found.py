"""What a visit finds becomes a matter, in the same commit: found on the spot, answered for like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.access import User
from services.chassis.store import Work
from services.contracts.refusals import FieldError, Refusal
from services.contracts.vocabulary import Channel
from services.intake.forms.takes import RegisterForm
from services.intake.use_cases.deps import Deps
from services.intake.use_cases.register import take_in

PETITION = RegisterForm()
TOLD = ("number", "query_code", "status", "place", "category", "urgency", "owner")


@dataclass(slots=True)
class Handed:
    """A petition handed in by a use case, in the shape of a call."""

    body: dict[str, Any]
    user: User | None
    path: dict[str, str]
    query: dict[str, Any]


def petition_of(said: Mapping[str, Any], channel: Channel, **more: Any) -> dict[str, Any]:
    """What a form of fewer fields says, as a whole petition."""
    made: dict[str, Any] = PETITION.load({**{k: v for k, v in said.items() if v is not None}, "channel": str(channel)})
    return made | more


def register_found(
    work: Work, deps: Deps, user: User, occasion: str, place: str, found: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Register what was found by an occasion at a place, each with its number and query code.

    Raises Refusal (422, or 403 for a place outside the person's own) naming `found.<n>.<field>`; then nothing of the
    visit is kept.
    """
    told = []
    for n, each in enumerate(found):
        body = petition_of({**each, "place": each.get("place") or place}, Channel.PATROL, patrol=occasion)
        try:
            answer = take_in(work, deps, Handed(body, user, {}, {})).body
        except Refusal as refusal:
            raise _of_row(refusal, n) from refusal
        told.append({name: answer[name] for name in TOLD})
    return told


def _of_row(refusal: Refusal, n: int) -> Refusal:
    errors = tuple(FieldError(f"found.{n}.{each.field}", each.code, each.detail) for each in refusal.errors)
    return Refusal(refusal.code, refusal.detail, status=refusal.status, errors=errors)
