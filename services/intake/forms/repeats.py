"""What intake's HTTP takes and gives about repeats, joinings and reviews."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import FlagField, Form, NumberField, TextField, WholeField
from services.intake.domain.likeness import POINTS
from services.intake.forms.gives import MatterCodesForm
from services.intake.forms.takes import WORDS, query_code


class CandidatesQuery(Form):
    """How many candidates at the most."""

    limit = WholeField(1, 50, load_default=20)


class CandidateForm(MatterCodesForm):
    """A matter that may be repeated: `why` it is proposed, the heaviest first, and what each likeness is worth.

    `joinable`: it is pending, so the repeat may be joined to it; `earlier`: it may be confirmed as the one repeated.
    """

    score = fields.Integer(required=True)
    why = fields.List(
        fields.String(validate=validate.OneOf([*POINTS, "similar_text"])), required=True, validate=validate.Length(1)
    )
    points = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    joinable = FlagField(required=True)
    earlier = FlagField(required=True)


class CandidatesForm(Form):
    """The candidates of one matter, the likest first."""

    number = NumberField(required=True)
    candidates = fields.List(fields.Nested(CandidateForm), required=True)


class JoiningForm(Form):
    """A person of the staff confirms that the matter repeats `into`."""

    into = NumberField(required=True)
    reason = TextField(WORDS, load_default=None, allow_none=True)


class RepeatForm(Form):
    """A person of the staff confirms that the matter repeats an earlier one, which may be over."""

    repeats = NumberField(required=True)


class RepeatShownForm(Form):
    """The matter and the earlier one that it repeats."""

    number = NumberField(required=True)
    repeats = NumberField(required=True)


class ReviewRequestForm(Form):
    """The citizen asks the organ above for a review of the opinion."""

    query_code = query_code(required=True)
    reason = TextField(WORDS, load_default=None, allow_none=True)
