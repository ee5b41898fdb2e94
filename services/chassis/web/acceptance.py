"""Loading a form: by its straight-line acceptor when that is sure, else by marshmallow, which words the error.

The acceptor is made from the form's *straight twin*: the same schema, with each kind of field that normalises replaced
by a plain string that only admits what is normal already. So the form stays the only statement of what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from marshmallow import Schema, fields, validate

from services.contracts.acceptor import acceptor_of

Load = Callable[[dict[str, Any]], dict[str, Any]]


class _Straight:
    pattern, flags = "", 0

    def __init__(self, straight: Callable[[str], bool]) -> None:
        self._straight = straight

    def match(self, value: str) -> bool | None:
        return True if self._straight(value) else None


def loader_of(form: type[Schema]) -> Load:
    """The function that loads one form; raises marshmallow's ValidationError."""
    schema = form()
    accept = acceptor_of(_twin(schema))

    def load(raw: dict[str, Any]) -> dict[str, Any]:
        accepted = accept(raw)
        if accepted is not None:
            return accepted
        loaded: dict[str, Any] = schema.load(raw)
        return loaded

    return load


def _twin(schema: Schema) -> Schema:
    if any(schema._hooks.values()):
        return schema
    made = Schema.from_dict({name: _twin_field(field) for name, field in schema.fields.items()})
    return made(unknown=schema.unknown)


def _twin_field(field: fields.Field[Any]) -> fields.Field[Any]:
    settings: dict[str, Any] = {
        "required": field.required,
        "allow_none": field.allow_none,
        "load_default": field.load_default,
        "data_key": field.data_key,
        "load_only": field.load_only,
        "dump_only": field.dump_only,
    }
    straight = getattr(field, "straight", None)
    if straight is not None:
        pattern = cast("re.Pattern[str]", _Straight(straight))
        return fields.String(validate=[validate.Regexp(pattern), *field.validators], **settings)
    if type(field) is fields.List:
        return fields.List(_twin_field(field.inner), validate=field.validators, **settings)
    if type(field) is fields.Nested and not field.many:
        return fields.Nested(_twin(field.schema), validate=field.validators, **settings)
    return field
