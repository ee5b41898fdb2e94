"""Query codes: random, told to the citizen once; matters' numbers are drawn by `contracts.numbers`."""

from __future__ import annotations

from collections.abc import Callable

Draw = Callable[[int], int]
"""A fair draw from 0 up to, but not including, its argument (`secrets.randbelow`)."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs that can be read out on the telephone: no I, L, O or U."""
CODE_LENGTH = 13
"""Thirteen signs of 5 bits: 65 bits, above the 60 that the design asks for."""
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})


def draw_query_code(draw: Draw) -> str:
    """A query code of 65 bits, written for people as `XXXX-XXXX-XXXXX`."""
    value = draw(32**CODE_LENGTH)
    signs = "".join(ALPHABET[value >> shift & 31] for shift in range(0, 5 * CODE_LENGTH, 5))
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"


def plain_query_code(written: str) -> str | None:
    """A query code as it was drawn, without hyphens, however a citizen wrote it; None when it cannot be one."""
    plain = written.upper().translate(MISREAD)
    return plain if len(plain) == CODE_LENGTH and all(sign in ALPHABET for sign in plain) else None
