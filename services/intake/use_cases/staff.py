"""What the staff may see of a matter, decided row by row; what is not theirs looks like what is not there."""

from __future__ import annotations

from services.chassis.access import User
from services.contracts.refusals import Refusal
from services.county.succession import inherited
from services.intake import store
from services.intake.domain import rights
from services.intake.domain.rights import Reader
from services.intake.store import Found, Reads
from services.intake.use_cases.deps import Deps


def reader_of(deps: Deps, user: User) -> Reader:
    """A signed-in person as the rules see one, now."""
    inherits = inherited(deps.county, user.department, deps.clock.now())
    return Reader(frozenset(str(role) for role in user.roles), user.place, user.department, user.id, inherits)


def parts_for(deps: Deps, found: Found, user: User) -> frozenset[str] | None:
    """The sealed parts that this person may open; None where the matter is not theirs to see at all."""
    reader = reader_of(deps, user)
    if found.walled:
        theirs = rights.may_read_accusation(reader, found.picture["recipient"])
        return rights.ACCUSATION if theirs else None
    return rights.readable(reader, found.picture, deps.county)


def opened_to(reads: Reads, deps: Deps, number: str, user: User | None) -> Found:
    """A matter that this person may see. Raises Refusal `not_signed_in` (401) or `not_found` (404)."""
    if user is None:
        detail = "Give `query_code` as the matter's citizen, or sign in as staff."
        raise Refusal("not_signed_in", detail, status=401)
    found = store.find_matter(reads, number)
    if found is None or parts_for(deps, found, user) is None:
        raise Refusal.not_found("matter")
    return found
