"""Sealing of personal fields and free text: AES-256-GCM under a key per matter, which a county key wraps.

What is sealed is bound to its place by associated data `collection/id/field`: moved elsewhere it does not open. Who
destroys a matter's sealed key makes its words unreadable for good. Blind indexes (HMAC-SHA256 under a key of their own)
let a value be looked up without being readable.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
import hmac
import json
import os
import unicodedata
from typing import NamedTuple, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.chassis import settings

SealedKey = NewType("SealedKey", str)
"""A matter's key, wrapped: `<kid>.<base64>`."""

_NONCE = 12
_OPENERS = 2048
_WORDS = 65_536


class SealError(Exception):
    """A sealed value does not open: wrong key, moved to another place, or damaged. Says nothing of the content."""


def _address(collection: str, id: str, field: str) -> bytes:
    if "/" in collection or "/" in field:
        raise ValueError("neither a collection nor a field has a slash in its name")
    return f"{collection}/{id}/{field}".encode()


def _close(cipher: AESGCM, plaintext: bytes, address: bytes) -> str:
    nonce = os.urandom(_NONCE)
    return binascii.b2a_base64(nonce + cipher.encrypt(nonce, plaintext, address), newline=False).decode("ascii")


def _open(cipher: AESGCM, text: str, address: bytes) -> bytes:
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], address)
    except (InvalidTag, ValueError) as error:
        raise SealError("a sealed value does not open here") from error


class Opener:
    """One matter's key at work."""

    __slots__ = ("_cipher", "_prefix")

    def __init__(self, cipher: AESGCM, kid: str) -> None:
        self._cipher = cipher
        self._prefix = f"s1.{kid}."

    def seal(self, collection: str, id: str, field: str, plaintext: str) -> str:
        """`s1.<kid>.<base64>` of a text, bound to its place."""
        return self._prefix + _close(self._cipher, plaintext.encode(), _address(collection, id, field))

    def open(self, collection: str, id: str, field: str, sealed: str) -> str:
        """The text again; raises SealError where it was sealed elsewhere, by another key, or is damaged."""
        if not sealed.startswith("s1."):
            raise SealError("this is not a sealed value")
        address = _address(collection, id, field)
        return _open(self._cipher, sealed.rpartition(".")[2], address).decode()

    def seal_piece(self, address: str, position: int, last: bool, piece: bytes) -> bytes:
        """One piece of a large content, bound to what it belongs to, its position, and whether more follow."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, piece, _of_piece(address, position, last))

    def open_piece(self, address: str, position: int, last: bool, sealed: bytes) -> bytes:
        """The piece again; raises SealError where it is another's, out of its place, or damaged."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _of_piece(address, position, last))
        except (InvalidTag, ValueError) as error:
            raise SealError("a sealed piece does not open here") from error


PIECE_OVERHEAD = _NONCE + 16
"""So many bytes a sealed piece is longer than what it holds."""


def _of_piece(address: str, position: int, last: bool) -> bytes:
    return f"piece/{address}/{position}/{'last' if last else 'more'}".encode()


class _Keys(NamedTuple):
    current: str
    county: dict[str, bytes]
    blind: bytes


class Seal:
    """The county's keys. `text` is the JSON of `SEAL_KEYS`: `current`, `keys` by id (base64 of 32 bytes), `blind`."""

    def __init__(self, text: str) -> None:
        keys = _read(text)
        self._current = keys.current
        self._wrapping = {kid: AESGCM(key) for kid, key in keys.county.items()}
        self._small = {kid: AESGCM(_derived(key, b"countynet service secrets")) for kid, key in keys.county.items()}
        self._blind = keys.blind
        self._openers: dict[str, Opener] = {}
        self._words: dict[str, dict[str, str]] = {}

    @classmethod
    def from_setting(cls, value: str) -> Seal:
        """From the value of `SEAL_KEYS`: a path, or the JSON itself; raises ValueError saying what is wrong."""
        return cls(settings.material(value))

    def new_key(self) -> SealedKey:
        """A fresh key for one matter, wrapped by the county's current key."""
        key, kid = AESGCM.generate_key(256), self._current
        wrapped = SealedKey(f"{kid}.{_close(self._wrapping[kid], key, b'matter-key')}")
        self._keep(wrapped, Opener(AESGCM(key), kid))
        return wrapped

    def opener(self, sealed_key: str) -> Opener:
        """The matter's key at work; raises SealError when no county key opens it."""
        known = self._openers.get(sealed_key)
        if known is not None:
            return known
        kid, _, wrapped = sealed_key.partition(".")
        county_key = self._wrapping.get(kid)
        if county_key is None:
            raise SealError("the county key of this seal is not known here")
        return self._keep(sealed_key, Opener(AESGCM(_open(county_key, wrapped, b"matter-key")), kid))

    def _keep(self, sealed_key: str, opener: Opener) -> Opener:
        if len(self._openers) >= _OPENERS:
            del self._openers[next(iter(self._openers))]
        self._openers[sealed_key] = opener
        return opener

    def blind(self, kind: str, value: str) -> str:
        """A look-up key of 64 hex digits: the same for the same value however it is spaced, cased or widened."""
        normal = "".join(unicodedata.normalize("NFKC", value).casefold().split())
        return self.digest(f"{kind}\0{normal}".encode())

    def words(self, kind: str, text: str) -> list[str]:
        """The keyed words of a text: 40 bits of HMAC-SHA256 over each two neighbouring letters or digits.

        Spaces, punctuation, marks and case make no difference. Empty where no two letters or digits stand in the text.
        """
        letters = "".join(map(_letter, text))
        known = self._words.setdefault(kind, {})
        pairs = set(map(str.__add__, letters, letters[1:]))
        return sorted({known.get(pair) or self._word(kind, pair) for pair in pairs})

    def _word(self, kind: str, pair: str) -> str:
        known = self._words[kind]
        if len(known) >= _WORDS:
            known.clear()
        keyed = hmac.digest(self._blind, f"word\0{kind}\0{pair}".encode(), hashlib.sha256)
        known[pair] = word = base64.b32encode(keyed[:5]).decode("ascii").lower()
        return word

    def mark(self, kind: str, value: str) -> str:
        """The keyed word of a whole value, normalised like `blind`: 40 bits, for documents to be entered with.

        Who has the same value has the same mark; no search for words of a text meets one.
        """
        normal = "".join(unicodedata.normalize("NFKC", value).casefold().split())
        keyed = hmac.digest(self._blind, f"mark\0{kind}\0{normal}".encode(), hashlib.sha256)
        return base64.b32encode(keyed[:5]).decode("ascii").lower()

    def digest(self, content: bytes) -> str:
        """HMAC-SHA256 under the blind key: tells equal contents without telling them."""
        return hmac.digest(self._blind, content, hashlib.sha256).hex()

    def county_seal(self, collection: str, id: str, field: str, plaintext: str) -> str:
        """`c1.<kid>.<base64>`: a service's own small secret, under a key derived from the county's current one."""
        sealed = _close(self._small[self._current], plaintext.encode(), _address(collection, id, field))
        return f"c1.{self._current}.{sealed}"

    def county_open(self, collection: str, id: str, field: str, sealed: str) -> str:
        """What `county_seal` closed; raises SealError."""
        mark, _, rest = sealed.partition(".")
        kid, _, text = rest.partition(".")
        cipher = self._small.get(kid)
        if mark != "c1" or cipher is None:
            raise SealError("this is not a county-sealed value of a known key")
        return _open(cipher, text, _address(collection, id, field)).decode()


@functools.lru_cache(maxsize=32_768)
def _letter(character: str) -> str:
    """A character as searches compare it, by itself alone, so that a part of a text has a part of its words."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(one for one in plain if unicodedata.category(one)[0] in "LN")


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


def _read(text: str) -> _Keys:
    allowed = "SEAL_KEYS: allowed is JSON with `current`, `keys` (base64 of 32 bytes by id) and `blind` (the same)"
    try:
        raw = json.loads(text)
        keys = {str(kid): base64.b64decode(key, validate=True) for kid, key in raw["keys"].items()}
        made = _Keys(str(raw["current"]), keys, base64.b64decode(raw["blind"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(allowed) from error
    sizes = {len(key) for key in (*keys.values(), made.blind)}
    if sizes != {32} or made.current not in keys or any("." in kid for kid in keys):
        raise ValueError(allowed)
    return made
