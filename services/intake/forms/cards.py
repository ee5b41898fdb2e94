"""A petition card as its receiver takes it (信访代办明白卡)."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, EnumField, FlagField, Form, InstantField, TextField
from services.contracts.vocabulary import Purpose, Urgency
from services.intake.forms.takes import PETITIONERS, TEXT, TITLE, PetitionerForm


class PetitionCardForm(Form):
    """What a citizen wrote on a card; who receives it becomes the agent."""

    title = TextField(TITLE, required=True)
    text = TextField(TEXT, required=True)
    place = CodeField(required=True)
    petitioners = fields.List(
        fields.Nested(PetitionerForm),
        required=True,
        validate=validate.Length(1, PETITIONERS, error=f"Allowed: 1 to {PETITIONERS} petitioners."),
    )
    purpose = EnumField(Purpose, load_default=str(Purpose.APPEAL))
    category = CodeField(load_default=None, allow_none=True)
    urgency = EnumField(Urgency, load_default=None, allow_none=True)
    secret = FlagField(load_default=False)
    occurred_at = InstantField(load_default=None, allow_none=True)
