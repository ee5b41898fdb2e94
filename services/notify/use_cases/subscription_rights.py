"""Whose subscriptions are whose: an operator's are all, a handler's those of its own department."""

from __future__ import annotations

from services.chassis.access import User
from services.chassis.store import Document, Store, Work
from services.chassis.web.call import Call
from services.contracts.refusals import Refusal
from services.contracts.vocabulary import Role
from services.notify.domain.subscription import SubscriptionState
from services.notify.store import SUBSCRIPTION


def department_of(user: User, named: str | None) -> str | None:
    """The department that this person acts for: the one named, or a handler's own; None for an operator's all."""
    if user.has(Role.OPERATOR):
        return named
    if user.department is None:
        raise Refusal("not_allowed", "A handler without a department has no subscriptions.", status=403)
    if named not in (None, user.department):
        raise Refusal("not_allowed", "You subscribe for your own department only.", status=403)
    return user.department


def may_see(user: User, subscription: Document) -> bool:
    """Whether this person may see and change a subscription."""
    if subscription.body["state"] == SubscriptionState.LEAVING:
        return False
    return user.has(Role.OPERATOR) or user.department == subscription.body["department"]


def own(reads: Work | Store, call: Call) -> Document:
    """The subscription of the path. Raises Refusal `not_found`."""
    found = reads.get(SUBSCRIPTION, call.path["id"])
    if found is None or not may_see(call.staff(), found):
        raise Refusal.not_found("subscription")
    return found
