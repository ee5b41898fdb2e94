"""What is said with files, and what is answered; the files themselves are no fields of a form."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import Form, InstantField, NumberField, TextField

LONGEST = 1024 * 1024


class AttachForm(Form):
    """Beside the files: the citizen's query code; without it the caller must be signed-in staff.

    `name` is another name for a single file than its own.
    """

    query_code = TextField(40, load_default=None, allow_none=True)
    name = TextField(200, load_default=None, allow_none=True)


class OpenAttachmentForm(Form):
    """The citizen's query code."""

    query_code = TextField(40, required=True)


class AttachmentForm(Form):
    """One attachment as views list it; `name` is null where the reader opens nothing."""

    id = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    type = fields.String(required=True)
    size = fields.Integer(required=True)
    at = InstantField(required=True)


class AttachedForm(Form):
    """What was kept; `attachment` is the first one's id."""

    number = NumberField(required=True)
    attachment = fields.String(required=True)
    attachments = fields.List(fields.Nested(AttachmentForm), required=True)


class InlineForm(Form):
    """A small file inside a registration: its name, and its content in base64."""

    name = TextField(200, required=True)
    content = fields.String(required=True, validate=validate.Length(1, LONGEST, error="Allowed: base64 of a file."))
