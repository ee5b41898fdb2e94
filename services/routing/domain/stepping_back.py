"""Who has an interest in a matter steps back from it (回避, 信访工作条例 Art. 28), and another unit takes its place."""

from __future__ import annotations

from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.county.county import County
from services.routing.domain.call import DepartmentCall
from services.routing.domain.case import Case, not_called_elsewhere, with_whistle
from services.routing.domain.led import owned
from services.routing.domain.life import Step, after
from services.routing.domain.objection import check_replacement, replaced
from services.routing.domain.redress import Interest
from services.routing.domain.standing_still import passed_on
from services.routing.domain.whistle import Whistle, known_unit


class SteppedBack(NamedTuple):
    """The case without the unit; the whistle that had called it, if one had, and who is called anew."""

    case: Case
    whistle: Whistle | None
    called: DepartmentCall | None


def step_back(
    county: County, case: Case, unit: str, replacement: str | None, at: str, keeper: str | None = None
) -> SteppedBack:
    """Release a unit from a matter that it owns, or that a running whistle calls it to.

    An owner's matter goes to `keeper`, who decides the stepping back, until the replacement has accepted it; without
    one, to the replacement itself.

    Raises Refusal `step_not_allowed`, `already_stepped_back`, the call's own code, or naming a field: `unit` must be
    the owner or called, who owns or leads must be replaced, and not by one that stepped back itself.
    """
    status = after(Status(case.status), Step.STEP_BACK)
    known_unit(county, "unit", unit)
    if unit in case.redress.stepped_back:
        raise Refusal("already_stepped_back", f"{unit} has stepped back from the matter already.")
    whistle = next((w for w in case.whistles if not w.ended and w.calls_on(unit)), None)
    if whistle is None and case.owner != unit:
        raise Refusal.of_field("unit", "not_involved", "Allowed: the unit that owns the matter, or one that is called.")
    _check(county, case, unit, replacement)
    interest = Interest(unit, at, replacement, None if whistle is None else whistle.id)
    changed = case._replace(status=status)
    called: DepartmentCall | None = None
    if whistle is not None:
        role = whistle.call(unit).role
        check_replacement(county, whistle, role, True, replacement)
        if replacement is not None:
            not_called_elsewhere(case, whistle.id, replacement)
        released = whistle.with_call(unit, DepartmentCall.stepped_back)
        after_it, called = replaced(county, released, role, replacement, at)
        whistle = passed_on(county, whistle, after_it, case.urgency, at)
        changed = with_whistle(case, whistle, Step.STEP_BACK)
    if case.owner == unit and replacement is not None:
        changed = owned(changed, keeper or replacement, at)
    redress = changed.redress._replace(interests=(*changed.redress.interests, interest))
    return SteppedBack(_unbound(changed, unit)._replace(redress=redress), whistle, called)


def _unbound(case: Case, unit: str) -> Case:
    """The unit answers together with the others (责任捆绑) no more."""
    left = tuple(each for each in case.leading.bound if each != unit)
    return case if left == case.leading.bound else case._replace(leading=case.leading._replace(bound=left))


def _check(county: County, case: Case, unit: str, replacement: str | None) -> None:
    if replacement is None:
        if case.owner == unit:
            raise Refusal.of_field("replacement", "required", "Required: the owner steps back, name who owns instead.")
        return
    known_unit(county, "replacement", replacement)
    if replacement == unit:
        raise Refusal.of_field("replacement", "has_interest", f"Allowed: another unit than {unit}.")
    case.redress.not_stepped_back("replacement", replacement)
