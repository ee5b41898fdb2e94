"""Forms: strict schemas of what HTTP takes and gives. Everything that the services' forms need is here."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema

from services.chassis.web import wording
from services.chassis.web.fields import (
    CodeField,
    DateField,
    DayOrInstantField,
    EmailField,
    EnumField,
    FlagField,
    IdNumberField,
    InstantField,
    NumberField,
    PhoneField,
    TextField,
    WholeField,
)

__all__ = [
    "CodeField",
    "DateField",
    "DayOrInstantField",
    "EmailField",
    "EmptyForm",
    "EnumField",
    "FlagField",
    "Form",
    "IdNumberField",
    "InstantField",
    "NumberField",
    "PageQuery",
    "PhoneField",
    "TextField",
    "WholeField",
]


class Form(Schema):
    """A strict form: a field that it does not name is an error, and every error says what is allowed (`wording`)."""

    class Meta:
        unknown = RAISE

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        names = [field.data_key or name for name, field in self.load_fields.items()]
        self.error_messages = {**self.error_messages, **wording.of_form(names)}
        for field in self.fields.values():
            wording.word(field)


class EmptyForm(Form):
    """Nothing at all, or `{}`."""


class PageQuery(Form):
    """The query of a list: `after` the cursor of the page before, `limit` 1 to 200 rows."""

    after = TextField(500, load_default=None)
    limit = WholeField(1, 200, load_default=50)
