"""Whom an accusation is about, and so which recipient may see it (信访工作条例, Art. 30)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from services.contracts.refusals import Refusal
from services.county.county import County


def recipient_of(county: County, accused: Mapping[str, Any] | None) -> str:
    """The unit that receives it: the county file's recipient, unless that unit or who answers for it is accused.

    Raises Refusal (422) naming `accused.unit` where the county file has no such unit.
    """
    if accused is None:
        return county.wall.recipient_for(None)
    unit, name = accused["unit"], accused["name"]
    if unit is not None and not county.units.exists(unit):
        detail = f"Allowed: the code of a unit of the county file, such as {county.wall.recipient}; or none."
        raise Refusal.of_field("accused.unit", "unknown_department", detail)
    if name is not None and _names(name, county.units.get(county.wall.recipient).responsible):
        return county.wall.recipient_for(county.wall.recipient)
    return county.wall.recipient_for(unit)


def _names(given: str, responsible: str) -> bool:
    """Whether a name as a citizen writes it, with title or blanks, is that of a unit's responsible person."""
    wanted = _plain(responsible)
    return bool(wanted) and wanted in _plain(given)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
