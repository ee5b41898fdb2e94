"""What routing's HTTP gives."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField
from services.contracts.vocabulary import ObjectionReason, Outcome, Status, Tier, Urgency
from services.routing.domain.call import CallState
from services.routing.domain.whistle import WhistleState
from services.routing.forms.leading import LeadingView
from services.routing.forms.redress import RedressView


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
    finish_by = InstantField(allow_none=True)


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
    former_finish_by = InstantField(allow_none=True)
    sent_from = CodeField(allow_none=True)
    paused = CodeField(allow_none=True)
    paused_at = InstantField(allow_none=True)
    state = EnumField(WhistleState)
    calls = fields.List(fields.Nested(CallView))
    objections = fields.List(fields.Nested(ObjectionView))


class OrderView(Form):
    """One mediation order; `result` is `agreed`, or why there was no agreement."""

    id = fields.String()
    body = CodeField()
    round = fields.Integer()
    ordered_at = InstantField()
    ended_at = InstantField(allow_none=True)
    result = CodeField(allow_none=True)


class CaseView(RedressView):
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
    leading = fields.Nested(LeadingView)
    mediations = fields.List(fields.Nested(OrderView))
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
    """One sealed text, opened; a paper such as an opinion also part by part."""

    n = fields.Integer()
    kind = CodeField()
    unit = CodeField(allow_none=True)
    about = fields.String(allow_none=True)
    at = InstantField()
    text = fields.String()
    parts = fields.Dict(keys=fields.String(), values=fields.String())


class RepliesView(Form):
    """What the citizen was told, and for the staff also what the units told each other."""

    number = fields.String()
    replies = fields.List(fields.Nested(SaidView))
    remarks = fields.List(fields.Nested(SaidView))
