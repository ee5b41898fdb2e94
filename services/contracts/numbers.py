"""Numbers of matters and of mediations without one: random, so that neither order nor gaps tell anything (Art. 30)."""

from __future__ import annotations

from collections.abc import Callable

Draw = Callable[[int], int]
"""A fair draw from 0 up to, but not including, its argument (`secrets.randbelow`)."""

FIRST_NUMBER = 10**11
NUMBERS = 9 * FIRST_NUMBER


def draw_number(draw: Draw) -> str:
    """Twelve digits, the first not 0, each number as likely as any other."""
    return str(FIRST_NUMBER + draw(NUMBERS))
