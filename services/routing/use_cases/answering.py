"""Who answers for a matter: a dispatcher or leader of its place for any unit, or a handler for the own department."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.routing import store
from services.routing.store import Held
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import may_see, sees_place


def answering(work: Work, deps: Deps, call: Call) -> tuple[Held, str | None]:
    """The case of the path, and the unit that acts: as dispatcher or leader name it, or the handler's own.

    Raises Refusal `not_found`, `stale_version` or `not_allowed`.
    """
    user, named = call.staff(), call.body["unit"]
    held = store.get(work, call.path["number"])
    if user.has(Role.DISPATCHER, Role.LEADER) and sees_place(user, held.case.place, deps.county):
        call.expect(held.version)
        return held, named
    if not may_see(user, held.case, deps.county, work.context.now):
        raise Refusal.not_found("matter")
    call.expect(held.version)
    if not user.has(Role.HANDLER) or user.department is None or named not in (None, user.department):
        raise Refusal("not_allowed", "You act for your own department only.", status=403)
    return held, user.department
