"""An acceptor takes only what the schema takes, and gives what the schema gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.contracts.acceptor import acceptor_of
from services.contracts.registry import FACTS


class Person(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 5))
    age = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 150))


class Form(Schema):
    word = fields.String(required=True, validate=validate.OneOf(["a", "b"]))
    code = fields.String(validate=validate.Regexp(r"^[a-z]+\Z"))
    flag = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    people = fields.List(fields.Nested(Person), validate=validate.Length(max=2))
    fixed = fields.String(load_default=None, allow_none=True, validate=validate.Equal("x"))


FORM = Form(unknown=RAISE)
ACCEPT = acceptor_of(FORM)

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200), st.text(max_size=6), st.sampled_from(["a", "b", "x"])
)
people = st.lists(st.dictionaries(st.sampled_from(["name", "age", "other"]), scalars, max_size=3), max_size=3)
forms = st.dictionaries(
    st.sampled_from(["word", "code", "flag", "people", "fixed", "alien"]), st.one_of(scalars, people), max_size=6
)


@settings(max_examples=600)
@given(forms)
def test_what_is_accepted_is_what_the_schema_loads(payload: dict[str, Any]) -> None:
    accepted = ACCEPT(payload)
    try:
        loaded = FORM.load(payload)
    except ValidationError:
        assert accepted is None
    else:
        assert accepted is None or accepted == loaded


def test_a_plain_good_form_is_accepted_without_the_schema() -> None:
    good = {"word": "a", "code": "abc", "people": [{"name": "x", "age": None}]}
    assert ACCEPT(good) == FORM.load(good)


@pytest.mark.parametrize("payload", [None, [], "x", 3, {"word": ["a"]}, {"word": {"a": 1}}])
def test_what_is_no_mapping_or_holds_the_wrong_type_is_left_to_the_schema(payload: object) -> None:
    assert ACCEPT(payload) is None


def test_a_schema_with_an_unknown_kind_of_field_is_always_left_to_the_schema() -> None:
    class Dated(Schema):
        at = fields.DateTime()

    assert acceptor_of(Dated())({}) is None


def test_every_fact_has_a_straight_line_acceptor() -> None:
    for cls in FACTS.values():
        assert "accept" in getattr(cls.accept, "__name__", ""), cls.type_name()
