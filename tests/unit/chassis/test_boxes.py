"""What intake seals, notify alone opens."""

from __future__ import annotations

import json
import re

import pytest

from services.chassis import boxes, keys
from services.chassis.boxes import BoxError, read_opener, read_sealer
from services.contracts.kinds import SEALED

PAIR = keys.new_box_keys("c1")
HALF = json.dumps(keys.public_half(PAIR))
CONTENT = {"petitioners": [{"phone": "13800138000", "email": "a@b.example"}]}


def test_what_the_public_half_seals_the_private_half_opens() -> None:
    sealed = read_sealer(HALF, "CONTACT_KEYS").seal(CONTENT)
    assert re.match(SEALED, sealed), "it may travel in a fact"
    assert "13800138000" not in sealed
    assert read_opener(json.dumps(PAIR), "CONTACT_KEYS").open("c1", sealed) == CONTENT


@pytest.mark.parametrize("spoil", [lambda s: s[:-4] + "AAAA", lambda _: "A" * 80, lambda _: "*" * 50])
def test_a_damaged_box_does_not_open_and_says_nothing(spoil: object) -> None:
    assert callable(spoil)
    sealed = spoil(read_sealer(HALF, "CONTACT_KEYS").seal(CONTENT))
    with pytest.raises(BoxError) as told:
        read_opener(json.dumps(PAIR), "CONTACT_KEYS").open("c1", sealed)
    assert "138" not in str(told.value)


def test_a_box_of_another_key_does_not_open() -> None:
    other = keys.new_box_keys("c2")
    sealed = read_sealer(json.dumps(other), "CONTACT_KEYS").seal(CONTENT)
    opener = read_opener(json.dumps(PAIR), "CONTACT_KEYS")
    for kid in ("c1", "c2"):
        with pytest.raises(BoxError):
            opener.open(kid, sealed)


@pytest.mark.parametrize(
    "text",
    ["{}", '{"kid": "c1", "public": "AAAA"}', HALF, json.dumps({**PAIR, "public": "A" * 43 + "="})],
    ids=["nothing", "a-short-key", "half-of-it", "another-public-key"],
)
def test_who_opens_needs_a_whole_pair(text: str) -> None:
    with pytest.raises(ValueError, match="CONTACT_KEYS"):
        read_opener(text, "CONTACT_KEYS")


def test_the_sealing_key_is_thrown_away_after_its_hour_and_old_boxes_still_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealer, opener = read_sealer(HALF, "CONTACT_KEYS"), read_opener(json.dumps(PAIR), "CONTACT_KEYS")
    first, second = sealer.seal(CONTENT), sealer.seal(CONTENT)
    monkeypatch.setattr(boxes, "KEPT_SECONDS", -1.0)
    sealer._renew()
    third = sealer.seal(CONTENT)
    assert first != second, "a nonce of its own each time"
    assert first[:40] == second[:40] != third[:40]
    assert [opener.open("c1", box) for box in (first, second, third)] == [CONTENT] * 3
