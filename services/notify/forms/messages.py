"""What notify's HTTP takes and gives of messages and templates."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.web.forms import (
    CodeField,
    EnumField,
    FlagField,
    Form,
    InstantField,
    NumberField,
    PageQuery,
)
from services.contracts.vocabulary import Audience, FailedBecause, MessageChannel
from services.notify.domain.message import State


class MessagesQuery(PageQuery):
    """Filters of the list; asked for nothing, it is the reader's own, their unit's and roles'."""

    unit = CodeField(load_default=None)
    number = NumberField(load_default=None)
    state = EnumField(State, load_default=None)


class LineForm(Form):
    """One thing that a message tells."""

    template = CodeField(required=True)
    at = InstantField(required=True)


class MessageForm(Form):
    """A message in codes; `text` is there for the staff's own, `read_at` is the reader's mark."""

    id = fields.String(required=True)
    number = NumberField(required=True)
    place = CodeField(required=True)
    audience = EnumField(Audience, required=True)
    recipient = fields.String(required=True)
    unit = CodeField(required=True, allow_none=True)
    channel = EnumField(MessageChannel, required=True)
    templates = fields.List(CodeField(), required=True)
    lines = fields.List(fields.Nested(LineForm), required=True)
    text = fields.String(required=True, allow_none=True)
    state = EnumField(State, required=True)
    reason = EnumField(FailedBecause, required=True, allow_none=True)
    urgent = FlagField(required=True)
    attempt = fields.Integer(required=True)
    made_at = InstantField(required=True)
    settled_at = InstantField(required=True, allow_none=True)
    read_at = InstantField(required=True, allow_none=True)


class MessagesForm(Form):
    """A page; `after` (null: no more) asks for the page behind it."""

    messages = fields.List(fields.Nested(MessageForm), required=True)
    after = fields.String(required=True, allow_none=True)


class TemplateForm(Form):
    """One template of the county file, and the channels of it that are set up here."""

    code = CodeField(required=True)
    on = fields.String(required=True)
    audience = EnumField(Audience, required=True)
    to = fields.List(fields.String(), required=True)
    channels = fields.List(EnumField(MessageChannel), required=True)
    open = fields.List(EnumField(MessageChannel), required=True)
    urgent = FlagField(required=True)
    text = fields.String(required=True)


class TemplatesForm(Form):
    """All of them."""

    templates = fields.List(fields.Nested(TemplateForm), required=True)
