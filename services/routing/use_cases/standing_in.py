"""In whose name somebody leads a case: by place, for the owner, or for a unit that was asked."""

from __future__ import annotations

from services.chassis.access import User
from services.chassis.store import Work
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.county.county import County
from services.county.leading import RungLevel
from services.county.units import UnitKind
from services.routing import store
from services.routing.domain.case import Case
from services.routing.domain.escalation import level_of
from services.routing.domain.leadership import check_tier
from services.routing.domain.succession import inherited
from services.routing.store import Held
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import may_see, sees_place

LEADING = frozenset({Role.DISPATCHER, Role.LEADER})
RECEIVING = frozenset({Role.DISPATCHER, Role.LEADER, Role.CLERK, Role.GRID_WORKER})


def units_of(user: User, county: County, at: str) -> frozenset[str]:
    """The units that somebody speaks for: the own department and whom it succeeds; without one the very unit of the
    place where he or she works (a village's clerk does not speak for the town), for the county its petition offices."""
    if user.department is not None:
        return inherited(county, user.department, at)
    if user.place is None:
        return frozenset(county.units.codes(UnitKind.PETITION_OFFICE))
    unit = county.unit_at(user.place) if county.places.exists(user.place) else None
    return inherited(county, unit.code, at) if unit is not None and unit.place == user.place else frozenset()


def leading(work: Work, deps: Deps, call: Call, by_place: frozenset[Role], number: str | None = None) -> Held:
    """The case of the path for somebody of its place in one of these roles, or of the unit that owns it.

    Raises Refusal `not_found`, `not_allowed` or `stale_version`.
    """
    user, at = call.staff(), work.context.now
    held = store.get(work, number or call.path["number"])
    here = sees_place(user, held.case.place, deps.county)
    own = held.case.owner in units_of(user, deps.county, at)
    if not (here and user.has(*RECEIVING)) and not own and not may_see(user, held.case, deps.county, at):
        raise Refusal.not_found("matter")
    if not own and not (here and user.has(*by_place)):
        raise Refusal("not_allowed", "Only the unit that owns the matter, or who leads it, does this.", status=403)
    call.expect(held.version)
    return held


def asked(work: Work, deps: Deps, call: Call, order: int | None = None) -> Held:
    """The case of the path for somebody whom it asks for a word; of an `order`, for every unit that it was offered to,
    whoever took it. Raises Refusal `not_found` or `stale_version`."""
    user, at = call.staff(), work.context.now
    held = store.get(work, call.path["number"])
    own = units_of(user, deps.county, at)
    offered_to = frozenset(unit for each in held.case.leading.orders if each.n == order for unit in each.departments)
    called = (held.case.leading.units | offered_to) - held.case.redress.stepped_back
    drawn_in = own & called or held.case.owner in own
    here = sees_place(user, held.case.place, deps.county) and user.has(*RECEIVING)
    if not drawn_in and not here and not may_see(user, held.case, deps.county, at):
        raise Refusal.not_found("matter")
    call.expect(held.version)
    return held


def speaks_for(deps: Deps, call: Call, unit: str, at: str) -> None:
    """Raises Refusal `not_allowed` where the caller does not belong to the unit."""
    if unit not in units_of(call.staff(), deps.county, at):
        raise Refusal("not_allowed", f"Only {unit} itself answers this.", status=403)


def reviews_for(deps: Deps, call: Call, unit: str, at: str) -> None:
    """A review is decided by the reviewing organ's own people, or by a dispatcher of the whole county for it.

    Raises Refusal `not_allowed`.
    """
    user = call.staff()
    whole = user.has(Role.DISPATCHER) and level_of(deps.county, user.place) is RungLevel.COUNTY
    if not whole and unit not in units_of(user, deps.county, at):
        raise Refusal(
            "not_allowed", f"Only {unit} itself, or a dispatcher of the whole county, decides it.", status=403
        )


def acting_department(deps: Deps, call: Call, among: tuple[str, ...], at: str) -> str:
    """The department that acts: one of those asked, for which the caller speaks; `department` names one of several.

    Raises Refusal `not_allowed`, or naming the field `department`.
    """
    own = units_of(call.staff(), deps.county, at)
    named = call.body.get("department")
    if named is not None and named not in own:
        raise Refusal("not_allowed", "You act for your own department only.", status=403)
    mine = [unit for unit in among if unit in own and named in (None, unit)]
    if mine:
        return mine[0]
    if named is None and call.staff().department is None:
        raise Refusal.of_field("department", "required", f"Required: name one of {', '.join(among)}.")
    raise Refusal("not_offered", f"Asked for are {', '.join(among) or 'none'}.", status=403)


def may_decide(deps: Deps, call: Call, case: Case) -> None:
    """Whether the caller decides matters of this tier (难易). Raises Refusal `not_yours_to_decide` or
    `conference_missing`."""
    user, led = call.staff(), case.leading
    level = level_of(deps.county, user.place)
    check_tier(deps.county, case.tier, user.roles, level, led.conferred, led.sponsor is not None)


def ordinal(call: Call, name: str, what: str) -> int:
    """A running number of the path. Raises Refusal `not_found`."""
    n = call.path[name]
    if not n.isascii() or not n.isdigit() or len(n) > 6:
        raise Refusal.not_found(what)
    return int(n)
