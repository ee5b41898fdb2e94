"""Standard Webhooks (https://www.standardwebhooks.com): secrets and signatures, HMAC-SHA256 `v1`."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The standard allows 24 to 64."""

GRACE_S = 86_400
"""After a rotation the former secret signs too for a day, so that a receiver may change over in its own time."""


def secret_of(raw: bytes) -> str:
    """How a secret is written; raises ValueError where its length is outside the standard's."""
    if not 24 <= len(raw) <= 64:
        raise ValueError("a webhook secret has 24 to 64 bytes")
    return PREFIX + b64encode(raw).decode("ascii")


def headers_of(id: str, at: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of one attempt at `at` (seconds since 1970), signed by each secret, the current one first."""
    signed = b".".join((id.encode("ascii"), str(at).encode("ascii"), body))
    signatures = [f"v1,{_signature(secret, signed)}" for secret in secrets]
    return {"webhook-id": id, "webhook-timestamp": str(at), "webhook-signature": " ".join(signatures)}


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX), validate=True)
    return b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")
