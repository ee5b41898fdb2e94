"""Check in (报到): a called department reports for duty."""

from __future__ import annotations

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.routing import DepartmentCheckedIn
from services.routing.domain import case as rules
from services.routing.domain.case import Case
from services.routing.domain.instants import seconds_between
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.rights import called
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept


def check_in(work: Work, deps: Deps, call: Call) -> Answer:
    """Record the check-in; a late one counts, marked late."""
    held, department = called(work, deps, call)
    return kept(work, deps, held, report(work, deps, held.case, call.path["id"], department))


def report(work: Work, deps: Deps, case: Case, whistle_id: str, department: str) -> Case:
    """The department has reported, and it is told; who takes an order has reported with that."""
    at = work.context.now
    case = rules.checked_in(case, whistle_id, department, at)
    whistle = case.whistle(whistle_id)
    done = whistle.call(department)
    tell(
        work,
        case,
        DepartmentCheckedIn,
        whistle=whistle.id,
        kind=whistle.kind,
        department=department,
        check_in_by=done.check_in_by,
        late=bool(done.late),
    )
    taken = seconds_between(done.called_at, at)
    work.after_commit(lambda: deps.metrics.child(deps.metrics.check_in_seconds, whistle.kind).observe(taken))
    return case
