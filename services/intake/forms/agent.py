"""Who files for the citizen, as a petition names them."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, validate

from services.chassis.web.forms import Form, PhoneField, TextField

ACCOUNT = r"(me|u-[0-9a-f]{16})\Z"
NAME = 60


class AgentForm(Form):
    """An account of the staff (`me`: one's own), a person of the citizen's trust, or both."""

    account = fields.String(
        validate=validate.Regexp(ACCOUNT, error="Allowed: the id of an account, or me."),
        load_default=None,
        allow_none=True,
    )
    name = TextField(NAME, load_default=None, allow_none=True)
    phone = PhoneField(load_default=None, allow_none=True)
    relation = TextField(NAME, load_default=None, allow_none=True)


class AgentField(fields.Nested):
    """An agent; a bare text is short for an account's id, for `me`, or for a person's name."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(AgentForm, **settings)

    @staticmethod
    def straight(_: str) -> bool:
        """Whatever is given is looked at closely; most petitions name nobody."""
        return False

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **more: Any) -> Any:
        """What is said of the agent, with every field of `AgentForm`."""
        if isinstance(value, str):
            value = {"account" if re.match(ACCOUNT, value) else "name": value}
        return super().deserialize(value, attr, data, **more)
