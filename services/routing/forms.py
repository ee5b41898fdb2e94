"""What routing's HTTP takes and gives."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, PageQuery, TextField
from services.contracts.vocabulary import (
    DeclineReason,
    ObjectionReason,
    Outcome,
    ReferralReason,
    Status,
    Tier,
    Urgency,
)
from services.routing.domain.call import CallState
from services.routing.domain.whistle import WhistleState

REASON, TEXT = 1_000, 20_000
"""Most characters of a reason between units, and of a text for the citizen."""
MOST_ASSISTS = 30


class AcceptanceForm(Form):
    """Accept: a category is needed where the matter has none."""

    category = CodeField(load_default=None)
    urgency = EnumField(Urgency, load_default=None)
    tier = EnumField(Tier, load_default=None)
    owner = CodeField(load_default=None)


class DeclineForm(Form):
    """Do not accept, and tell the citizen why."""

    reason = EnumField(DeclineReason, required=True)
    text = TextField(TEXT, required=True)


class ReferralForm(Form):
    """Pass on; `to` is a unit of the county file or `outside`."""

    reason = EnumField(ReferralReason, required=True)
    to = CodeField(load_default=None)
    text = TextField(TEXT, load_default=None)


class OnTheSpotForm(Form):
    """Answer on the spot; `unit` is the owner and `outcome` `explained` where not given."""

    text = TextField(TEXT, required=True)
    unit = CodeField(load_default=None)
    outcome = EnumField(Outcome, load_default=str(Outcome.EXPLAINED))


class WhistleForm(Form):
    """Blow a whistle."""

    kind = CodeField(required=True)
    lead = CodeField(required=True)
    assists = fields.List(
        CodeField(),
        load_default=list,
        validate=validate.Length(max=MOST_ASSISTS, error=f"Allowed: at most {MOST_ASSISTS} departments."),
    )
    reason = TextField(REASON, required=True)


class CheckInForm(Form):
    """Report for duty; a dispatcher names the department, a handler's is its own."""

    department = CodeField(load_default=None)


class ObjectionForm(Form):
    """Say that the matter is not ours."""

    reason = EnumField(ObjectionReason, required=True)
    text = TextField(REASON, required=True)
    department = CodeField(load_default=None)


class DecisionForm(Form):
    """Decide an objection; a released lead needs a replacement."""

    upheld = FlagField(required=True)
    text = TextField(REASON, required=True)
    replacement = CodeField(load_default=None)


class ReplyForm(Form):
    """Reply to the citizen."""

    text = TextField(TEXT, required=True)
    department = CodeField(load_default=None)


class ConclusionForm(Form):
    """Conclude, with the 3-in-place record."""

    outcome = EnumField(Outcome, required=True)
    text = TextField(TEXT, load_default=None)


class CasesQuery(PageQuery):
    """Which cases: all that are the reader's to see, newest first."""

    status = EnumField(Status, load_default=None)
    place = CodeField(load_default=None)
    category = CodeField(load_default=None)
    department = CodeField(load_default=None)
    urgency = EnumField(Urgency, load_default=None)


class WhistlesQuery(PageQuery):
    """Which whistles; `state` of the whistle, `call` of the department's own call."""

    department = CodeField(load_default=None)
    state = EnumField(WhistleState, load_default=None)
    call = EnumField(CallState, load_default=None)


class CallView(Form):
    """One department under a whistle."""

    department = CodeField()
    role = fields.String()
    state = EnumField(CallState)
    called_at = InstantField()
    check_in_by = InstantField()
    checked_in_at = InstantField(allow_none=True)
    late = FlagField(allow_none=True)
    replied_at = InstantField(allow_none=True)
    replied_late = FlagField(allow_none=True)


class ObjectionView(Form):
    """One objection; `upheld` is null until it is decided."""

    n = fields.Integer()
    department = CodeField()
    reason = EnumField(ObjectionReason)
    raised_at = InstantField()
    upheld = FlagField(allow_none=True)
    decided_at = InstantField(allow_none=True)
    replacement = CodeField(allow_none=True)


class WhistleView(Form):
    """One whistle; its id is `<number>-w<n>`."""

    id = fields.String()
    number = fields.String()
    kind = CodeField()
    lead = CodeField()
    assists = fields.List(CodeField())
    round = fields.Integer()
    blown_at = InstantField()
    check_in_by = InstantField()
    finish_by = InstantField()
    state = EnumField(WhistleState)
    calls = fields.List(fields.Nested(CallView))
    objections = fields.List(fields.Nested(ObjectionView))


class CaseView(Form):
    """One case in codes; `allowed` are the steps of the staff that its status allows."""

    number = fields.String()
    status = EnumField(Status)
    place = CodeField()
    town = CodeField(allow_none=True)
    channel = CodeField()
    purpose = CodeField()
    category = CodeField(allow_none=True)
    urgency = EnumField(Urgency, allow_none=True)
    tier = EnumField(Tier, allow_none=True)
    owner = CodeField(allow_none=True)
    round = fields.Integer()
    opened_at = InstantField()
    received_at = InstantField(allow_none=True)
    decided_at = InstantField(allow_none=True)
    over_at = InstantField(allow_none=True)
    reason = CodeField(allow_none=True)
    to = CodeField(allow_none=True)
    outcome = EnumField(Outcome, allow_none=True)
    responsible = CodeField(allow_none=True)
    replies = fields.Integer()
    whistles = fields.List(fields.Nested(WhistleView))
    allowed = fields.List(fields.String())


class CasesView(Form):
    """A page of cases; `after` continues it, null at its end."""

    cases = fields.List(fields.Nested(CaseView))
    after = fields.String(allow_none=True)


class WhistlesView(Form):
    """A page of whistles."""

    whistles = fields.List(fields.Nested(WhistleView))
    after = fields.String(allow_none=True)


class SaidView(Form):
    """One sealed text, opened."""

    n = fields.Integer()
    kind = CodeField()
    unit = CodeField(allow_none=True)
    about = fields.String(allow_none=True)
    at = InstantField()
    text = fields.String()


class RepliesView(Form):
    """What the citizen was told, and for the staff also what the units told each other."""

    number = fields.String()
    replies = fields.List(fields.Nested(SaidView))
    remarks = fields.List(fields.Nested(SaidView))
