"""OpenAPI 3.1 of one service, made by apispec from the routes and their forms."""

from __future__ import annotations

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from services.chassis.web.message import JSON, PHRASES, PROBLEM
from services.chassis.web.multipart import FILE, MULTIPART
from services.chassis.web.route import Route

_PART = re.compile(r"<([a-z_]+)>")
_PROBLEMS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)


def description(service: str, routes: list[Route]) -> dict[str, Any]:
    """The document that `/openapi.json` gives."""
    spec = APISpec(
        title=f"CountyNet {service}",
        version="1",
        openapi_version="3.1.0",
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    spec.components.schema("Problem", _problem())
    for route in sorted(routes, key=lambda r: (r.path, r.method)):
        spec.path(_PART.sub(r"{\1}", route.path), operations={route.method.lower(): _operation(route)})
    made: dict[str, Any] = spec.to_dict()
    return made


def _name(schema: type[Schema] | Schema | str) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__ if not isinstance(schema, str) else schema


def _operation(route: Route) -> dict[str, Any]:
    parameters: list[Any] = [
        {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(route.path)
    ]
    if route.query is not None:
        parameters.append({"in": "query", "schema": route.query})
    if route.method != "GET":
        parameters.append({"in": "header", "name": "Idempotency-Key", "schema": {"type": "string", "maxLength": 80}})
    operation: dict[str, Any] = {
        "summary": route.summary,
        "parameters": parameters,
        "responses": {str(route.status): _answer(route)},
        "security": [] if route.may.open else [{"token": []}],
    }
    if not route.may.open:
        operation["x-roles"] = sorted(route.may.roles)
    if route.files:
        operation["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": _with_files(route)}}}
    elif route.takes is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": route.takes}}}
    refusals = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status in _PROBLEMS:
        operation["responses"][str(status)] = {"description": PHRASES[status], **refusals}
    return operation


def _with_files(route: Route) -> dict[str, Any]:
    """Fields of text, and files under any name."""
    named = {} if route.takes is None else route.takes().load_fields
    told: dict[str, Any] = {key: {"type": "string"} for key in named}
    return {"type": "object", "properties": {**told, FILE: {"type": "string", "format": "binary"}}}


def _answer(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {"description": PHRASES[route.status]}
    if route.gives is not None:
        told["content"] = {JSON: {"schema": route.gives}}
    return told


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    error = {"type": "object", "properties": {"field": text, "code": text, "detail": text}}
    properties = {name: text for name in ("type", "title", "detail", "code", "request_id")}
    listed = {"type": "array", "items": error}
    return {"type": "object", "properties": {**properties, "status": {"type": "integer"}, "errors": listed}}
