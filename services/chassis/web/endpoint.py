"""One route at work: rights, forms, the service's method, its answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from marshmallow import ValidationError

from services.chassis.web import multipart, problems, reading
from services.chassis.web.acceptance import loader_of
from services.chassis.web.call import Answer, Call
from services.chassis.web.forms import EmptyForm
from services.chassis.web.message import Request, Response
from services.chassis.web.multipart import Upload
from services.chassis.web.route import Route
from services.contracts.refusals import FieldError, Refusal

if TYPE_CHECKING:
    from services.chassis.service import HubService

log = logging.getLogger(__name__)

GATEWAY_HEADERS = ("x-countynet-gateway", "x-forwarded-for")


class Endpoint:
    """A route bound to the method of the one service instance."""

    def __init__(self, route: Route, method: Callable[[Call], Answer | dict[str, Any]], service: HubService) -> None:
        self.route = route
        self._method = method
        self._service = service
        self._load = loader_of(route.takes or EmptyForm)
        self._load_query = loader_of(route.query or EmptyForm)
        self._inner = route.path.startswith("/ops/")
        self._reads = route.method == "GET"

    def answer(self, request: Request, path: dict[str, str], request_id: str) -> Response:
        """Do what is asked; raises what `application` words as a problem."""
        headers, route = request.headers, self.route
        if self._inner and any(name in headers for name in GATEWAY_HEADERS):
            raise Refusal("not_found", "There is nothing at this address.", status=404)
        user = reading.user_of(request, self._service.tokens)
        reading.check_access(user, route.may, path)
        if self._inner:
            log.info(
                "ops call", extra={"method": route.method, "route": route.path, "actor": user.id if user else None}
            )
        files: list[Upload] = []
        if route.files:
            raw, files = multipart.body_and_files(request)
        else:
            raw = reading.body_of(request)
        key = None if self._reads else reading.key_of(headers)
        call = Call(
            service=self._service,
            route=route.path,
            method=route.method,
            path=path,
            query=self._load_query(reading.query_of(request)) if request.query or route.query else {},
            body=raw,
            user=user,
            if_match=reading.if_match_of(headers),
            key=key,
            fingerprint="" if key is None else self._service.seal.digest(request.path.encode() + b"\0" + request.body),
            request_id=request_id,
            address=address_of(request),
            headers=headers,
            files=files,
        )
        call.body = self._loaded(raw)
        if route.throttle is None:
            return self._response(call, Answer.of(self._method(call)))
        marks = route.throttle.admit(call)
        try:
            return self._response(call, Answer.of(self._method(call)))
        except Refusal as refusal:
            route.throttle.failed(marks, refusal.status)
            raise

    def _loaded(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The body by its form; where that finds fields at fault, the service says what else of it is wrong."""
        try:
            return self._load(raw)
        except ValidationError as error:
            told = [FieldError(**each) for each in problems.flat(error.messages_dict)]
            named = {each.field for each in told}
            more = [each for each in self._service.faults_of(self.route.takes, raw) if each.field not in named]
            if not more:
                raise
            raise Refusal(
                "invalid_fields", problems.FIELDS, status=422, errors=(*more, *told)[: problems.MOST_ERRORS]
            ) from error

    def _response(self, call: Call, answer: Answer) -> Response:
        status = self.route.status if answer.status is None else answer.status
        headers = list(answer.headers)
        if answer.version is not None:
            etag = f'W/"{answer.version}"'
            headers.append(("ETag", etag))
            if self._reads and call.headers.get("if-none-match") == etag:
                return Response(304, headers=headers)
        if answer.replayed:
            headers.append(("Idempotency-Replayed", "true"))
        if answer.lines is not None:
            return Response(
                status, content_type=answer.lines_type, headers=headers, lines=answer.lines, counted=answer.counted
            )
        return Response(status, orjson.dumps(answer.body), headers=headers, counted=answer.counted)


def address_of(request: Request) -> str:
    """The caller's address: the last of `X-Forwarded-For`, which the gateway writes, else the connection's own.

    Services listen on loopback, so only the gateway and the machine's own programs can reach them at all.
    """
    forwarded = request.headers.get("x-forwarded-for")
    if forwarded is None or "x-countynet-gateway" not in request.headers:
        return request.address
    return forwarded.rpartition(",")[2].strip()[:45] or request.address
