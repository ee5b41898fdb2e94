"""Whatever a form refuses, its words say what is allowed; marshmallow's own words never come out."""

from typing import Any

import pytest
from marshmallow import ValidationError, fields, validate

from services.chassis.hub.forms import DigestsForm
from services.chassis.web import problems
from services.chassis.web.acceptance import loader_of
from services.chassis.web.forms import (
    CodeField,
    DateField,
    EnumField,
    FlagField,
    Form,
    IdNumberField,
    InstantField,
    NumberField,
    PhoneField,
    TextField,
    WholeField,
)
from services.contracts.vocabulary import Urgency


class Inner(Form):
    name = TextField(50, required=True)
    phone = PhoneField()


class Everything(Form):
    number = NumberField()
    code = CodeField()
    text = TextField(200)
    urgency = EnumField(Urgency)
    instant = InstantField()
    day = DateField()
    flag = FlagField()
    phone = PhoneField()
    id_number = IdNumberField()
    whole = WholeField(1, 9)
    bare_text = fields.String()
    bare_flag = fields.Boolean()
    bare_whole = fields.Integer(strict=True)
    bare_number = fields.Float()
    choice = fields.String(validate=validate.OneOf(["red", "green"]))
    short = fields.String(validate=validate.Length(max=3))
    exact = fields.String(validate=validate.Length(equal=3))
    shaped = fields.String(validate=validate.Regexp("a{2}"))
    ranged = fields.Integer(strict=True, validate=validate.Range(2, 5))
    words = fields.List(CodeField(), validate=validate.Length(1, 2))
    one = fields.Nested(Inner)
    many = fields.List(fields.Nested(Inner))
    renamed_ = fields.String(data_key="renamed")
    shown = fields.String(dump_only=True)


WRONG: tuple[Any, ...] = (None, 7, -1, 2**70, "", "?", "x" * 300, [], ["?", "?", "?"], [None], {}, {"a": 1}, 1.5, True)


def errors(form: type[Form], body: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """What a form says of a body: code and detail by field."""
    try:
        loader_of(form)(body)
    except ValidationError as error:
        return {e["field"]: (e["code"], e["detail"]) for e in problems.flat(error.messages_dict)}
    return {}


@pytest.mark.parametrize("name", [field.data_key or name for name, field in Everything().load_fields.items()])
def test_every_refusal_of_every_kind_of_field_says_what_is_allowed(name: str) -> None:
    refused = 0
    for value in WRONG:
        for code, detail in errors(Everything, {name: value}).values():
            refused += 1
            assert "Allowed: " in detail, (value, detail)
            assert not any(own in detail for own in ("Not a valid", "may not be", "Missing data", "Unknown field"))
            assert code in ("invalid", "null", "required", "unknown")
    assert refused


@pytest.mark.parametrize(
    ("body", "field", "code", "detail"),
    [
        ({"text": 7}, "text", "invalid", "Not a string. Allowed: text of 1 to 200 characters, not blank,"),
        ({"text": None}, "text", "null", "Null is not taken. Allowed: text of 1 to 200 characters"),
        ({"urgency": 7}, "urgency", "invalid", "Not a string. Allowed: urgent, livelihood, hard."),
        ({"choice": "blue"}, "choice", "invalid", "Allowed: red, green."),
        ({"flag": "no"}, "flag", "invalid", "Allowed: true or false."),
        ({"bare_flag": "perhaps"}, "bare_flag", "invalid", "Allowed: true or false."),
        ({"bare_whole": "x"}, "bare_whole", "invalid", "Allowed: a whole number."),
        ({"ranged": 9}, "ranged", "invalid", "Allowed: a whole number, 2 to 5."),
        ({"whole": 10}, "whole", "invalid", "Allowed: a whole number from 1 to 9."),
        ({"short": "abcd"}, "short", "invalid", "Allowed: text of at most 3 characters."),
        ({"shaped": "b"}, "shaped", "invalid", "Allowed: text of the form a{2}."),
        ({"words": "roads"}, "words", "invalid", "Allowed: a list of 1 to 2 items."),
        ({"words": [7]}, "words.0", "invalid", "Not a string. Allowed: a code of lower-case letters"),
        ({"phone": 7}, "phone", "invalid", "Not a string. Allowed: a mobile number"),
        ({"one": 7}, "one", "invalid", "Allowed: an object of name, phone."),
        ({"many": [{}]}, "many.0.name", "required", "This is required. Allowed: text of 1 to 50 characters"),
        ({"many": [{"name": "a", "age": 1}]}, "many.0.age", "unknown", "No such field here. Allowed: name, phone."),
        ({"shown": "x"}, "shown", "unknown", "No such field here. Allowed: number, code, text,"),
    ],
)
def test_the_words_are_those_of_the_field(body: dict[str, Any], field: str, code: str, detail: str) -> None:
    told = errors(Everything, body)
    assert told[field][0] == code
    assert told[field][1].startswith(detail)


def test_an_unknown_field_names_those_of_the_form_as_they_are_sent() -> None:
    told = errors(DigestsForm, {"collection": "note", "ids": ["1"], "fields": ["a"], "nonce": "n", "fields_": 1})
    assert told == {"fields_": ("unknown", "No such field here. Allowed: collection, ids, fields, nonce.")}
