"""Who files and follows on a citizen's behalf (代办员): one of the staff, a person of the citizen's trust, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Purpose

MYSELF = "me"
"""What the signed-in person may write for their own account."""


@dataclass(frozen=True, slots=True)
class Agent:
    """The account that follows the matter, its unit and role, and the words about a person, which are kept sealed."""

    account: str | None = None
    unit: str | None = None
    person: Mapping[str, Any] | None = None
    role: str | None = None


def check(said: Mapping[str, Any], purpose: str, *, by_staff: bool) -> None:
    """Refuse (422) an agent who is nobody, an account named by a citizen, or one that would know of an accusation."""
    if said["account"] is None and said["name"] is None:
        raise Refusal.of_field("agent", "required", "Allowed: an `account`, or the `name` of a person, or both.")
    if said["account"] is None:
        return
    if not by_staff:
        raise Refusal.of_field("agent.account", "staff_only", "Allowed: for signed-in staff; citizens give a `name`.")
    if purpose == Purpose.ACCUSATION:
        detail = "Allowed: no account; nobody but the recipient may know of an accusation (Art. 30)."
        raise Refusal.of_field("agent.account", "not_for_accusations", detail)


def person_of(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The words about a person, as they are sealed; None where an account alone was named."""
    if said["name"] is None:
        return None
    return {name: said[name] for name in ("name", "phone", "relation") if said[name] is not None}


def for_citizen(picture: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the citizen sees of the agent: the unit; of one of the staff who belongs to none, the role."""
    if in_codes(picture) is None:
        return None
    unit, role = picture.get("agent_unit"), picture.get("agent_role")
    return {"unit": unit, "role": role} if unit is None and role is not None else {"unit": unit}


def in_codes(picture: Mapping[str, Any]) -> dict[str, Any] | None:
    """What may be shown of a matter's agent without opening anything; None without one."""
    if picture.get("agent") is None and not picture.get("agent_person"):
        return None
    return {"account": picture.get("agent"), "unit": picture.get("agent_unit"), "person": None}
