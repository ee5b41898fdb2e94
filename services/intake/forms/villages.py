"""What programs are told of a village's card."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import CodeField, FlagField, Form


class PostForm(Form):
    """A post of the village, who holds it, and its public telephone."""

    post = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)


class ItemForm(Form):
    """A service item."""

    code = CodeField(required=True)
    name = fields.String(required=True)


class VillageForm(Form):
    """A village's card: `page` is where its citizens are sent by the QR code, which is `qr` as SVG."""

    place = CodeField(required=True)
    name = fields.String(required=True)
    town = fields.String(required=True)
    posts = fields.List(fields.Nested(PostForm), required=True)
    items = fields.List(fields.Nested(ItemForm), required=True)
    hotlines = fields.List(fields.String(), required=True)
    petition_card = FlagField(required=True)
    on_duty = fields.List(fields.Dict(), required=True)
    page = fields.String(required=True)
    qr = fields.String(required=True)


class NamedForm(Form):
    """A village or community by name."""

    place = CodeField(required=True)
    name = fields.String(required=True)
    town = fields.String(required=True)


class VillagesForm(Form):
    """Every village and community."""

    villages = fields.List(fields.Nested(NamedForm), required=True)
