"""What the emergency bracelet takes and gives over HTTP."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.chassis.web.forms import (
    CodeField,
    DateField,
    EmailField,
    FlagField,
    Form,
    NumberField,
    PhoneField,
    TextField,
)
from services.intake.forms.takes import ADDRESS, NAME

DEVICE = r"^[A-Za-z0-9][A-Za-z0-9-]{3,39}\Z"
ALLOWED = "Allowed: the bracelet's code, 4 to 40 letters, digits and '-'."


def DeviceField(**more: Any) -> fields.String:
    """The code that is printed on a bracelet."""
    return fields.String(validate=validate.Regexp(DEVICE, error=ALLOWED), **more)


class WearerForm(Form):
    """Who wears the bracelet; kept sealed."""

    name = TextField(NAME, required=True)
    phone = PhoneField(load_default=None, allow_none=True)
    address = TextField(ADDRESS, load_default=None, allow_none=True)


class GuardianForm(Form):
    """Who is told of each call besides the grid worker; kept sealed."""

    name = TextField(NAME, required=True)
    phone = PhoneField(load_default=None, allow_none=True)
    email = EmailField(load_default=None, allow_none=True)


class EnrolForm(Form):
    """An enrolment; `consented_on` is the day of the person's own consent."""

    device = DeviceField(required=True)
    place = CodeField(required=True)
    consented_on = DateField(required=True)
    person = fields.Nested(WearerForm, required=True)
    guardian = fields.Nested(GuardianForm, load_default=None, allow_none=True)


class WithdrawForm(Form):
    """The consent for one bracelet is withdrawn."""

    device = DeviceField(required=True)


class CallForm(Form):
    """A bracelet calls; its key stands here or in the header `X-Device-Key`."""

    device = DeviceField(required=True)
    device_key = TextField(100, load_default=None, allow_none=True)


class EnrolledForm(Form):
    """An enrolment; the key is told this once, to be written into the bracelet."""

    enrolment = fields.String(required=True)
    device = DeviceField(required=True)
    device_key = fields.String(required=True)
    place = CodeField(required=True)
    consented_on = DateField(required=True)


class WithdrawnForm(Form):
    """The enrolment is gone."""

    enrolment = fields.String(required=True)
    deleted = FlagField(required=True)


class CalledForm(Form):
    """The matter of a call, and which call of it this was."""

    number = NumberField(required=True)
    call = fields.Integer(required=True)
