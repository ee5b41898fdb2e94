"""Forms of subscriptions and deliveries."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, PageQuery, TextField
from services.chassis.web.outbound.target import LONGEST
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.subscription import SubscriptionState

MOST_FILTERED = 60


def _few(inner: fields.Field[str]) -> fields.List[str]:
    most = validate.Length(max=MOST_FILTERED, error=f"Allowed: at most {MOST_FILTERED} entries.")
    return fields.List(inner, load_default=list, validate=most)


class SubscriptionForm(Form):
    """Subscribe; an operator names the department, a handler's is its own. An empty filter lets everything through."""

    url = TextField(LONGEST, required=True)
    department = CodeField(load_default=None)
    types = _few(TextField(120))
    places = _few(CodeField())
    categories = _few(CodeField())


class SubscriptionView(Form):
    """One subscription; `secret` is told once, by the answer that made or changed it."""

    id = fields.String()
    department = CodeField()
    url = fields.String()
    types = fields.List(fields.String())
    places = fields.List(CodeField())
    categories = fields.List(CodeField())
    state = EnumField(SubscriptionState)
    made_at = InstantField()
    stopped_at = InstantField(allow_none=True)
    former_secret_until = InstantField(allow_none=True)
    secret = fields.String()


class SubscriptionsQuery(PageQuery):
    """Which subscriptions: an operator sees all, a handler those of its department."""

    department = CodeField(load_default=None)


class SubscriptionsView(Form):
    """A page of subscriptions, oldest first."""

    subscriptions = fields.List(fields.Nested(SubscriptionView))
    after = fields.String(allow_none=True)


class RemovedView(Form):
    """The subscription is gone with all that was kept for it."""

    id = fields.String()
    removed = FlagField()


class DeliveriesQuery(PageQuery):
    """Which deliveries."""

    state = EnumField(DeliveryState, load_default=None)


class DeliveryView(Form):
    """One fact for one subscription: how often it was tried and what came back last (`status` or `error`)."""

    id = fields.String()
    subscription = fields.String()
    number = fields.String()
    type = fields.String()
    time = InstantField()
    state = EnumField(DeliveryState)
    attempts = fields.Integer()
    made_at = InstantField()
    next_at = InstantField(allow_none=True)
    settled_at = InstantField(allow_none=True)
    status = fields.Integer(allow_none=True)
    error = fields.String(allow_none=True)
    event = fields.Dict()


class DeliveriesView(Form):
    """A page of deliveries in the order of sending, without their events."""

    deliveries = fields.List(fields.Nested(DeliveryView))
    after = fields.String(allow_none=True)


class ReplayForm(Form):
    """Send again: one delivery, all of facts since an instant, or else all that are parked."""

    since = InstantField(load_default=None)
    delivery = TextField(80, load_default=None)


class ReplayedView(Form):
    """How many deliveries wait again."""

    id = fields.String()
    state = EnumField(SubscriptionState)
    replayed = fields.Integer()
