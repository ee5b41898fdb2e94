"""A key written twice is always found, however it is written; a body without is never refused for it."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.web.repeats import refuse_repeats
from services.contracts.refusals import Refusal

WORDS = st.text(alphabet='a:"\\{},é', max_size=3)
VALUES = st.recursive(
    st.none() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.lists(st.tuples(WORDS, inner), max_size=3).map(tuple),
    max_leaves=8,
)


def written(value: Any, escaped: bool) -> str:
    """JSON of a value in which an object is a tuple of its pairs, so that it may name a key twice."""
    if isinstance(value, tuple):
        return "{" + ",".join(f"{written(key, escaped)}:{written(inner, escaped)}" for key, inner in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(inner, escaped) for inner in value) + "]"
    made = json.dumps(value)
    return made.replace(":", "\\u003a") if escaped else made


def repeats(value: Any) -> bool:
    """Whether any object in it names a key twice."""
    if isinstance(value, tuple):
        names = [key for key, _ in value]
        return len(names) != len(set(names)) or any(repeats(inner) for _, inner in value)
    return isinstance(value, list) and any(repeats(inner) for inner in value)


def refused(body: bytes) -> Refusal | None:
    try:
        refuse_repeats(body, orjson.loads(body))
    except Refusal as refusal:
        return refusal
    return None


@given(st.lists(st.tuples(WORDS, VALUES), max_size=4).map(tuple), st.booleans())
def test_exactly_the_bodies_that_name_a_key_twice_are_refused(body: tuple[Any, ...], escaped: bool) -> None:
    found = refused(written(body, escaped).encode())
    assert (found is not None) == repeats(body)
    assert found is None or (found.code, found.status) == ("duplicate_key", 400)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b'{"a": 1, "a": 1}', "a"),
        (b'{"a": "x:y", "\\u0061": ""}', "a"),
        (b'{"a" : {"b":[1,{"c":1,"d":2,"c":3}]}}', "a.b.1.c"),
        (b'{"a": {"b": 1, "b": 2}, "a": 3}', "a"),
        (b'{"a": "\\u003A", "b": {"c": 1, "c": 2}}', "b.c"),
    ],
)
def test_the_key_is_named_by_its_path(body: bytes, path: str) -> None:
    found = refused(body)
    assert found is not None
    assert [(error.field, error.code) for error in found.errors] == [(path, "repeated")]


def test_a_body_deeper_than_any_form_is_refused_by_name() -> None:
    found = refused(b'{"a":' * 300 + b"1" + b"}" * 300)
    assert found is not None
    assert (found.code, found.status) == ("not_json", 400)
