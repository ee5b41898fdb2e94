"""Kinds of field that the forms of all services share; every error says what is allowed.

`straight` of a kind tells whether a value is already in its normal form, so that the acceptor of a form
(`web.acceptance`) can take it without asking marshmallow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from marshmallow import ValidationError, fields, validate

from services.contracts.kinds import CODE, INSTANT, NUMBER
from services.contracts.years import YEARS, in_years

_MOBILE = re.compile(r"1[3-9][0-9]{9}\Z")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})-?([2-8][0-9]{6,7})\Z")
_NORMAL_PHONE = re.compile(r"(1[3-9][0-9]{9}|(010|02[0-9]|0[3-9][0-9]{2})-[2-8][0-9]{6,7})\Z")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}\Z")
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]\Z")
_INSTANT = re.compile(INSTANT)
_DATE = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]\Z")
_WORDS = re.compile(r"(?=.*\S|\Z)[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]*\Z", re.DOTALL)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class _Rule:
    """A predicate in the shape that `validate.Regexp` asks of a compiled pattern."""

    flags = 0

    def __init__(self, pattern: str, holds: Callable[[str], bool]) -> None:
        self.pattern = pattern
        self._holds = holds

    def match(self, value: str) -> bool | None:
        return True if self._holds(value) else None


def _text(pattern: re.Pattern[str] | _Rule, allowed: str, **more: Any) -> fields.String:
    shape = cast("re.Pattern[str]", pattern)
    return fields.String(validate=validate.Regexp(shape, error=f"Allowed: {allowed}."), **more)


def NumberField(**more: Any) -> fields.String:
    """A matter's number: twelve digits, the first not 0."""
    return _text(re.compile(NUMBER), "twelve digits, the first not 0", **more)


def CodeField(allowed: str = "a code of lower-case letters, digits, '-', '_' and '.'", **more: Any) -> fields.String:
    """A code, such as a place, a category or a department; whether it exists is the use case's question."""
    return _text(re.compile(CODE), allowed, **more)


def TextField(maximum: int, **more: Any) -> fields.String:
    """Free text: 1 to `maximum` characters, not blank, without control characters but tab and line ends."""
    made = fields.String(
        validate=[
            validate.Length(1, maximum, error=f"Allowed: text of 1 to {maximum} characters."),
            validate.Regexp(
                _WORDS, error=f"Allowed: text of 1 to {maximum} characters, not blank, no control characters."
            ),
        ],
        **more,
    )
    return made


def EmailField(**more: Any) -> fields.String:
    """An e-mail address in ASCII, at most 120 characters."""
    rule = _Rule(_EMAIL.pattern, lambda value: len(value) <= 120 and _EMAIL.match(value) is not None)
    return _text(rule, "an e-mail address such as li@example.cn, at most 120 characters", **more)


def EnumField(words: type[StrEnum], **more: Any) -> fields.String:
    """One word of a closed list (`contracts.vocabulary`)."""
    choices = [str(word) for word in words]
    return fields.String(validate=validate.OneOf(choices, error=f"Allowed: {', '.join(choices)}."), **more)


def InstantField(**more: Any) -> fields.String:
    """An instant in UTC such as `2026-11-22T08:00:00Z`, in the calendar and of a year that can be counted with."""
    return _text(_Rule(INSTANT, is_instant), f"an instant in UTC such as 2026-11-22T08:00:00Z, years {YEARS}", **more)


def DateField(**more: Any) -> fields.String:
    """A day such as `2026-11-22`, in the calendar and of a year that can be counted with."""
    return _text(_Rule(_DATE.pattern, is_date), f"a day such as 2026-11-22, years {YEARS}", **more)


def DayOrInstantField(**more: Any) -> fields.String:
    """A day, meant to its end in the county, or an instant in UTC."""
    rule = _Rule(f"{_DATE.pattern}|{INSTANT}", lambda value: is_date(value) or is_instant(value))
    allowed = f"a day such as 2026-11-22, or an instant in UTC such as 2026-11-22T08:00:00Z, years {YEARS}"
    return _text(rule, allowed, **more)


def FlagField(**more: Any) -> fields.Boolean:
    """`true` or `false`, nothing that looks like it."""
    return fields.Boolean(truthy={True}, falsy={False}, error_messages={"invalid": "Allowed: true or false."}, **more)


def is_instant(value: str) -> bool:
    """Whether this is an instant in UTC, `Z` at the end, of the allowed years."""
    if _INSTANT.match(value) is None or not in_years(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_date(value: str) -> bool:
    """Whether this is a day of the calendar in the allowed years."""
    if _DATE.match(value) is None or not in_years(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def normal_phone(value: str) -> str | None:
    """`13800000000` or `0916-6822000` from how people write them; None where no Chinese phone has that number."""
    bare = unicodedata.normalize("NFKC", value).translate({ord(c): None for c in " .()\u2010\u2011"})
    bare = re.sub(r"^(\+86|0086)-?", "", bare)
    mobile = bare.replace("-", "")
    if _MOBILE.match(mobile):
        return mobile
    landline = _LANDLINE.match(bare) or _LANDLINE.match("0" + bare)
    return f"{landline[1]}-{landline[2]}" if landline else None


def is_id_number(value: str) -> bool:
    """Whether this is a citizen's number by GB 11643: 18 places, a birthday, the check digit of ISO 7064 MOD 11-2."""
    if _ID_NUMBER.match(value) is None:
        return False
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value, strict=False))
    return born.year >= 1880 and "10X98765432"[total % 11] == value[17]


class PhoneField(fields.String):
    """A Chinese mobile or landline number; loaded as `13800000000` or `0916-6822000`."""

    default_error_messages = {  # noqa: RUF012 (marshmallow's own convention)
        "phone": "Allowed: a mobile number (11 digits) or a landline with its area code, such as 0916-6822000."
    }

    @staticmethod
    def straight(value: str) -> bool:
        """Whether it is already as it is kept."""
        return _NORMAL_PHONE.match(value) is not None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        normal = normal_phone(text) if text is not None and len(text) <= 40 else None
        if normal is None:
            raise self.make_error("phone")
        return normal


class IdNumberField(fields.String):
    """A citizen's 18-place number with birthday and check digit; a last `x` is kept as `X`."""

    default_error_messages = {  # noqa: RUF012 (marshmallow's own convention)
        "id_number": "Allowed: an 18-place citizen number with a real birthday and the right check digit (GB 11643)."
    }

    straight = staticmethod(is_id_number)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        normal = unicodedata.normalize("NFKC", text or "").strip().upper()
        if not is_id_number(normal):
            raise self.make_error("id_number")
        return normal


class WholeField(fields.Integer):
    """A whole number in a closed range, also where it comes as text in a query."""

    def __init__(self, minimum: int, maximum: int, **more: Any) -> None:
        allowed = f"Allowed: a whole number from {minimum} to {maximum}."
        super().__init__(
            validate=validate.Range(minimum, maximum, error=allowed),
            error_messages={"invalid": allowed, "too_large": allowed},
            **more,
        )

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        plain = type(value) is int or (type(value) is str and len(value) < 20 and value.isascii() and value.isdigit())
        if not plain:
            raise ValidationError(self.error_messages["invalid"])
        return int(value)
