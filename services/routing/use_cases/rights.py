"""Who may see which case and act on it, row by row: dispatchers, clerks, leaders by place, handlers by department,
mediators by the body that the matter was sent to."""

from __future__ import annotations

from services.chassis.access import User
from services.chassis.store import Work
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.county import County
from services.routing import store
from services.routing.domain.case import Case
from services.routing.domain.succession import inherited
from services.routing.store import Held
from services.routing.use_cases.deps import Deps

BY_PLACE = (Role.CLERK, Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR)


def sees_place(user: User, place: str, county: County) -> bool:
    """Whether a place lies in the subtree that this person works for."""
    return user.place is None or county.places.within(place, user.place)


def may_see(user: User, case: Case, county: County, at: str) -> bool:
    """Whether this person may see the case at all; the citizen's token opens its one matter."""
    if user.matter is not None:
        return user.matter == case.number
    if user.has(*BY_PLACE) and sees_place(user, case.place, county):
        return True
    if user.department is None:
        return False
    own = inherited(county, user.department, at)
    drawn_in = case.owner in own or not own.isdisjoint(case.leading.units - case.redress.stepped_back)
    if user.has(Role.HANDLER) and (drawn_in or any(case.calls_on(unit) for unit in own)):
        return True
    bodies = county.mediation.bodies_of(user.department)
    return user.has(Role.MEDIATOR) and any(order.body in bodies for order in case.mediations)


def seen(work: Work, deps: Deps, call: Call) -> Held:
    """The case of the path, for whoever may see it. Raises Refusal `not_found`."""
    held = store.get(work, call.path["number"])
    if call.user is None or not may_see(call.user, held.case, deps.county, work.context.now):
        raise Refusal.not_found("matter")
    return held


def dispatched(work: Work, deps: Deps, call: Call, number: str | None = None) -> Held:
    """The case of the path, for a dispatcher of its place. Raises Refusal `not_found` or `stale_version`."""
    held = store.get(work, number or call.path["number"])
    if not sees_place(call.staff(), held.case.place, deps.county):
        raise Refusal.not_found("matter")
    call.expect(held.version)
    return held


def called(work: Work, deps: Deps, call: Call) -> tuple[Held, str]:
    """The case of the whistle in the path, and the department that acts: a handler's own, or one a dispatcher names.

    Raises Refusal `not_found`, `stale_version`, `not_allowed`, or naming the field `department`.
    """
    user, at = call.staff(), work.context.now
    held = store.find(work, number_of(call.path["id"]))
    if held is None or not may_see(user, held.case, deps.county, at):
        raise Refusal.not_found("whistle")
    call.expect(held.version)
    return held, _acting(user, call.body["department"], held.case, deps.county, at)


def number_of(whistle_id: str) -> str:
    """The matter's number in a whistle's id, `<number>-w<n>`."""
    return whistle_id.partition("-w")[0]


def _acting(user: User, named: str | None, case: Case, county: County, at: str) -> str:
    own = user.department if user.has(Role.HANDLER) else None
    units = inherited(county, own, at)
    if named is None:
        if own is None:
            allowed = ", ".join(case.departments)
            raise Refusal.of_field("department", "required", f"Required: name one of {allowed}.")
        former = next((unit for unit in case.departments if unit in units), own)
        return own if case.calls_on(own) else former
    if named not in units and not (user.has(Role.DISPATCHER) and sees_place(user, case.place, county)):
        raise Refusal("not_allowed", "You act for your own department only.", status=403)
    return named
