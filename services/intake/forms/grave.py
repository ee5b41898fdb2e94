"""What is said and answered when a grave or urgent matter is reported up."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, Form, NumberField, TextField
from services.intake.forms.takes import WORDS


class GraveReportForm(Form):
    """What is to be feared and what has been done so far; kept sealed."""

    text = TextField(WORDS, load_default=None, allow_none=True)


class GraveReportedForm(Form):
    """Which report of the matter it is, and who is told."""

    number = NumberField(required=True)
    report = fields.Integer(required=True)
    units = fields.List(CodeField(), required=True)
