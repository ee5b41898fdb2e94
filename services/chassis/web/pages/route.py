"""What `@page` declares of one page."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import Schema

from services.chassis.access import Access
from services.chassis.web.throttle import Throttle


@dataclass(frozen=True, slots=True)
class PageRoute:
    """Method, path template, forms in, and who may; `again` names the method that shows a form with its errors."""

    method: str
    path: str
    may: Access
    takes: type[Schema] | None
    query: type[Schema] | None
    again: str | None
    throttle: Throttle | None
    body_limit: int
    files: bool = False
    counted: bool = True
