"""The kinds of value that facts are made of: a Python type for mypy, a marshmallow field for the wire."""

from __future__ import annotations

from typing import Annotated

from marshmallow import fields, validate

NUMBER = r"^[1-9][0-9]{11}\Z"
CODE = r"^[a-z0-9][a-z0-9_.-]{0,63}\Z"
IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}\Z"
DAY = r"^[0-9]{4}-[01][0-9]-[0-3][0-9]\Z"
SEALED = r"^[A-Za-z0-9_-]{40,8000}\Z"
INSTANT = r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]{1,6})?Z\Z"


def text_of(pattern: str, allowed: str) -> fields.String:
    """A string field of one pattern; `allowed` says in the error what would have been right."""
    return fields.String(required=True, validate=validate.Regexp(pattern, error=f"Allowed: {allowed}."))


def one_of(words: type) -> fields.String:
    """A string field of one closed word list (`contracts.vocabulary`)."""
    return fields.String(required=True, validate=validate.OneOf([str(w) for w in words]))  # type: ignore[attr-defined]


def whole(minimum: int, maximum: int) -> fields.Integer:
    """A whole number in a closed range; no strings, no floats."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(minimum, maximum))


Number = Annotated[str, text_of(NUMBER, "twelve digits, the first not 0")]
Code = Annotated[str, text_of(CODE, "a code of lower-case letters, digits, '-', '_' and '.'")]
Identifier = Annotated[str, text_of(IDENTIFIER, "an identifier of letters, digits and '-_.:'")]
Instant = Annotated[str, text_of(INSTANT, "an instant in UTC such as 2026-11-22T08:00:00Z")]
Day = Annotated[str, text_of(DAY, "a day such as 2026-11-22")]
Sealed = Annotated[str, text_of(SEALED, "base64url of a box that only its receiver can open")]
Ordinal = Annotated[int, whole(1, 1_000_000)]
Count = Annotated[int, whole(0, 1_000_000)]
Flag = Annotated[bool, fields.Boolean(required=True, truthy={True}, falsy={False})]
Codes = Annotated[
    tuple[str, ...],
    fields.List(text_of(CODE, "a code"), required=True, validate=validate.Length(max=64)),
]
