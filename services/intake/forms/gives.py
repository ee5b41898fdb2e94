"""What intake's HTTP gives."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, NumberField
from services.contracts.vocabulary import Channel, Purpose, RequestKind, Status, Tier, Urgency
from services.intake.domain.timeline import Call
from services.intake.forms.attachments import AttachmentForm


class RegisteredForm(Form):
    """What who brought a matter is told; the query code is told this once."""

    number = NumberField(required=True)
    query_code = fields.String(required=True)
    status = EnumField(Status, required=True)
    place = CodeField(required=True)
    category = CodeField(required=True, allow_none=True)
    category_by = fields.String(required=True, validate=validate.OneOf(["given", "keywords", "none"]))
    urgency = EnumField(Urgency, required=True, allow_none=True)
    owner = CodeField(required=True)
    received_at = InstantField(required=True)


class SupplementedForm(Form):
    """Which supplement of the matter it became."""

    number = NumberField(required=True)
    supplement = fields.Integer(required=True)


class NoticesShownForm(Form):
    """Whether notices will be sent; false too where nobody left a way to be reached."""

    number = NumberField(required=True)
    wanted = FlagField(required=True)


class RequestForm(Form):
    """The request that was taken down; the view shows routing's answer to it."""

    request = fields.String(required=True)


class MatterCodesForm(Form):
    """A matter in codes, as lists show it."""

    number = NumberField(required=True)
    status = EnumField(Status, required=True)
    channel = EnumField(Channel, required=True)
    purpose = EnumField(Purpose, required=True)
    place = CodeField(required=True)
    category = CodeField(required=True, allow_none=True)
    urgency = EnumField(Urgency, required=True, allow_none=True)
    tier = EnumField(Tier, required=True, allow_none=True)
    owner = CodeField(required=True, allow_none=True)
    received_at = InstantField(required=True)


class MattersForm(Form):
    """A page; `after` (null: no more) asks for the page behind it."""

    matters = fields.List(fields.Nested(MatterCodesForm), required=True)
    after = fields.String(required=True, allow_none=True)


class HandlingForm(Form):
    """A called department and what it has done."""

    department = CodeField(required=True)
    state = EnumField(Call, required=True)


class AskedForm(Form):
    """A citizen's request and routing's answer to it."""

    request = fields.String(required=True)
    kind = EnumField(RequestKind, required=True)
    at = InstantField(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "granted", "refused"]))
    reason = CodeField()
    receiving = CodeField()
    responsible = CodeField()
    into = NumberField()
    instance = fields.Integer()


class CitizenViewForm(MatterCodesForm):
    """What number and query code open; `token` opens the answers at `answers_at` for two minutes."""

    lead = CodeField(required=True, allow_none=True)
    handling = fields.List(fields.Nested(HandlingForm), required=True)
    due = InstantField(required=True, allow_none=True)
    supplement_count = fields.Integer(required=True)
    requests = fields.List(fields.Nested(AskedForm), required=True)
    clocks = fields.List(fields.Dict(), required=True)
    timeline = fields.List(fields.Dict(), required=True)
    attachments = fields.List(fields.Nested(AttachmentForm), required=True)
    agent = fields.Dict(required=True, allow_none=True)
    grave = fields.List(fields.Dict(), required=True)
    opinions = fields.List(fields.Dict(), required=True)
    review = fields.Dict(required=True, allow_none=True)
    joined_into = NumberField(required=True, allow_none=True)
    joined_count = fields.Integer(required=True)
    first = fields.Dict(required=True, allow_none=True)
    answers_at = fields.String(required=True)
    token = fields.String(required=True)


class StaffViewForm(CitizenViewForm):
    """What the staff sees, each as far as their rights go; words that are not opened are null or left empty."""

    class Meta:
        exclude = ("token", "answers_at", "first")

    story = fields.Dict(required=True, allow_none=True)
    petitioners = fields.List(fields.Dict(), required=True, allow_none=True)
    accused = fields.Dict(required=True, allow_none=True)
    supplements = fields.List(fields.Dict(), required=True)
    ratings = fields.List(fields.Nested(AskedForm), required=True)
    comments = fields.List(fields.Dict(), required=True)
    anonymous = FlagField(required=True)
    secret = FlagField(required=True)
    joined = fields.List(NumberField(), required=True)
    repeats = NumberField(required=True, allow_none=True)


class UserForm(Form):
    """Who is signed in."""

    id = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    place = CodeField(required=True, allow_none=True)
    department = CodeField(required=True, allow_none=True)


class SignedInForm(Form):
    """A token for eight hours."""

    token = fields.String(required=True)
    expires_at = InstantField(required=True)
    user = fields.Nested(UserForm, required=True)


class AccountShownForm(UserForm):
    """An account, without its hash."""

    username = fields.String(required=True)
    disabled = FlagField(required=True)


class AddedAccountForm(AccountShownForm):
    """A new account; `password` only where it was drawn here, and only now."""

    password = fields.String()


class AccountsForm(Form):
    """A page of accounts."""

    accounts = fields.List(fields.Nested(AccountShownForm), required=True)
    after = fields.String(required=True, allow_none=True)
