"""What an order by decision is given with, and an order as it is read in words."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, DateField, EnumField, Form, InstantField, NumberField, TextField
from services.contracts.vocabulary import Ground, OrderKind
from services.oversight.domain import ladder
from services.oversight.forms.watching import LONGEST_REASON, OrderForm

BY_DECISION = [str(kind) for kind in ladder.BY_DECISION]
_ALLOWED = f"Allowed: {', '.join(BY_DECISION)}."


class DecidedOrderForm(Form):
    """Put a matter under supervision: how, by which unit it is to be answered and when, and why; the words are sealed.

    `ground`: one of Art. 40, or `key_matter` for a matter that is supervised for its own weight, nobody being at fault.
    """

    number = NumberField(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(BY_DECISION, error=_ALLOWED))
    ground = EnumField(Ground, load_default=Ground.KEY_MATTER)
    unit = CodeField(load_default=None)
    reason = TextField(LONGEST_REASON, required=True)
    due = InstantField(load_default=None, allow_none=True)


class OrderInWordsForm(OrderForm):
    """One order with its words; null where nothing was said."""

    reason = fields.String(allow_none=True)
    answer = fields.String(allow_none=True)


class ListedOrderForm(Form):
    """A unit under listed supervision, as everybody may see it."""

    unit = CodeField()
    name = fields.String()
    kind = EnumField(OrderKind)
    issued_on = DateField()
    due_on = DateField()


class ListedForm(Form):
    """A page of them."""

    listed = fields.List(fields.Nested(ListedOrderForm))
    after = fields.String(allow_none=True)
