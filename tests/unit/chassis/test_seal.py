"""Sealing: what is sealed opens at its own place only, by its own key only."""

import base64
import json
import os

import pytest

from services.chassis.keys import new_seal_keys
from services.chassis.seal import Seal, SealedKey, SealError

WORDS = "渠道堵了三个月，没人管"


@pytest.fixture
def seal() -> Seal:
    return Seal(json.dumps(new_seal_keys()))


def test_what_is_sealed_opens_again_at_its_place(seal: Seal) -> None:
    opener = seal.opener(seal.new_key())
    sealed = opener.seal("matter", "100000000001", "title", WORDS)
    assert sealed.startswith("s1.k1.")
    assert WORDS not in sealed
    assert opener.open("matter", "100000000001", "title", sealed) == WORDS


@pytest.mark.parametrize(
    "place",
    [("case", "100000000001", "title"), ("matter", "100000000002", "title"), ("matter", "100000000001", "text")],
)
def test_moved_to_another_place_it_does_not_open(seal: Seal, place: tuple[str, str, str]) -> None:
    opener = seal.opener(seal.new_key())
    sealed = opener.seal("matter", "100000000001", "title", WORDS)
    with pytest.raises(SealError):
        opener.open(*place, sealed)


def test_a_name_with_a_slash_cannot_stand_for_another_place(seal: Seal) -> None:
    opener = seal.opener(seal.new_key())
    for collection, field in (("a/b", "c"), ("a", "b/c")):
        with pytest.raises(ValueError, match="slash"):
            opener.seal(collection, "1", field, WORDS)


def test_another_matters_key_does_not_open_it(seal: Seal) -> None:
    sealed = seal.opener(seal.new_key()).seal("matter", "1", "title", WORDS)
    with pytest.raises(SealError):
        seal.opener(seal.new_key()).open("matter", "1", "title", sealed)


@pytest.mark.parametrize("damaged", ["", "s1.k1.", "s1.k1.AAAA", "s1.k1.###", "hello", "s2.k1.AAAA"])
def test_what_is_damaged_does_not_open(seal: Seal, damaged: str) -> None:
    with pytest.raises(SealError) as caught:
        seal.opener(seal.new_key()).open("matter", "1", "title", damaged)
    assert "AAAA" not in str(caught.value)


def test_the_same_words_are_sealed_differently_each_time(seal: Seal) -> None:
    opener = seal.opener(seal.new_key())
    assert opener.seal("a", "1", "f", WORDS) != opener.seal("a", "1", "f", WORDS)


def test_an_old_county_key_still_opens_after_rotation() -> None:
    old = new_seal_keys()
    before = Seal(json.dumps(old))
    key = before.new_key()
    sealed = before.opener(key).seal("matter", "1", "title", WORDS)
    small = before.county_seal("hub_answer", "1", "answer", WORDS)
    fresh = base64.b64encode(os.urandom(32)).decode()
    after = Seal(json.dumps({**old, "current": "k2", "keys": {**old["keys"], "k2": fresh}}))
    assert after.opener(key).open("matter", "1", "title", sealed) == WORDS
    assert after.county_open("hub_answer", "1", "answer", small) == WORDS
    assert after.new_key().startswith("k2.")


def test_a_county_that_does_not_hold_the_key_opens_nothing(seal: Seal) -> None:
    stranger = Seal(json.dumps(new_seal_keys()))
    with pytest.raises(SealError):
        seal.opener(stranger.new_key())
    with pytest.raises(SealError):
        seal.opener(SealedKey("k9.AAAA"))
    with pytest.raises(SealError):
        seal.county_open("a", "1", "f", stranger.county_seal("a", "1", "f", WORDS))


def test_openers_beyond_the_cache_still_open(seal: Seal) -> None:
    first = seal.new_key()
    sealed = seal.opener(first).seal("matter", "1", "title", WORDS)
    for _ in range(2100):
        seal.opener(seal.new_key())
    assert seal.opener(first).open("matter", "1", "title", sealed) == WORDS


def test_a_blind_index_is_the_same_however_the_value_is_written(seal: Seal) -> None:
    assert seal.blind("phone", "138 0000 0000") == seal.blind("phone", "１３８００００００００")
    assert seal.blind("name", "Li Na") == seal.blind("name", "LINA")
    assert seal.blind("phone", "1") != seal.blind("name", "1")
    assert seal.blind("phone", "1") != Seal(json.dumps(new_seal_keys())).blind("phone", "1")
    assert len(seal.blind("phone", "1")) == 64


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"current": "k1", "keys": {}, "blind": ""}',
        '{"current": "k2", "keys": {"k1": "' + "A" * 43 + '="}, "blind": "' + "A" * 43 + '="}',
        '{"current": "k1", "keys": {"k1": "QUFBQQ=="}, "blind": "QUFBQQ=="}',
        '{"current": "k.1", "keys": {"k.1": "' + "A" * 43 + '="}, "blind": "' + "A" * 43 + '="}',
    ],
)
def test_keys_out_of_shape_are_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match="SEAL_KEYS: allowed is JSON"):
        Seal(text)
