"""Passwords: argon2id, outside the hub's thread, a few at a time."""

from __future__ import annotations

import secrets
import warnings
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    from eventlet import tpool
    from eventlet.semaphore import Semaphore

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
"""19 MiB and two passes: the floor of OWASP's advice, some 20 ms, so that signing in starves nobody else."""
_TURNS = Semaphore(2)


def drawn() -> str:
    """A password of 120 bits, for who gives none."""
    return secrets.token_urlsafe(15)


def hashed(password: str) -> str:
    """The argon2id hash that an account keeps."""
    with _TURNS:
        made: str = tpool.execute(_HASHER.hash, password)
    return made


def fits(kept: str | None, password: str) -> bool:
    """Whether a password belongs to a hash; without one (no such account) it takes as long and says no."""
    with _TURNS:
        fitting: bool = tpool.execute(_verify, kept or _nobody(), password)
    return fitting and kept is not None


@cache
def _nobody() -> str:
    hash: str = _HASHER.hash(secrets.token_urlsafe(15))
    return hash


def _verify(kept: str, password: str) -> bool:
    try:
        return bool(_HASHER.verify(kept, password))
    except (VerificationError, InvalidHashError):
        return False
