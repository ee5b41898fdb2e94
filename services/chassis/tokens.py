"""Tokens: EdDSA JWTs that intake alone signs and every service verifies by itself; real time, never the domain's."""

from __future__ import annotations

import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.chassis import keys
from services.chassis.access import User
from services.contracts.vocabulary import Role

ISSUER = "countynet"
STAFF_SECONDS = 8 * 3600
FOLLOW_SECONDS = 120
CITIZEN = "citizen"
_REMEMBERED = 4096


class BadToken(Exception):
    """A token that is not ours, is over, or says what no token of ours says."""


class Tokens:
    """Verifies tokens, and signs them where the setting `TOKEN_KEYS` holds the private key (intake)."""

    def __init__(self, kid: str, public: Ed25519PublicKey, private: Ed25519PrivateKey | None = None) -> None:
        self._kid = kid
        self._public = public
        self._private = private
        self._verified: dict[str, tuple[float, User]] = {}

    @classmethod
    def from_setting(cls, value: str) -> Tokens:
        """From the value of `TOKEN_KEYS`: a path, or the JSON itself; raises ValueError saying what is wrong."""
        return cls(*keys.read_pair(value, "TOKEN_KEYS"))

    @property
    def may_sign(self) -> bool:
        """Whether this process holds the private key."""
        return self._private is not None

    def sign(self, user: User) -> tuple[str, int]:
        """A member of staff's token for eight hours, and its expiry in Unix seconds."""
        claims: dict[str, Any] = {"sub": user.id, "roles": sorted(user.roles)}
        if user.place is not None:
            claims["place"] = user.place
        if user.department is not None:
            claims["dept"] = user.department
        return self._signed(claims, STAFF_SECONDS)

    def sign_follow(self, number: str) -> tuple[str, int]:
        """A citizen's two-minute token for one matter, and its expiry in Unix seconds."""
        return self._signed({"sub": CITIZEN, "matter": number}, FOLLOW_SECONDS)

    def _signed(self, claims: dict[str, Any], seconds: int) -> tuple[str, int]:
        if self._private is None:
            raise RuntimeError("this service holds no private token key")
        now = int(time.time())
        claims |= {"iss": ISSUER, "iat": now, "exp": now + seconds}
        return jwt.encode(claims, self._private, algorithm="EdDSA", headers={"kid": self._kid}), now + seconds

    def verify(self, token: str) -> User:
        """Who bears this token; raises BadToken. A verified token is remembered until it is over."""
        known = self._verified.get(token)
        if known is not None:
            if known[0] > time.time():
                return known[1]
            del self._verified[token]
            raise BadToken("the token is over")
        try:
            claims = jwt.decode(
                token, self._public, algorithms=["EdDSA"], issuer=ISSUER, options={"require": ["exp", "sub", "iat"]}
            )
            user = _user_of(claims)
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise BadToken("the token is not one of ours, or is over") from error
        if len(self._verified) >= _REMEMBERED:
            del self._verified[next(iter(self._verified))]
        self._verified[token] = (float(claims["exp"]), user)
        return user


def _user_of(claims: dict[str, Any]) -> User:
    matter = claims.get("matter")
    if matter is not None:
        return User(id=CITIZEN, matter=str(matter))
    place, department = claims.get("place"), claims.get("dept")
    return User(
        id=str(claims["sub"]),
        roles=frozenset(Role(word) for word in claims.get("roles", ())),
        place=None if place is None else str(place),
        department=None if department is None else str(department),
    )
