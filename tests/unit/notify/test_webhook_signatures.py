"""Signatures as receivers check them, with the standard's own library."""

from __future__ import annotations

import time
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from services.notify.domain.webhook import headers_of, secret_of

BODY = '{"id":"f-1","data":{"place":"村"}}'.encode()
SECRETS = st.binary(min_size=24, max_size=64).map(secret_of)


@given(SECRETS, st.binary(min_size=1, max_size=40).map(bytes.hex))
def test_a_receiver_with_the_secret_verifies_what_was_signed(secret: str, id: str) -> None:
    headers = headers_of(id, int(time.time()), BODY, [secret])
    assert Webhook(secret).verify(BODY, headers)["data"] == {"place": "村"}


@given(SECRETS, SECRETS)
def test_while_a_rotation_lasts_both_receivers_verify_the_same_delivery(secret: str, former: str) -> None:
    headers = headers_of("d-1", int(time.time()), BODY, [secret, former])
    for one in (secret, former):
        assert Webhook(one).verify(BODY, headers)["id"] == "f-1"


def test_another_body_id_or_time_does_not_verify() -> None:
    secret, now = secret_of(b"k" * 32), int(time.time())
    headers = headers_of("d-1", now, BODY, [secret])
    for changed in ({"webhook-id": "d-2"}, {"webhook-timestamp": str(now - 1)}):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(BODY, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_each_attempt_is_signed_anew_under_the_same_id() -> None:
    secret, now = secret_of(b"k" * 32), int(time.time())
    first, second = (headers_of("d-1", at, BODY, [secret]) for at in (now - 60, now))
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


@pytest.mark.parametrize("length", [0, 23, 65])
def test_a_secret_outside_the_standards_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="24 to 64"):
        secret_of(b"k" * length)
    assert len(b64decode(secret_of(b"k" * 24).removeprefix("whsec_"))) == 24
