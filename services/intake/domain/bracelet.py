"""The emergency bracelet (一键呼叫) of a consenting person who lives alone: its key, and which call joins which matter.

Kept are the enrolled grid, the day of consent and the last call; where the bracelet has been is not kept anywhere.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.contracts.refusals import FieldError, Refusal
from services.contracts.vocabulary import PlaceKind, Status
from services.county.instants import moment

Bracelet = dict[str, Any]
"""`device` and `device_key` blinded, `place consented_on by`, `key person guardian` sealed, `last` call."""

PLACES = frozenset({PlaceKind.GRID, PlaceKind.GROUP, PlaceKind.HOUSEHOLD, PlaceKind.VILLAGE, PlaceKind.COMMUNITY})
JOIN_MINUTES = 10
"""A call so soon after the one before is about the same trouble."""
MOST_CALLS = 30
"""So many calls of one matter are told; a bracelet that goes on is a broken one, and help is on its way."""
PENDING = frozenset(
    {
        *(Status.REGISTERED, Status.ACCEPTED, Status.WHISTLED, Status.HANDLING),
        *(Status.MEDIATING, Status.REPLIED),
    }
)


def draw_key() -> str:
    """A bracelet's own key: 256 random bits, told once at the enrolment."""
    return secrets.token_urlsafe(32)


def is_key(given: str, kept: str | None) -> bool:
    """Whether a blinded key is the one kept, in the same time for none, a wrong and the right one."""
    return hmac.compare_digest(given, kept or "0" * len(given)) and kept is not None


def check(body: Mapping[str, Any], now_day: str, *, guardian_wanted: bool) -> None:
    """Refuse (422) a consent to come, and a guardian who is missing or cannot be told."""
    faults = []
    if body["consented_on"] > now_day:
        faults.append(FieldError("consented_on", "in_the_future", f"Allowed: a day not after {now_day}."))
    guardian = body["guardian"]
    if guardian is None and guardian_wanted:
        faults.append(FieldError("guardian", "required", "Required: this county tells a guardian of each call."))
    if guardian is not None and not (guardian.get("phone") or guardian.get("email")):
        faults.append(FieldError("guardian.phone", "required", "Required: a phone or an email of the guardian."))
    if faults:
        raise Refusal("invalid_fields", "The enrolment is not possible like this.", status=422, errors=tuple(faults))


def joins(last: Mapping[str, Any] | None, status: str | None, now: str) -> bool:
    """Whether a call belongs to the matter of the one before: soon after it, and that matter not over."""
    if last is None or status is None or Status(status) not in PENDING:
        return False
    return moment(now) - moment(last["at"]) <= timedelta(minutes=JOIN_MINUTES)
