"""Forms of `/ops`."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.web.forms import CodeField, Form, InstantField, TextField, WholeField


class ClockForm(Form):
    """Where to set the virtual clock; null: back to real time."""

    now = InstantField(required=True, allow_none=True)


class ReloadForm(Form):
    """Nothing to say."""


class RowsQuery(Form):
    """A page of up to 1,000 rows."""

    after = TextField(500, load_default=None)
    limit = WholeField(1, 1000, load_default=200)


class JournalQuery(Form):
    """A page of the journal, from a position on."""

    after_position = WholeField(0, 2**53, load_default=0)
    limit = WholeField(1, 1000, load_default=200)
    stream = TextField(100, load_default=None)


class CountersQuery(Form):
    """Counters whose key begins like this; nothing: all."""

    prefix = fields.String(load_default="", validate=validate.Length(max=200))


class RepublishForm(Form):
    """One stream, or all since an instant of real time, to one inbox."""

    stream = TextField(100, load_default=None)
    since = InstantField(load_default=None)
    inbox = CodeField(required=True)


class DigestsForm(Form):
    """Which fields of which documents to digest, and with which nonce."""

    collection = CodeField(required=True)
    ids = fields.List(TextField(100), required=True, validate=validate.Length(1, 200))
    fields_ = fields.List(TextField(100), required=True, data_key="fields", validate=validate.Length(1, 20))
    nonce = TextField(128, required=True)
