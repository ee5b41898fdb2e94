"""Call and response (呼叫—响应), and a citizen's order: dispatched, taken, claimed (点单、派单、接单、领单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from services.contracts.refusals import Refusal
from services.county.county import County
from services.routing.domain.conference import known_units


class Asked(NamedTuple):
    """The first receiver's call for help; `departments` answer it once the petition office has named them."""

    n: int
    by: str
    opened_at: str
    departments: tuple[str, ...] = ()
    answered_at: str | None = None


class Ordered(NamedTuple):
    """A citizen's order: offered to departments by the community, taken by one, claimed by one of its members."""

    n: int
    by: str
    departments: tuple[str, ...]
    dispatched_at: str
    department: str | None = None
    taken_at: str | None = None
    member: str | None = None
    claimed_at: str | None = None


def opened(calls: tuple[Asked, ...], by: str | None, at: str) -> tuple[Asked, ...]:
    """One more call. Raises Refusal `no_owner` or `call_open`."""
    if by is None:
        raise Refusal("no_owner", "The matter has no first receiver yet.")
    if any(each.answered_at is None for each in calls):
        raise Refusal("call_open", "A call waits for its answer already.")
    return (*calls, Asked(len(calls) + 1, by, at))


def answered(
    county: County, calls: tuple[Asked, ...], n: int, departments: Sequence[str], at: str
) -> tuple[tuple[Asked, ...], Asked]:
    """The call answered with departments, lead first. Raises Refusal `not_found`, `call_answered`, or of a field."""
    call = next((each for each in calls if each.n == n), None)
    if call is None:
        raise Refusal.not_found("call")
    if call.answered_at is not None:
        raise Refusal("call_answered", f"Call {n} was answered at {call.answered_at}.")
    done = call._replace(departments=known_units(county, "departments", departments, 1), answered_at=at)
    return tuple(done if each.n == n else each for each in calls), done


def lead_first(departments: tuple[str, ...], lead: str | None) -> tuple[str, ...]:
    """The departments in their order, the one that leads first. Raises Refusal naming the field `lead`."""
    if lead is None:
        return departments
    if lead not in departments:
        raise Refusal.of_field("lead", "not_named", f"Allowed: {', '.join(departments)}.")
    return (lead, *(each for each in departments if each != lead))


def dispatched(
    county: County, orders: tuple[Ordered, ...], by: str | None, departments: Sequence[str], at: str
) -> tuple[Ordered, ...]:
    """One more order, offered to departments. Raises Refusal `no_owner`, `order_open`, or of a field."""
    if by is None:
        raise Refusal("no_owner", "The matter has no first receiver yet.")
    if any(each.taken_at is None for each in orders):
        raise Refusal("order_open", "An order of this matter is not taken yet.")
    return (*orders, Ordered(len(orders) + 1, by, known_units(county, "departments", departments, 1), at))


def taken(orders: tuple[Ordered, ...], n: int, department: str, at: str) -> tuple[tuple[Ordered, ...], Ordered]:
    """A department takes the order (接单). Raises Refusal `not_found`, `order_taken` or `not_offered`."""
    order = _order(orders, n)
    if order.taken_at is not None:
        raise Refusal("order_taken", f"Order {n} was taken by {order.department} at {order.taken_at}.")
    if department not in order.departments:
        raise Refusal("not_offered", f"Order {n} was dispatched to {', '.join(order.departments)}.", status=403)
    return _with(orders, order._replace(department=department, taken_at=at))


def claimed(
    orders: tuple[Ordered, ...], n: int, department: str, member: str, at: str
) -> tuple[tuple[Ordered, ...], Ordered]:
    """A member of the department claims it (领单). Raises Refusal `not_found`, `order_not_taken`, `order_claimed`."""
    order = _order(orders, n)
    if order.taken_at is None:
        raise Refusal("order_not_taken", f"Order {n} is taken by no department yet.")
    if order.claimed_at is not None:
        raise Refusal("order_claimed", f"Order {n} was claimed at {order.claimed_at}.")
    if department != order.department:
        raise Refusal("not_offered", f"Order {n} was taken by {order.department}.", status=403)
    return _with(orders, order._replace(member=member, claimed_at=at))


def _order(orders: tuple[Ordered, ...], n: int) -> Ordered:
    found = next((each for each in orders if each.n == n), None)
    if found is None:
        raise Refusal.not_found("order")
    return found


def _with(orders: tuple[Ordered, ...], order: Ordered) -> tuple[tuple[Ordered, ...], Ordered]:
    return tuple(order if each.n == order.n else each for each in orders), order
