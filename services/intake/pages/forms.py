"""What intake's pages take from a browser, where it is not what the API takes."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    DateField,
    EnumField,
    FlagField,
    Form,
    NumberField,
    PhoneField,
    TextField,
)
from services.contracts.vocabulary import Channel, Purpose, Rating, Urgency
from services.intake.forms import takes
from services.intake.forms.takes import FollowForm, ListQuery, SessionForm


class NextQuery(Form):
    """Where to go after signing in."""

    next = TextField(2_000, load_default=None)


class SignInForm(SessionForm):
    """Sign in on a page."""

    next = TextField(2_000, load_default=None)


class SubmitQuery(Form):
    """Where a citizen comes from: the page of a village fills in the place, and the service item as a title."""

    place = CodeField(load_default=None)
    item = CodeField(load_default=None)


class RelativeForm(Form):
    """Who files for the citizen: a person of their trust."""

    name = TextField(takes.NAME, required=True)
    phone = PhoneField(load_default=None)
    relation = TextField(takes.NAME, load_default=None)


class SubmitForm(Form):
    """What a citizen tells; when it happened is a day of the county."""

    purpose = EnumField(Purpose, required=True)
    title = TextField(takes.TITLE, required=True)
    text = TextField(takes.TEXT, required=True)
    place = CodeField(required=True)
    occurred_on = DateField(load_default=None)
    petitioners = fields.List(
        fields.Nested(takes.PetitionerForm),
        load_default=list,
        validate=validate.Length(max=takes.PETITIONERS, error=f"Allowed: at most {takes.PETITIONERS} petitioners."),
    )
    anonymous = FlagField(load_default=False)
    secret = FlagField(load_default=False)
    accused = fields.Nested(takes.AccusedForm, load_default=None)
    agent = fields.Nested(RelativeForm, load_default=None)


class TakeInForm(SubmitForm):
    """What a clerk or a grid worker takes in; `reception` is the session in which it is."""

    channel = EnumField(Channel, required=True)
    reception = takes.OccasionField(load_default=None)
    by_me = FlagField(load_default=False)
    grave = FlagField(load_default=False)
    category = CodeField(load_default=None)
    urgency = EnumField(Urgency, load_default=None)


class RowsQuery(Form):
    """How many petitioners' rows a form begins with, where no script adds one; and in which session it is filled."""

    reception = takes.OccasionField(load_default=None)
    rows = fields.String(load_default="1", validate=validate.OneOf(["1", "5"], error="Allowed: 1, 5."))


class SupplementedForm(FollowForm):
    """More of the story, from the page that number and query code opened."""

    text = TextField(takes.TEXT, required=True)


class RatedForm(FollowForm):
    """The citizen's judgement."""

    receiving = EnumField(Rating, required=True)
    responsible = EnumField(Rating, required=True)
    comment = TextField(takes.WORDS, load_default=None)


class WithdrawnForm(FollowForm):
    """The citizen wants the matter back, and says so twice: by the tick and by the button."""

    confirmed = FlagField(required=True, validate=validate.Equal(True, error="Allowed: true."))
    reason = TextField(takes.WORDS, load_default=None)


class AttachedForm(FollowForm):
    """Files, from the page that number and query code opened."""


class TakenForm(FollowForm):
    """Which of one's own files to have back."""

    id = TextField(40, required=True)


class ReviewedForm(FollowForm):
    """The citizen asks the organ above to review the opinion."""

    reason = TextField(takes.WORDS, load_default=None)


class JoinedForm(Form):
    """A person of the staff confirms that the matter repeats another."""

    into = NumberField(required=True)
    reason = TextField(takes.WORDS, load_default=None)


class RepeatedForm(Form):
    """A person of the staff confirms that the matter repeats an earlier one."""

    repeats = NumberField(required=True)


class GraveForm(Form):
    """What is to be feared and what has been done."""

    text = TextField(takes.WORDS, load_default=None)


class NoticedForm(FollowForm):
    """Whether the citizen wants notices."""

    wanted = FlagField(required=True)


class MattersQuery(ListQuery):
    """The list's filters; `number` leads to one matter, `format=csv` takes the list away."""

    number = NumberField(load_default=None)
    format = fields.String(load_default=None, validate=validate.OneOf(["csv"], error="Allowed: csv."))
