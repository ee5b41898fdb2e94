"""Facts of no single matter: they ride a stream of their own, named by a code of the county file."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.fact import Fact
from services.contracts.kinds import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedFact(Fact):
    """A fact of a grid, a roster or a kind of matters: its `number` is that code, not a matter's twelve digits."""

    number: Code
