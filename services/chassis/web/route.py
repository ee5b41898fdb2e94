"""What `@api` declares of one route."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import Schema

from services.chassis.access import Access
from services.chassis.web.throttle import Throttle

BODY_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Route:
    """Method, path template (`/api/routing/whistles/<id>/check-ins`), forms in and out, and who may."""

    method: str
    path: str
    takes: type[Schema] | None
    gives: type[Schema] | None
    may: Access
    status: int
    query: type[Schema] | None
    throttle: Throttle | None
    body_limit: int
    summary: str = ""
    files: bool = False
    """Whether it takes files: `Call.files`, from a form with files or from a body that is one."""
    counted: bool = True
    """False: neither metrics nor logs show that the route was called."""
