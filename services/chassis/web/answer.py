"""What a service's method may answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.chassis.web.message import JSON_LINES


@dataclass(slots=True)
class Answer:
    """What goes back: JSON, a status other than the route's own, the version behind `ETag`; or `lines` instead."""

    body: dict[str, Any]
    status: int | None = None
    version: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    lines: Iterable[bytes] | None = None
    lines_type: str = JSON_LINES
    replayed: bool = False
    counted: bool = True
    """False for what no metric may show: that there was an accusation (Art. 30)."""

    @classmethod
    def of(cls, result: Answer | dict[str, Any]) -> Answer:
        """A use case's result, be it an Answer or a plain dict."""
        return result if isinstance(result, Answer) else cls(result)
