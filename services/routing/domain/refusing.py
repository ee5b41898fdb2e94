"""What a request that cannot be granted is answered with."""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts.vocabulary import RefusalReason


@dataclass(frozen=True, slots=True)
class Refused:
    """The request cannot be granted."""

    reason: RefusalReason
