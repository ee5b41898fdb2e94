"""A golden file freezes the shape of every fact and version: additive change only, else a new version beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from marshmallow import fields, validate

from services.contracts.envelope import Context, decode, encode
from services.contracts.fact import Fact
from services.contracts.registry import FACTS, read

GOLDEN = Path(__file__).parent / "golden"


def example(field: fields.Field[Any]) -> Any:
    """A value that the field takes, always the same."""
    if isinstance(field, fields.List):
        return [example(field.inner)]
    if isinstance(field, fields.Boolean):
        return True
    if isinstance(field, fields.Integer):
        return 1
    for validator in field.validators:
        if isinstance(validator, validate.OneOf):
            return next(iter(validator.choices))
        if isinstance(validator, validate.Regexp):
            for made in ("123456789012", "code-1", "2026-11-22T08:00:00Z", "2026-11-22", "A" * 40):
                if validator.regex.match(made):
                    return made
    raise AssertionError(f"no example for {field!r}")


def shape(cls: type[Fact]) -> dict[str, Any]:
    """What the golden file keeps: an example on the wire and which fields must be there."""
    data = {name: example(field) for name, field in cls.schema.load_fields.items()}
    context = Context("u-0123456789abcdef", "2026-11-22T08:00:00Z", "c-1", "f-0")
    body = encode(cls.load(data), "f-1", context, 1, 1, None)
    return {
        "exchange": cls.exchange,
        "routing_key": cls.routing_key(),
        "required": sorted(n for n, f in cls.schema.load_fields.items() if f.required),
        "body": json.loads(body),
    }


@pytest.mark.parametrize("type_name", sorted(FACTS))
def test_the_shape_of_a_fact_is_frozen(type_name: str) -> None:
    golden = json.loads((GOLDEN / f"{type_name}.json").read_text(encoding="utf-8"))
    assert shape(FACTS[type_name]) == golden


@pytest.mark.parametrize("type_name", sorted(FACTS))
def test_a_fact_frozen_earlier_is_still_read(type_name: str) -> None:
    golden = json.loads((GOLDEN / f"{type_name}.json").read_text(encoding="utf-8"))
    envelope = decode(json.dumps(golden["body"]).encode())
    fact = read(envelope)
    assert fact.stream == envelope.stream
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in fact.data().items()} == golden["body"]["data"]


def test_no_golden_file_is_left_of_a_fact_that_is_gone() -> None:
    assert {p.stem for p in GOLDEN.glob("*.json")} == set(FACTS)


def test_no_fact_has_a_field_for_free_text_or_a_person() -> None:
    forbidden = {"name", "phone", "id_number", "address", "text", "title", "story", "username"}
    for cls in FACTS.values():
        assert not forbidden & set(cls.field_names), cls.type_name()
