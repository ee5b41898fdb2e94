"""What routing's HTTP takes; a field that a form does not name is refused (422)."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, PageQuery, TextField
from services.contracts.vocabulary import (
    Branch,
    DeclineReason,
    ExtensionReason,
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
    """Accept: a category is needed where the matter has none; `branch` is an appeal's that stays here (Art. 31)."""

    category = CodeField(load_default=None)
    urgency = EnumField(Urgency, load_default=None)
    tier = EnumField(Tier, load_default=None)
    owner = CodeField(load_default=None)
    branch = EnumField(Branch, load_default=None)


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


class ExtensionForm(Form):
    """More time for a whistle; `text` tells the citizen why."""

    until = InstantField(required=True)
    reason = EnumField(ExtensionReason, required=True)
    text = TextField(REASON, required=True)


class MediationForm(Form):
    """Send to a mediation body; `text` is for the body."""

    body = CodeField(required=True)
    text = TextField(REASON, load_default=None)


class ConclusionForm(Form):
    """Conclude, with the 3-in-place record."""

    outcome = EnumField(Outcome, required=True)
    text = TextField(TEXT, load_default=None)


class CasesQuery(PageQuery):
    """Which cases: all that are the reader's to see, newest first; `execution=open`: with an opinion to carry out."""

    status = EnumField(Status, load_default=None)
    place = CodeField(load_default=None)
    category = CodeField(load_default=None)
    department = CodeField(load_default=None)
    urgency = EnumField(Urgency, load_default=None)
    execution = fields.String(load_default=None, validate=validate.OneOf(["open"], error="Allowed: open."))


class WhistlesQuery(PageQuery):
    """Which whistles; `state` of the whistle, `call` of the department's own call."""

    department = CodeField(load_default=None)
    state = EnumField(WhistleState, load_default=None)
    call = EnumField(CallState, load_default=None)
