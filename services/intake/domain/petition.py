"""What a citizen brings, and whether it may be taken in as it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from services.contracts.refusals import FieldError, Refusal
from services.contracts.vocabulary import Channel, Purpose, Role

OPEN_CHANNELS = frozenset({Channel.WEB})
"""Doors that need no sign-in: the citizen stands in them alone."""

DOORS = {
    Role.CLERK: frozenset(Channel),
    Role.GRID_WORKER: frozenset({Channel.WEB, Channel.GRID, Channel.PATROL, Channel.SOS}),
}
"""Through which doors each role may take a matter in; a visit to the door, an emergency call and a list handed over
(patrol, sos, import) are entered by staff."""

FOUND = frozenset({Channel.GRID, Channel.PATROL, Channel.SOS})
"""Doors where the matter is found rather than brought: it may have no petitioner."""

VISITORS = 5
"""A collective visit names at most five representatives (信访工作条例, Art. 20)."""


def may_take_in(channel: str, roles: Collection[str]) -> bool:
    """Whether somebody with these roles (none: a citizen) may register through this door."""
    return channel in OPEN_CHANNELS or any(channel in DOORS.get(Role(role), ()) for role in roles)


def check(body: Mapping[str, Any], now: str, unknown: Sequence[FieldError] = ()) -> None:
    """Refuse what a well-formed petition may not say, all faults at once; `now` is the domain's instant.

    `unknown`: what the county file does not know of it.

    Raises Refusal `invalid_fields` (422).
    """
    faults = [*unknown, *_petitioner_faults(body), *_accused_faults(body)]
    occurred_at = body["occurred_at"]
    if occurred_at is not None and _whole_seconds(occurred_at) > _whole_seconds(now):
        faults.append(FieldError("occurred_at", "in_the_future", f"Allowed: an instant not after {now}."))
    if faults:
        raise Refusal("invalid_fields", "The petition cannot be taken in like this.", status=422, errors=tuple(faults))


def _whole_seconds(instant: str) -> str:
    return instant[:19]


def _petitioner_faults(body: Mapping[str, Any]) -> list[FieldError]:
    petitioners: Sequence[Any] = body["petitioners"]
    if body["anonymous"]:
        if petitioners:
            return [FieldError("petitioners", "anonymous", "Allowed: no petitioners where `anonymous` is true.")]
        return []
    if not petitioners and body["channel"] not in FOUND:
        return [FieldError("petitioners", "required", "Allowed: at least one petitioner, or `anonymous` true.")]
    if body["channel"] == Channel.VISIT and len(petitioners) > VISITORS:
        return [FieldError("petitioners", "too_many", "Allowed: at most 5 representatives for a visit (Art. 20).")]
    return []


def _accused_faults(body: Mapping[str, Any]) -> list[FieldError]:
    if body["accused"] is None or body["purpose"] == Purpose.ACCUSATION:
        return []
    return [FieldError("accused", "not_an_accusation", "Allowed: only where `purpose` is `accusation`.")]


def contactable(petitioners: Sequence[Mapping[str, Any]]) -> bool:
    """Whether somebody can be told in writing: a name with a telephone, an e-mail or an address (Art. 23)."""
    return any(each.get("phone") or each.get("email") or each.get("address") for each in petitioners)


REPRESENTED_BY = 5
"""So many petitioners are sent notices, the first ones who left a way: a collective matter has representatives."""


def reached_by(petitioners: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """How petitioners are reached by notices, in their order: `phone` and `email`, each where it was given."""
    found = [{name: each[name] for name in ("phone", "email") if each.get(name)} for each in petitioners]
    return [each for each in found if each][:REPRESENTED_BY]
