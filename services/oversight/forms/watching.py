"""What oversight takes and gives over HTTP; every answer in codes, times and ids."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    DateField,
    EnumField,
    FlagField,
    Form,
    InstantField,
    NumberField,
    PageQuery,
    TextField,
    WholeField,
)
from services.contracts.vocabulary import ExtensionReason, Ground, OrderKind, PauseReason
from services.oversight.domain.accusation import AccusationState
from services.oversight.domain.clocks import Light
from services.oversight.domain.ladder import OrderState

RATES_BY = ("department", "town", "village", "category", "channel", "day")
LONGEST_ANSWER = 5000
BY_PEOPLE = [str(reason) for reason in PauseReason if reason is not PauseReason.HEARING]
LONGEST_REASON = 2000


class ClocksQuery(PageQuery):
    """Which clocks: by light, clock, unit, or all of one matter."""

    light = EnumField(Light, load_default=None)
    clock = CodeField(load_default=None)
    unit = CodeField(load_default=None)
    number = NumberField(load_default=None)


class OrdersQuery(PageQuery):
    """Which orders."""

    state = EnumField(OrderState, load_default=None)
    unit = CodeField(load_default=None)
    kind = EnumField(OrderKind, load_default=None)
    number = NumberField(load_default=None)


class RatesQuery(Form):
    """By what, and from which day to which (inclusive); the last thirty days without them."""

    by = fields.String(required=True, validate=validate.OneOf(RATES_BY, error=f"Allowed: {', '.join(RATES_BY)}."))
    first = DateField(data_key="from", load_default=None)
    last = DateField(data_key="to", load_default=None)


class BoardQuery(Form):
    """Over how many days the rates go, today included."""

    days = WholeField(1, 366, load_default=30)


class BoardForm(Form):
    """The board: `today` by channel, `open` matters by their worst light, `rates` for who may see them, else null."""

    now = InstantField()
    today = fields.Dict()
    open = fields.Dict()
    rates = fields.Dict(allow_none=True)


class AuditQuery(Form):
    """Blocks with a greater number than `after`, at most `limit`."""

    after = WholeField(0, 10**12, load_default=0)
    limit = WholeField(1, 50, load_default=20)


class AccusationsQuery(PageQuery):
    """Which of the recipient's accusations."""

    state = EnumField(AccusationState, load_default=None)


class IssueForm(Form):
    """Sign an order; `due` when the unit is to answer by another time than the kind of order gives."""

    due = InstantField(load_default=None, allow_none=True)


class AnswerForm(Form):
    """A written answer; it is kept sealed."""

    text = TextField(LONGEST_ANSWER, required=True)


class ClockForm(Form):
    """One clock."""

    id = fields.String()
    number = NumberField()
    place = CodeField()
    clock = CodeField()
    unit = CodeField(allow_none=True)
    whistle = fields.String(allow_none=True)
    light = EnumField(Light)
    started_at = InstantField()
    due = InstantField()
    ended = fields.String(allow_none=True, validate=validate.OneOf(("stopped", "cancelled", "lapsed")))
    ended_at = InstantField(allow_none=True)
    paused_at = InstantField(allow_none=True)
    pause_reason = EnumField(PauseReason, allow_none=True)
    former_due = InstantField(allow_none=True)


class ClocksForm(Form):
    """A page of clocks."""

    clocks = fields.List(fields.Nested(ClockForm))
    after = fields.String(allow_none=True)


class OrderForm(Form):
    """One order."""

    id = fields.String()
    number = NumberField()
    place = CodeField()
    kind = EnumField(OrderKind)
    ground = EnumField(Ground)
    unit = CodeField()
    clock = CodeField(allow_none=True)
    clock_id = fields.String(allow_none=True)
    whistle = fields.String(allow_none=True)
    state = EnumField(OrderState)
    made_at = InstantField()
    issued_at = InstantField(allow_none=True)
    issued_by = fields.String(allow_none=True)
    due = InstantField(allow_none=True)
    answered_at = InstantField(allow_none=True)
    answered_by = fields.String(allow_none=True)
    late = FlagField(allow_none=True)


class OrdersForm(Form):
    """A page of orders."""

    orders = fields.List(fields.Nested(OrderForm))
    after = fields.String(allow_none=True)


class DocketFactForm(Form):
    """A fact of a docket."""

    fact = fields.String()
    type = fields.String()
    service = fields.String()
    time = InstantField()


class DocketForm(Form):
    """One matter as oversight keeps it."""

    number = NumberField()
    place = CodeField()
    channel = CodeField()
    purpose = CodeField()
    category = CodeField(allow_none=True)
    urgency = CodeField(allow_none=True)
    tier = CodeField(allow_none=True)
    receiver = CodeField(allow_none=True)
    owner = CodeField(allow_none=True)
    light = EnumField(Light, allow_none=True)
    due = InstantField(allow_none=True)
    clocks = fields.List(fields.Nested(ClockForm))
    facts = fields.List(fields.Nested(DocketFactForm))
    orders = fields.List(fields.String())


class RatesForm(Form):
    """Rows of rates with the numbers behind them; `response`, `solution`, `satisfaction` have a `rate` from 0 to 1."""

    by = fields.String()
    first = DateField(data_key="from")
    last = DateField(data_key="to")
    rows = fields.List(fields.Dict())
    total = fields.Dict()


class AuditForm(Form):
    """Blocks of a chain as they are verified (services/contracts/chain.py), its newest head, and the public keys."""

    chain = fields.String()
    blocks = fields.List(fields.Dict())
    after = fields.Integer(allow_none=True)
    head = fields.Dict(allow_none=True)
    keys = fields.Dict()


class AccusationForm(Form):
    """One accusation, in codes."""

    number = NumberField()
    recipient = CodeField()
    place = CodeField()
    channel = CodeField()
    received_at = InstantField()
    state = EnumField(AccusationState)
    supplements = fields.Integer()


class AccusationAnswerForm(Form):
    """What the recipient answered; `text` is null until it has."""

    number = NumberField()
    state = EnumField(AccusationState)
    text = fields.String(allow_none=True)


class AccusationsForm(Form):
    """A page of the recipient's accusations."""

    accusations = fields.List(fields.Nested(AccusationForm))
    after = fields.String(allow_none=True)


class PauseForm(Form):
    """Why a clock stands still: a code that is told, and words that stay sealed."""

    reason = fields.String(required=True, validate=validate.OneOf(BY_PEOPLE, error=f"Allowed: {', '.join(BY_PEOPLE)}."))
    text = TextField(LONGEST_REASON, load_default=None)


class ResumptionForm(Form):
    """Nothing to say."""


class ClockExtensionForm(Form):
    """Until when a clock of the law is put off, and why; the reason is told to the citizen."""

    until = InstantField(required=True)
    reason = EnumField(ExtensionReason, required=True)
