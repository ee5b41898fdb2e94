"""What routing's HTTP takes and gives of improvements."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, Form, InstantField, NumberField, TextField
from services.contracts.vocabulary import ImprovementStep
from services.routing.forms.takes import REASON

MOST_MATTERS, TITLE = 500, 200


class GroupForm(Form):
    """Group matters of one category in one place."""

    category = CodeField(required=True)
    place = CodeField(required=True)
    numbers = fields.List(
        NumberField(),
        required=True,
        validate=validate.Length(max=MOST_MATTERS, error=f"Allowed: at most {MOST_MATTERS} matters."),
    )
    title = TextField(TITLE, required=True)


class MeasureForm(Form):
    """What was done, or what came of it."""

    text = TextField(REASON, required=True)


class MeasureView(Form):
    """One measure or the result; `before` and `after` count matters in as many days each."""

    n = fields.Integer()
    step = EnumField(ImprovementStep)
    at = InstantField()
    before = fields.Integer()
    after = fields.Integer()
    text = fields.String()


class KindView(Form):
    """One improvement."""

    code = CodeField()
    category = CodeField()
    place = CodeField()
    title = fields.String()
    numbers = fields.List(NumberField())
    grouped_at = InstantField()
    since = InstantField()
    ended_at = InstantField(allow_none=True)
    before = fields.Integer()
    after = fields.Integer()
    measures = fields.List(fields.Nested(MeasureView))


class CandidateView(Form):
    """A kind that the county would group."""

    category = CodeField()
    place = CodeField()
    numbers = fields.List(NumberField())


class KindsView(Form):
    """A page of improvements, and what may become one."""

    kinds = fields.List(fields.Nested(KindView))
    candidates = fields.List(fields.Nested(CandidateView))
    after = fields.String(allow_none=True)
