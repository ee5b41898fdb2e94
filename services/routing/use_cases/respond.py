"""Call and response (呼叫—响应), and the chain of a citizen's order (群众点单、社区派单、部门接单、党员领单)."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.store import Work
from services.chassis.web.call import Answer, Call
from services.contracts.events.leading import CallAnswered, CallOpened, OrderClaimed, OrderDispatched, OrderTaken
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Status
from services.routing.domain import led, responding
from services.routing.domain.case import Case
from services.routing.domain.responding import Ordered
from services.routing.domain.succession import heir, heirs
from services.routing.domain.whistle import kind_of
from services.routing.use_cases.blow_whistle import blow
from services.routing.use_cases.check_in import report
from services.routing.use_cases.confer import convene
from services.routing.use_cases.deps import Deps
from services.routing.use_cases.standing_in import LEADING, RECEIVING, acting_department, asked, leading, ordinal
from services.routing.use_cases.tell import tell
from services.routing.use_cases.view import kept
from services.routing.use_cases.words import keep_remark


def open_call(work: Work, deps: Deps, call: Call) -> Answer:
    """The first receiver calls: the matter cannot be solved at once; as early as at its registration (立即启动呼叫)."""
    held = leading(work, deps, call, RECEIVING)
    case = led.call_opened(held.case, work.context.now)
    made = case.leading.calls[-1]
    case = keep_remark(work, deps, case, "call", made.by, call.body["reason"], f"{case.number}-k{made.n}")
    tell(work, case, CallOpened, call=made.n, by=made.by)
    return kept(work, deps, held, case)


def answer_call(work: Work, deps: Deps, call: Call) -> Answer:
    """The petition office answers with the departments that deal with the matter, the lead first: they are whistled
    for, or where it says so called to a conference. To a matter that is whistled for already they are called by one
    whistle more, beside those that are called; who is called already is not called twice."""
    held, n, at = leading(work, deps, call, LEADING), ordinal(call, "k", "call"), work.context.now
    body = call.body
    lead = None if body["lead"] is None else heir(deps.county, body["lead"], at)
    departments = responding.lead_first(heirs(deps.county, body["departments"], at), lead)
    case, done = led.call_answered(deps.county, held.case, n, departments, at)
    if body["text"] is not None:
        case = keep_remark(work, deps, case, "call", None, body["text"], f"{case.number}-k{n}")
    tell(work, case, CallAnswered, call=done.n, departments=done.departments)
    if body["conference"]:
        case = convene(work, deps, case, None, done.departments)
    else:
        case = _called(work, deps, case, done.departments, call.staff().place)
    return kept(work, deps, held, case)


def _called(work: Work, deps: Deps, case: Case, departments: Sequence[str], sent_from: str | None) -> Case:
    running = [whistle for whistle in case.whistles if not whistle.ended]
    wanted = [unit for unit in departments if not any(whistle.calls_on(unit) for whistle in running)]
    if not wanted:
        return case
    kind = kind_of(deps.county_of(case.county), "call", "ordinary")
    further = case.status != Status.ACCEPTED
    case, _ = blow(work, deps, case, kind, wanted[0], wanted[1:], sent_from, further)
    return case


def dispatch_order(work: Work, deps: Deps, call: Call) -> Answer:
    """The community passes a citizen's order on to departments that may take it."""
    held, at = leading(work, deps, call, RECEIVING), work.context.now
    case = led.order_dispatched(deps.county, held.case, heirs(deps.county, call.body["departments"], at), at)
    made = case.leading.orders[-1]
    if call.body["text"] is not None:
        case = keep_remark(work, deps, case, "order", made.by, call.body["text"], f"{case.number}-b{made.n}")
    tell(work, case, OrderDispatched, order=made.n, by=made.by, departments=made.departments)
    return kept(work, deps, held, case)


def take_order(work: Work, deps: Deps, call: Call) -> Answer:
    """A department takes the order: it is called to the matter by that and has reported, so that it handles it next.

    Where a whistle calls others already, the order stands beside it.
    """
    n, at = ordinal(call, "k", "order"), work.context.now
    held = asked(work, deps, call, n)
    department = acting_department(deps, call, _order(held.case, n).departments, at)
    case, done = led.order_taken(held.case, n, department, at)
    tell(work, case, OrderTaken, order=done.n, department=done.department)
    if case.status == Status.ACCEPTED:
        seat = deps.county.units.get(done.by).place if deps.county.units.exists(done.by) else None
        kind = kind_of(deps.county_of(case.county), "order", "ordinary")
        case, whistle = blow(work, deps, case, kind, department, (), seat)
        case = report(work, deps, case, whistle.id, department)
    return kept(work, deps, held, case)


def claim_order(work: Work, deps: Deps, call: Call) -> Answer:
    """A member of the department claims it; told by the account's id, or by a post where one is given."""
    n, at = ordinal(call, "k", "order"), work.context.now
    held = asked(work, deps, call, n)
    order = _order(held.case, n)
    taker = () if order.department is None else (order.department,)
    department = acting_department(deps, call, tuple(dict.fromkeys((*taker, *order.departments))), at)
    case, done = led.order_claimed(held.case, n, department, call.body["member"] or call.staff().id, at)
    tell(work, case, OrderClaimed, order=done.n, department=done.department, member=done.member)
    return kept(work, deps, held, case)


def _order(case: Case, n: int) -> Ordered:
    found = next((each for each in case.leading.orders if each.n == n), None)
    if found is None:
        raise Refusal.not_found("order")
    return found
