"""Who of the staff may see a matter's codes, its story, and who brought it (信访工作条例, Art. 30; README)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.contracts.vocabulary import Role
from services.county.county import County
from services.intake.domain import timeline

STORY = frozenset({"title", "text", "supplements", "comments", "attachments"})
PERSONS = frozenset({"petitioners", "agent"})

ACCUSATION = STORY | PERSONS | {"accused"}
"""What the recipient of an accusation opens."""

READS: dict[Role, frozenset[str]] = {
    Role.CLERK: STORY | PERSONS,
    Role.DISPATCHER: STORY | PERSONS,
    Role.GRID_WORKER: STORY | PERSONS,
    Role.HANDLER: STORY | PERSONS,
    Role.MEDIATOR: STORY | PERSONS,
    Role.LEADER: STORY,
    Role.SUPERVISOR: STORY,
}
"""Which sealed parts each role opens, inside its scope. Operators read nothing here."""

BY_CALL = frozenset({Role.HANDLER, Role.MEDIATOR})
"""Roles that see a matter only once their department was called to it, or a mediation body of their unit was."""
NO_SECRETS = BY_CALL | {Role.GRID_WORKER}
"""Who does not learn who asked for secrecy: the departments called, and who lives next door."""
BY_PLACE = frozenset(READS) - BY_CALL
"""Roles that see the matters of their place's subtree; without a place, the whole county."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person as rules see one; `place` None means the county.

    `inherits` are the units with whose duties the reader's department goes on now (Art. 24).
    """

    roles: frozenset[str]
    place: str | None
    department: str | None
    account: str | None = None
    inherits: frozenset[str] = frozenset()


def readable(reader: Reader, picture: Mapping[str, Any], county: County) -> frozenset[str] | None:
    """The sealed parts that the reader may open, an empty set for codes only; None: the matter is not theirs to see.

    Who asked for secrecy is shown to those who take in and dispatch, not to the departments called nor to grid
    workers. The agent who follows a matter for its citizen sees it wherever it lies.
    """
    places = county.places
    if not places.exists(picture["place"]):
        here = reader.place is None
    else:
        here = reader.place is None or places.within(picture["place"], reader.place)
    called = _called(reader, picture["timeline"], county)
    parts: frozenset[str] | None = None
    for code in reader.roles:
        role = Role(code)
        if (role in BY_PLACE and here) or role in called:
            mine = READS[role] - PERSONS if role in NO_SECRETS and picture["secret"] else READS[role]
            parts = mine if parts is None else parts | mine
    if reader.account is not None and picture.get("agent") == reader.account:
        return STORY | PERSONS | (parts or frozenset())
    return parts


def _called(reader: Reader, rows: list[timeline.Row], county: County) -> frozenset[Role]:
    """The roles in which the reader's department, or one that it succeeded, has work with the matter."""
    if reader.department is None:
        return frozenset()
    units = reader.inherits | {reader.department}
    handles = not units.isdisjoint(timeline.departments(rows))
    bodies = timeline.bodies(rows)
    mediates = any(not bodies.isdisjoint(county.mediation.bodies_of(unit)) for unit in units)
    return frozenset(role for role, has in ((Role.HANDLER, handles), (Role.MEDIATOR, mediates)) if has)


def may_read_accusation(reader: Reader, recipient: str) -> bool:
    """The wall: discipline of the named recipient alone (Art. 30)."""
    return Role.DISCIPLINE in reader.roles and reader.department == recipient


def lists_by_place(roles: Collection[str]) -> bool:
    """Whether these roles may list intake's matters at all; departments list their cases at routing."""
    return any(Role(code) in BY_PLACE for code in roles)
