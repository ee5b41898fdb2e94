"""Sealed boxes: whoever holds the public key can close one, only the holder of the private key opens it.

Intake closes what citizens gave to be reached by; notify alone opens it, and only to send (libsodium's sealed box:
X25519 and XSalsa20-Poly1305 under a key that is used once).
"""

from __future__ import annotations

import base64
import json
from typing import Any

import orjson
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from services.chassis import settings

ALLOWED = "allowed is JSON with `kid`, `public` and, for who opens, `private` (base64 of 32 bytes each)"


class BoxError(Exception):
    """A box does not open: it was sealed to another key, or is damaged. Says nothing of the content."""


class BoxSealer:
    """The public half at work; `kid` names the key that a box is sealed to."""

    def __init__(self, kid: str, public: bytes) -> None:
        self.kid = kid
        self._box = SealedBox(PublicKey(public))

    def seal(self, content: dict[str, Any]) -> str:
        """JSON content as base64url without padding."""
        return base64.urlsafe_b64encode(self._box.encrypt(orjson.dumps(content))).rstrip(b"=").decode()


class BoxOpener:
    """The private half at work."""

    def __init__(self, kid: str, private: bytes) -> None:
        self.kid = kid
        self._box = SealedBox(PrivateKey(private))

    def open(self, kid: str, sealed: str) -> dict[str, Any]:
        """The content again; raises BoxError."""
        if kid != self.kid:
            raise BoxError("the key of this box is not known here")
        try:
            content = orjson.loads(self._box.decrypt(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))))
        except (CryptoError, ValueError) as error:
            raise BoxError("a box does not open here") from error
        if not isinstance(content, dict):
            raise BoxError("a box does not hold what it should")
        return content


def read_sealer(value: str, variable: str) -> BoxSealer:
    """From a setting: a path or the JSON itself; raises ValueError naming `variable`."""
    kid, public, _ = _read(value, variable)
    return BoxSealer(kid, public)


def read_opener(value: str, variable: str) -> BoxOpener:
    """From a setting: a path or the JSON itself, with the private half; raises ValueError naming `variable`."""
    kid, public, private = _read(value, variable)
    if private is None:
        raise ValueError(f"{variable}: {ALLOWED}; this service opens, and there is no `private`")
    if bytes(PrivateKey(private).public_key) != public:
        raise ValueError(f"{variable}: `private` and `public` are not of one pair")
    return BoxOpener(kid, private)


def _read(value: str, variable: str) -> tuple[str, bytes, bytes | None]:
    try:
        raw = json.loads(settings.material(value))
        public = base64.b64decode(raw["public"], validate=True)
        private = base64.b64decode(raw["private"], validate=True) if "private" in raw else None
        kid = str(raw["kid"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{variable}: {ALLOWED}") from error
    if len(public) != 32 or (private is not None and len(private) != 32):
        raise ValueError(f"{variable}: {ALLOWED}")
    return kid, public, private
