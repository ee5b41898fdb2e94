"""Kinds of field, and the acceptor that never says other than the form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields, post_load

from services.chassis.web.acceptance import _twin, loader_of
from services.chassis.web.fields import is_id_number, normal_phone
from services.chassis.web.forms import (
    CodeField,
    DateField,
    EnumField,
    FlagField,
    Form,
    IdNumberField,
    InstantField,
    NumberField,
    PageQuery,
    PhoneField,
    TextField,
)
from services.contracts.acceptor import acceptor_of
from services.contracts.vocabulary import Channel


class PersonForm(Form):
    name = TextField(20, required=True)
    phone = PhoneField(allow_none=True)
    id_number = IdNumberField()


class EveryKind(Form):
    number = NumberField(required=True)
    place = CodeField()
    text = TextField(30)
    channel = EnumField(Channel)
    at = InstantField()
    day = DateField()
    secret = FlagField(load_default=False)
    people = fields.List(fields.Nested(PersonForm), load_default=list)
    agent = fields.Nested(PersonForm)


ACCEPT = acceptor_of(_twin(EveryKind()))
RIGHT: dict[str, Any] = {
    "number": "100000000001",
    "place": "town-01",
    "text": "一句话\n第二句",
    "channel": "web",
    "at": "2026-11-22T08:00:00Z",
    "day": "2026-11-22",
    "secret": True,
    "people": [{"name": "a", "phone": "13800000000", "id_number": "11010519491231002X"}],
    "agent": {"name": "b", "phone": None},
}


def test_what_is_in_normal_form_is_accepted_without_marshmallow() -> None:
    assert ACCEPT(RIGHT) == EveryKind().load(RIGHT)


def test_what_needs_normalising_goes_to_the_form() -> None:
    body = {"number": "100000000001", "people": [{"name": "a", "phone": "+86 138-0000-0000"}]}
    assert ACCEPT(body) is None
    assert loader_of(EveryKind)(body)["people"][0]["phone"] == "13800000000"


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12),
    st.sampled_from(["13800000000", "0916-6822000", "web", "2026-11-22", "2026-02-30", "11010519491231002x"]),
    st.lists(st.dictionaries(st.sampled_from(["name", "phone", "x"]), st.text(max_size=12)), max_size=2),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*RIGHT, "unknown"]), ODD, max_size=4))
def test_the_acceptor_takes_only_what_the_form_would_load_unchanged(odd: dict[str, Any]) -> None:
    body = {**RIGHT, **odd}
    accepted = ACCEPT(body)
    try:
        loaded = EveryKind().load(body)
    except ValidationError:
        assert accepted is None
    else:
        assert accepted is None or accepted == loaded


def test_a_form_with_a_hook_is_still_loaded_rightly() -> None:
    class Hooked(Form):
        number = NumberField(required=True)

        @post_load
        def shorten(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
            return {"number": data["number"][-1]}

    assert loader_of(Hooked)({"number": "100000000001"}) == {"number": "1"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800000000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86-138-0000-0000", "13800000000"),
        ("0086 13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0916-6822000", "0916-6822000"),
        ("(0916)6822000", "0916-6822000"),
        ("+86 916 6822000", "0916-6822000"),
        ("010 65000000", "010-65000000"),
        ("12345", None),
        ("12800000000", None),
        ("138000000000", None),
        ("6822000", None),
        ("phone", None),
        ("", None),
    ],
)
def test_a_phone_is_kept_in_one_form_or_refused(written: str, kept: str | None) -> None:
    assert normal_phone(written) == kept


def test_a_citizens_number_needs_its_birthday_and_its_check_digit() -> None:
    assert is_id_number("11010519491231002X")
    assert IdNumberField().deserialize("11010519491231002x") == "11010519491231002X"
    for wrong in ("110105194912310021", "11010519491331002X", "1101051949123100", "01010519491231002X", "abc"):
        assert not is_id_number(wrong)
        with pytest.raises(ValidationError, match="GB 11643"):
            IdNumberField().deserialize(wrong)


@pytest.mark.parametrize("text", ["", "   ", "\n", "a\0b", "a\x1bb", "a" * 31])
def test_text_is_not_blank_not_too_long_and_without_control_characters(text: str) -> None:
    with pytest.raises(ValidationError, match="1 to 30 characters"):
        TextField(30).deserialize(text)


def test_a_page_has_50_rows_unless_asked_otherwise_and_never_more_than_200() -> None:
    assert PageQuery().load({}) == {"after": None, "limit": 50}
    assert PageQuery().load({"limit": "200"})["limit"] == 200
    for limit in ("0", "201", "1.5", "-1", "1" * 30, "٣"):
        with pytest.raises(ValidationError, match="1 to 200"):
            PageQuery().load({"limit": limit})
