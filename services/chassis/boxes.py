"""Sealed boxes: whoever holds the public key can close one, only the holder of the private key opens it.

Intake closes what citizens gave to be reached by; notify alone opens it, and only to send (libsodium's box: X25519 and
XSalsa20-Poly1305). The sealing key is thrown away for a new one every hour: agreeing on a key for every single box, as
libsodium's sealed box does, costs twenty times as much, and would keep nothing from whoever reads the sealer's memory,
where the content itself stands.
"""

from __future__ import annotations

import base64
import json
import time
from functools import lru_cache
from typing import Any

import orjson
from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey

from services.chassis import settings

ALLOWED = "allowed is JSON with `kid`, `public` and, for who opens, `private` (base64 of 32 bytes each)"

KEY_BYTES = 32
KEPT_SECONDS = 3600.0
KEYS_KNOWN = 256
"""Sealing keys with which an opener has agreed and need not again."""


class BoxError(Exception):
    """A box does not open: it was sealed to another key, or is damaged. Says nothing of the content."""


class BoxSealer:
    """The public half at work; `kid` names the key that a box is sealed to."""

    def __init__(self, kid: str, public: bytes) -> None:
        self.kid = kid
        self._public = PublicKey(public)
        self._renew()

    def seal(self, content: dict[str, Any]) -> str:
        """JSON content as base64url without padding: the sealing key's public half, a nonce, what is sealed."""
        if time.monotonic() > self._until:
            self._renew()
        return base64.urlsafe_b64encode(self._head + self._box.encrypt(orjson.dumps(content))).rstrip(b"=").decode()

    def _renew(self) -> None:
        mine = PrivateKey.generate()
        self._head, self._box = bytes(mine.public_key), Box(mine, self._public)
        self._until = time.monotonic() + KEPT_SECONDS


class BoxOpener:
    """The private half at work."""

    def __init__(self, kid: str, private: bytes) -> None:
        self.kid = kid
        mine = PrivateKey(private)
        self._box_with = lru_cache(KEYS_KNOWN)(lambda sealer: Box(mine, PublicKey(sealer)))

    def open(self, kid: str, sealed: str) -> dict[str, Any]:
        """The content again; raises BoxError."""
        if kid != self.kid:
            raise BoxError("the key of this box is not known here")
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            content = orjson.loads(self._box_with(raw[:KEY_BYTES]).decrypt(raw[KEY_BYTES:]))
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
