"""The words of a form's refusals: each says what is allowed, in place of marshmallow's own (`Not a valid string.`).

They are made once, when a form is made; a call that is in order never meets them.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from marshmallow import fields, validate

REQUIRED, NULL, UNKNOWN = "This is required.", "Null is not taken.", "No such field here."
"""How the detail begins of a field that is missing, null, or not of this form."""

_ALLOWED = "Allowed: "
_KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (fields.String, "text"),
    (fields.Boolean, "true or false"),
    (fields.Integer, "a whole number"),
    (fields.Number, "a number"),
    (fields.List, "a list"),
    (fields.Nested, "an object"),
    (fields.Mapping, "an object"),
)


def word(field: fields.Field[Any]) -> None:
    """Give a form's own copy of a field, and what its list holds, words that say what is allowed."""
    field.validators = [_worded(validator, _kind(field)) for validator in field.validators]
    allowed = f"{_ALLOWED}{_allowed(field)}."
    begins = {"required": f"{REQUIRED} ", "null": f"{NULL} "}
    otherwise = "Not a string. " if isinstance(field, fields.String) else ""
    field.error_messages = {
        code: said if str(said).startswith(_ALLOWED) else begins.get(code, otherwise) + allowed
        for code, said in field.error_messages.items()
    }
    if isinstance(field, fields.List):
        word(field.inner)


def of_form(names: list[str]) -> dict[str, str]:
    """What a form itself says: of a field that it does not name, and of what is no object."""
    listed = ", ".join(names) or "none"
    return {"unknown": f"{UNKNOWN} {_ALLOWED}{listed}.", "type": f"{_ALLOWED}an object of {listed}."}


def _kind(field: fields.Field[Any]) -> str:
    return next((kind for of, kind in _KINDS if isinstance(field, of)), "what /openapi.json says of it")


def _allowed(field: fields.Field[Any]) -> str:
    said = [getattr(validator, "error", None) or "" for validator in field.validators]
    told = [text for text in map(str, (*said, *field.error_messages.values())) if text.startswith(_ALLOWED)]
    kind = _kind(field)
    if not told:
        return kind
    phrase = told[-1].removeprefix(_ALLOWED).removesuffix(".")
    return f"a list, {phrase}" if kind == "a list" and not phrase.startswith(kind) else phrase


def _worded(validator: Any, kind: str) -> Any:
    """A validator that has words, or a copy that was given some."""
    said = getattr(validator, "error", "")
    if not isinstance(validator, validate.Validator) or said not in (None, getattr(validator, "default_message", None)):
        return validator
    made: Any = copy(validator)
    made.error = f"{_ALLOWED}{_bounds(made, kind)}."
    return made


def _bounds(validator: Any, kind: str) -> str:
    if isinstance(validator, validate.OneOf):
        return ", ".join(str(choice) for choice in validator.choices)
    if isinstance(validator, validate.Length):
        unit = "items" if kind == "a list" else "characters"
        if validator.equal is not None:
            return f"{kind} of exactly {validator.equal} {unit}"
        return f"{kind} of {_between(validator.min, validator.max)} {unit}"
    if isinstance(validator, validate.Range):
        return f"{kind}, {_between(validator.min, validator.max)}"
    if isinstance(validator, validate.Regexp):
        pattern = str(validator.regex.pattern).replace("{", "{{").replace("}", "}}")
        return f"{kind} of the form {pattern}"
    return kind


def _between(least: Any, most: Any) -> str:
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"{least} to {most}"
