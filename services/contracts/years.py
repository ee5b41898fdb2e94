"""The years that a day or an instant said to CountyNet may lie in; beyond them a date is a slip of the pen."""

from __future__ import annotations

FIRST_YEAR, LAST_YEAR = 1901, 2150
"""Deadlines can be counted from and to any day of these years."""
YEARS = f"{FIRST_YEAR} to {LAST_YEAR}"


def in_years(said: str) -> bool:
    """Whether a day, month, week or instant that begins with its year of four digits lies in the allowed years."""
    return FIRST_YEAR <= int(said[:4]) <= LAST_YEAR
