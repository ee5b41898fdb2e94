"""Forms: strict schemas of what HTTP takes and gives. Everything that the services' forms need is here."""

from __future__ import annotations

from marshmallow import RAISE, Schema

from services.chassis.web.fields import (
    CodeField,
    DateField,
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
    """A strict form: a field that it does not name is an error."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "No such field here."}  # noqa: RUF012 (marshmallow's own convention)


class EmptyForm(Form):
    """Nothing at all, or `{}`."""


class PageQuery(Form):
    """The query of a list: `after` the cursor of the page before, `limit` 1 to 200 rows."""

    after = TextField(500, load_default=None)
    limit = WholeField(1, 200, load_default=50)
