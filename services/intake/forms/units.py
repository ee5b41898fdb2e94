"""What the public board of units takes and gives over HTTP (公示牌)."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, EnumField, Form
from services.county.units import UnitKind


class UnitsQuery(Form):
    """Units of one kind, or of a place and of those above it; all without either."""

    kind = EnumField(UnitKind, load_default=None)
    place = CodeField(load_default=None)


class UnitForm(Form):
    """One unit, who answers for it (name, post, public telephone), and the first-level categories that it leads in."""

    code = CodeField(required=True)
    name = fields.String(required=True)
    kind = EnumField(UnitKind, required=True)
    responsible = fields.String(required=True)
    post = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    place = CodeField(required=True, allow_none=True)
    leads = fields.List(CodeField(), required=True)


class UnitsForm(Form):
    """The units in the county file's order."""

    units = fields.List(fields.Nested(UnitForm), required=True)
