"""Straight-line acceptors, generated from marshmallow schemas.

An acceptor takes what the schema would load unchanged and answers with the loaded mapping, or `None` where it is not
sure; then `Schema.load` decides and words the error. So the schema stays the only statement of what is allowed, and the
common, correct message is checked several times faster (docs/decisions/0005). A field or validator that this room does
not know makes the whole schema answer `None`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields, missing, validate

Acceptor = Callable[[Any], dict[str, Any] | None]


class _Unknown(Exception):
    """The schema holds something that has no straight-line form."""


class _Writer:
    def __init__(self) -> None:
        self.names: dict[str, Any] = {"M": object()}
        self.lines: list[str] = []

    def name(self, value: Any) -> str:
        key = f"n{len(self.names)}"
        self.names[key] = value
        return key

    def say(self, depth: int, line: str) -> None:
        self.lines.append("    " * depth + line)


def acceptor_of(schema: Schema) -> Acceptor:
    """Generate the acceptor of one schema (built once at import)."""
    writer = _Writer()
    try:
        _hooks_are_absent(schema)
        writer.say(0, "def accept(p):")
        _write_mapping(writer, schema, "p", "out", 1)
        writer.say(1, "return out")
    except _Unknown:
        return lambda _payload: None
    space = dict(writer.names)
    exec(compile("\n".join(writer.lines), f"<acceptor {type(schema).__name__}>", "exec"), space)
    made: Acceptor = space["accept"]
    return made


def _hooks_are_absent(schema: Schema) -> None:
    if any(schema._hooks.values()) or schema.many or schema.partial:
        raise _Unknown


def _write_mapping(w: _Writer, schema: Schema, source: str, target: str, depth: int) -> None:
    _hooks_are_absent(schema)
    w.say(depth, f"if type({source}) is not dict: return None")
    w.say(depth, f"{target} = {{}}")
    counter = f"seen_{target}"
    w.say(depth, f"{counter} = 0")
    for key, field in schema.load_fields.items():
        wire_name = field.data_key or key
        value = f"v_{target}_{key}"
        w.say(depth, f"{value} = {source}.get({wire_name!r}, M)")
        w.say(depth, f"if {value} is M:")
        if field.required:
            w.say(depth + 1, "return None")
        elif field.load_default is missing:
            w.say(depth + 1, "pass")
        elif callable(field.load_default):
            w.say(depth + 1, f"{target}[{key!r}] = {w.name(field.load_default)}()")
        else:
            w.say(depth + 1, f"{target}[{key!r}] = {w.name(field.load_default)}")
        w.say(depth, "else:")
        w.say(depth + 1, f"{counter} += 1")
        if field.allow_none:
            w.say(depth + 1, f"if {value} is not None:")
            _write_value(w, field, value, f"{target}_{key}", depth + 2)
        else:
            _write_value(w, field, value, f"{target}_{key}", depth + 1)
        w.say(depth + 1, f"{target}[{key!r}] = {value}")
    if schema.unknown == RAISE:
        w.say(depth, f"if {counter} != len({source}): return None")
    elif schema.unknown != EXCLUDE:
        raise _Unknown


def _write_value(w: _Writer, field: fields.Field[Any], value: str, scope: str, depth: int) -> None:
    kind = type(field)
    if kind is fields.String:
        w.say(depth, f"if type({value}) is not str: return None")
    elif kind is fields.Integer and field.strict:  # type: ignore[attr-defined]
        w.say(depth, f"if type({value}) is not int: return None")
    elif kind is fields.Boolean:
        w.say(depth, f"if type({value}) is not bool: return None")
    elif kind is fields.List:
        _write_list(w, field.inner, value, scope, depth)  # type: ignore[attr-defined]
    elif kind is fields.Nested and not field.many:  # type: ignore[attr-defined]
        target = f"d_{scope}"
        _write_mapping(w, field.schema, value, target, depth)  # type: ignore[attr-defined]
        w.say(depth, f"{value} = {target}")
    else:
        raise _Unknown
    for validator in field.validators:
        _write_validator(w, validator, value, depth)


def _write_list(w: _Writer, inner: fields.Field[Any], value: str, scope: str, depth: int) -> None:
    item, items = f"i_{scope}", f"l_{scope}"
    w.say(depth, f"if type({value}) is not list and type({value}) is not tuple: return None")
    w.say(depth, f"{items} = []")
    w.say(depth, f"for {item} in {value}:")
    if inner.allow_none:
        raise _Unknown
    _write_value(w, inner, item, f"{scope}_i", depth + 1)
    w.say(depth + 1, f"{items}.append({item})")
    w.say(depth, f"{value} = {items}")


def _write_validator(w: _Writer, validator: Any, value: str, depth: int) -> None:
    kind = type(validator)
    if kind is validate.Regexp:
        w.say(depth, f"if {w.name(validator.regex.match)}({value}) is None: return None")
    elif kind is validate.OneOf:
        w.say(depth, f"if {value} not in {w.name(frozenset(validator.choices))}: return None")
    elif kind is validate.Equal:
        w.say(depth, f"if {value} != {w.name(validator.comparable)}: return None")
    elif kind is validate.Length:
        w.say(depth, f"s = len({value})")
        if validator.equal is not None:
            w.say(depth, f"if s != {validator.equal!r}: return None")
        if validator.min is not None:
            w.say(depth, f"if s < {validator.min!r}: return None")
        if validator.max is not None:
            w.say(depth, f"if s > {validator.max!r}: return None")
    elif kind is validate.Range and validator.min_inclusive and validator.max_inclusive:
        if validator.min is not None:
            w.say(depth, f"if {value} < {w.name(validator.min)}: return None")
        if validator.max is not None:
            w.say(depth, f"if {value} > {w.name(validator.max)}: return None")
    else:
        raise _Unknown
