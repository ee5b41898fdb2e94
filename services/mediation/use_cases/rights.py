"""Who may see which case and act on it: a body's mediators by their unit, the others by the dispute's place."""

from __future__ import annotations

from services.chassis.access import User
from services.chassis.store import Work
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.county import County
from services.mediation import store
from services.mediation.domain.case import Case
from services.mediation.store import Held
from services.mediation.use_cases.deps import Deps

BY_PLACE = (Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)
PERSONS = frozenset({"parties"})
WORDS = frozenset({"subject", "minutes", "failure", "follow_up", "interest", "agreement"})
READS: dict[Role, frozenset[str]] = {
    Role.MEDIATOR: WORDS | PERSONS,
    Role.CLERK: WORDS | PERSONS,
    Role.DISPATCHER: WORDS | PERSONS,
    Role.LEADER: WORDS,
    Role.SUPERVISOR: WORDS,
}
"""Which sealed parts each role opens, inside its scope."""


def works_for(user: User, county: County, body: str) -> bool:
    """Whether this person mediates for a body: its unit is theirs, and its place lies in theirs where they have one."""
    known = county.mediation.bodies.get(body)
    if known is None or user.department is None or not user.has(Role.MEDIATOR):
        return False
    return user.department == known.unit and sees_place(user, known.place, county)


def sees_place(user: User, place: str, county: County) -> bool:
    """Whether a place lies in the subtree that this person works for."""
    return user.place is None or county.places.within(place, user.place)


def readable(user: User, case: Case, county: County) -> frozenset[str] | None:
    """The sealed parts that this person may open; None: the case is not theirs to see."""
    here = sees_place(user, case.place, county)
    mine = [READS[role] for role in BY_PLACE if here and user.has(role)]
    if works_for(user, county, case.body):
        mine.append(READS[Role.MEDIATOR])
    return frozenset[str]().union(*mine) if mine else None


def seen(work: Work, deps: Deps, call: Call) -> Held:
    """The case of the path, for whoever may see it. Raises Refusal `not_found`."""
    held = store.get(work, call.path["id"])
    if readable(call.staff(), held.case, deps.county) is None:
        raise Refusal.not_found("mediation case")
    return held


def led(work: Work, deps: Deps, call: Call) -> Held:
    """The case of the path, for a mediator of its body. Raises Refusal `not_found not_allowed stale_version`."""
    held = seen(work, deps, call)
    if not works_for(call.staff(), deps.county, held.case.body):
        raise Refusal("not_allowed", "Mediators of the case's own body act on it.", status=403)
    call.expect(held.version)
    return held
