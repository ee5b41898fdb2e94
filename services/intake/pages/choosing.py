"""What intake's forms offer besides the county's own lists: the doors by which somebody takes matters in."""

from __future__ import annotations

from collections.abc import Mapping

from services.contracts.vocabulary import Channel
from services.county.choices import categories, places, units
from services.intake.domain import petition

__all__ = ["categories", "channels", "places", "units"]


def channels(roles: frozenset[str], labels: Mapping[str, str]) -> dict[str, str]:
    """The doors through which somebody with these roles takes matters in; citizens have their own page for `web`."""
    open_to = (code for code in labels if code != Channel.WEB and petition.may_take_in(code, roles))
    return {code: labels[code] for code in open_to}
