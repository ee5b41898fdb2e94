"""What intake's HTTP takes; a field that a form does not name is refused (422)."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    DateField,
    EmailField,
    EnumField,
    FlagField,
    Form,
    IdNumberField,
    InstantField,
    NumberField,
    PageQuery,
    PhoneField,
    TextField,
    WholeField,
)
from services.contracts.vocabulary import Channel, Purpose, Rating, Role, Status, Urgency
from services.intake.forms.agent import ACCOUNT, AgentField
from services.intake.forms.attachments import InlineForm

TITLE, TEXT, WORDS, NAME, ADDRESS = 200, 20_000, 2_000, 60, 200
"""The longest title, story, comment, name and address, in characters."""
PETITIONERS = 200
OCCASION = r"^[phrs]-[0-9a-f]{16}\Z"


def query_code(**more: Any) -> fields.String:
    """A query code as its citizen writes it; whether it opens the matter is not a question of form."""
    return TextField(40, **more)


def OccasionField(**more: Any) -> fields.String:
    """The id of a patrol, home visit, round or reception session by which a matter came."""
    pattern = validate.Regexp(OCCASION, error="Allowed: an id as the visit's or the session's answer gave it.")
    return fields.String(validate=pattern, **more)


class PetitionerForm(Form):
    """One petitioner; everything but the name is the citizen's choice."""

    name = TextField(NAME, required=True)
    phone = PhoneField(load_default=None, allow_none=True)
    email = EmailField(load_default=None, allow_none=True)
    id_number = IdNumberField(load_default=None, allow_none=True)
    address = TextField(ADDRESS, load_default=None, allow_none=True)


class AccusedForm(Form):
    """Whom an accusation is about: a unit of the county file, a person, or both; kept sealed."""

    unit = CodeField(load_default=None, allow_none=True)
    name = TextField(NAME, load_default=None, allow_none=True)


class RegisterForm(Form):
    """A petition as it comes in."""

    channel = EnumField(Channel, required=True)
    purpose = EnumField(Purpose, required=True)
    title = TextField(TITLE, required=True)
    text = TextField(TEXT, required=True)
    place = CodeField(required=True)
    category = CodeField(load_default=None, allow_none=True)
    urgency = EnumField(Urgency, load_default=None, allow_none=True)
    petitioners = fields.List(
        fields.Nested(PetitionerForm),
        load_default=list,
        validate=validate.Length(max=PETITIONERS, error=f"Allowed: at most {PETITIONERS} petitioners."),
    )
    secret = FlagField(load_default=False)
    anonymous = FlagField(load_default=False)
    occurred_at = InstantField(load_default=None, allow_none=True)
    accused = fields.Nested(AccusedForm, load_default=None, allow_none=True)
    agent = AgentField(load_default=None, allow_none=True)
    grave = FlagField(load_default=False)
    attachments = fields.List(
        fields.Nested(InlineForm), load_default=list, validate=validate.Length(max=9, error="Allowed: at most 9 files.")
    )
    patrol = OccasionField(load_default=None, allow_none=True)
    reception = OccasionField(load_default=None, allow_none=True)


class FollowForm(Form):
    """Number and query code, in a body and never in an address."""

    number = NumberField(required=True)
    query_code = query_code(required=True)


class SupplementForm(Form):
    """More of the story; without `query_code` the caller must be signed-in staff."""

    query_code = query_code(load_default=None, allow_none=True)
    text = TextField(TEXT, required=True)


class RatingForm(Form):
    """The citizen's judgement of both units."""

    query_code = query_code(required=True)
    receiving = EnumField(Rating, required=True)
    responsible = EnumField(Rating, required=True)
    comment = TextField(WORDS, load_default=None, allow_none=True)


class WithdrawalForm(Form):
    """The citizen wants the matter back."""

    query_code = query_code(required=True)
    reason = TextField(WORDS, load_default=None, allow_none=True)


class NoticesForm(Form):
    """Whether the citizen wants to be told of what happens (退订)."""

    query_code = query_code(required=True)
    wanted = FlagField(required=True)


class ReadQuery(Form):
    """`fields=codes` shows codes only, and opens nothing."""

    fields_ = fields.String(
        data_key="fields",
        load_default="all",
        validate=validate.OneOf(["all", "codes"], error="Allowed: all, codes."),
    )


class ListQuery(PageQuery):
    """Filters of the list; `from` and `to` are days of the county, both inclusive."""

    status = EnumField(Status, load_default=None)
    channel = EnumField(Channel, load_default=None)
    purpose = EnumField(Purpose, load_default=None)
    place = CodeField(load_default=None)
    category = CodeField(load_default=None)
    agent = fields.String(
        validate=validate.Regexp(ACCOUNT, error="Allowed: the id of an account, or me."), load_default=None
    )
    grave = fields.String(validate=validate.Equal("true", error="Allowed: true."), load_default=None)
    q = TextField(40, load_default=None)
    from_ = DateField(data_key="from", load_default=None)
    to = DateField(load_default=None)


class SessionForm(Form):
    """Sign in."""

    username = TextField(64, required=True)
    password = TextField(200, required=True)


class AccountsQuery(Form):
    """A page of accounts."""

    after = TextField(500, load_default=None)
    limit = WholeField(1, 500, load_default=200)


class AccountForm(Form):
    """A new account; without `password` one is drawn and told once."""

    username = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^[a-z0-9][a-z0-9._-]{2,39}\Z", error="Allowed: 3 to 40 lower-case letters, digits, '.', '_' and '-'."
        ),
    )
    roles = fields.List(EnumField(Role), required=True, validate=validate.Length(1, len(Role)))
    place = CodeField(load_default=None, allow_none=True)
    department = CodeField(load_default=None, allow_none=True)
    password = TextField(200, load_default=None, allow_none=True)
