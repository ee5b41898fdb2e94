"""Telephone numbers that a county file makes public: of a unit, of a post, of a roster that is answered."""

from __future__ import annotations

import re

from services.county.file.sheet import Row

TELEPHONE = re.compile(r"[0-9][0-9 -]{2,19}\Z")
ALLOWED = "a telephone number of digits, spaces and '-'"


def read_telephone(row: Row, key: str) -> str | None:
    """A public telephone number, in quotes; None where there is none, or after noting what is wrong with it."""
    said = row.text(key, ALLOWED, 20)
    if said is not None and TELEPHONE.match(said) is None:
        row.wrong(key, f"is {said!r}", ALLOWED)
        return None
    return said
