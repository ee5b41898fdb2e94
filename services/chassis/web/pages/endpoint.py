"""One page at work: who may, the form as it was typed, the service's method, and the form again with its errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import eventlet
from marshmallow import ValidationError

from services.chassis.access import User
from services.chassis.web import reading
from services.chassis.web.acceptance import loader_of
from services.chassis.web.call import Call
from services.chassis.web.endpoint import address_of
from services.chassis.web.forms import EmptyForm, PageQuery
from services.chassis.web.message import Request, Response
from services.chassis.web.multipart import Pairs
from services.chassis.web.pages import reading_forms, session, told
from services.chassis.web.pages.answers import Answers, Asked
from services.chassis.web.pages.route import PageRoute
from services.chassis.web.pages.screen import Shown
from services.chassis.web.pages.typed import Typed
from services.contracts.refusals import Refusal

if TYPE_CHECKING:
    from services.chassis.seal import Seal
    from services.chassis.service import HubService

ONCE = "once"
DONE = "done"
OTHERS_TURN, TURNS = 0.1, 50
SHOWN_AGAIN = frozenset({400, 401, 403, 404, 409, 412, 413, 415, 422, 429})


@dataclass(slots=True)
class PageCall(Call):
    """One call of a page; `form` is what was typed and what was wrong with it."""

    form: Typed = field(default_factory=Typed)


Method = Callable[[PageCall], Shown]


class PageEndpoint:
    """A page bound to the method of the one service instance."""

    def __init__(self, route: PageRoute, method: Method, service: HubService, answers: Answers) -> None:
        self.route = route
        self._method = method
        self._again: Method | None = None if route.again is None else getattr(service, route.again)
        self._service = service
        self._answers = answers
        self._form = (route.takes or EmptyForm)()
        self._load = loader_of(route.takes or EmptyForm)
        self._filters = (route.query or EmptyForm)()
        self._load_query = loader_of(route.query or EmptyForm)
        self._reads = route.method == "GET"

    def answer(self, request: Request, path: dict[str, str], request_id: str) -> Response:
        """Do what is asked; raises what `application` words as a problem and `Answers` shows as a page."""
        token = session.token_of(request)
        user = session.user_of(token, self._service.tokens)
        reading.check_access(user, self.route.may, path)
        asked = Asked(request, user, session.mark_of(token) if user is not None else "")
        call = self._call(request, path, request_id, user)
        if self._reads:
            return self._read(call, _parameters(request), asked)
        sent, call.files = reading_forms.pairs_of(request, files=self.route.files)
        pairs = reading_forms.closed_up(sent)
        mark = _taken(pairs, session.FIELD)
        call.key = _taken(pairs, ONCE) or None
        call.form.values = _by_name(pairs)
        try:
            session.check_origin(request)
            session.check_mark(request, token if user is not None else None, mark)
            return self._answers.of(self._done(call, pairs), call.form, asked)
        except ValidationError as error:
            return self._shown_again(call, asked, 422, told.CHECK, told.of_fields(self._form, error), error)
        except Refusal as refusal:
            problem, errors = told.of_refusal(refusal, self._service.words)
            return self._shown_again(call, asked, refusal.status, problem, errors, refusal)

    def _read(self, call: PageCall, raw: dict[str, Any], asked: Asked) -> Response:
        """The page; a list whose filters are wrong comes with 422, what was typed, and what is wrong at each field."""
        failure: ValidationError | Refusal
        try:
            call.query = self._load_query(raw)
            return self._answers.of(self._method(call), call.form, asked)
        except ValidationError as error:
            failure, errors = error, told.of_fields(self._filters, error)
        except Refusal as refusal:
            failure, errors = refusal, told.of_refusal(refusal, self._service.words)[1]
            if refusal.status != 422:
                raise
        if not isinstance(self._filters, PageQuery) or not errors or not errors.keys() <= raw.keys():
            raise failure
        call.query = self._load_query({name: raw[name] for name in raw.keys() - errors.keys() - {"format"}})
        call.form = Typed({name: [value] for name, value in raw.items()}, errors, told.CHECK, 422)
        response = self._answers.of(self._method(call), call.form, asked)
        if response.status == 200:
            response.status = 422
        return response

    def _done(self, call: PageCall, pairs: Pairs) -> Shown:
        if call.key is not None:
            if not reading.is_identifier(call.key):
                raise Refusal("not_a_form", "Allowed: 1 to 80 letters, digits and '-_.:'.", status=400)
            sent = "\0".join(f"{name}\0{value}" for name, value in (*pairs, *_digests(call, self._service.seal)))
            call.fingerprint = self._service.seal.digest(f"{call.route}\0{sorted(call.path.items())}\0{sent}".encode())
        call.body = self._load(reading_forms.shaped(self._form, pairs))
        throttle = self.route.throttle
        if throttle is None:
            return self._in_turn(call)
        marks = throttle.admit(call)
        try:
            return self._in_turn(call)
        except Refusal as refusal:
            throttle.failed(marks, refusal.status)
            raise

    def _in_turn(self, call: PageCall) -> Shown:
        """A form that was sent twice at once waits for its first sending and shows that one's answer."""
        for _ in range(TURNS):
            try:
                return self._method(call)
            except Refusal as refusal:
                if refusal.code != "idempotency_in_progress":
                    raise
            eventlet.sleep(OTHERS_TURN)
        return self._method(call)

    def _shown_again(
        self, call: PageCall, asked: Asked, status: int, problem: str, errors: dict[str, str], error: Exception
    ) -> Response:
        if self._again is None or status not in SHOWN_AGAIN:
            raise error
        call.form = Typed(call.form.values, errors, problem, status)
        response = self._answers.of(self._again(call), call.form, asked)
        if response.status == 200:
            response.status = status
        return response

    def _call(self, request: Request, path: dict[str, str], request_id: str, user: User | None) -> PageCall:
        return PageCall(
            service=self._service,
            route=self.route.path,
            method=self.route.method,
            path=path,
            query={},
            body={},
            user=user,
            if_match=None,
            key=None,
            fingerprint="",
            request_id=request_id,
            address=address_of(request),
            headers=request.headers,
        )


def _parameters(request: Request) -> dict[str, Any]:
    """What the address asks for; blank is as good as missing."""
    raw = reading.query_of(request)
    raw.pop(DONE, None)
    return {name: value for name, value in raw.items() if value.strip()}


def _taken(pairs: Pairs, name: str) -> str:
    found = [value for given, value in pairs if given == name]
    pairs[:] = [pair for pair in pairs if pair[0] != name]
    return found[-1] if found else ""


def _digests(call: PageCall, seal: Seal) -> Pairs:
    return [(each.name, seal.digest(each.content)) for each in call.files]


def _by_name(pairs: Pairs) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for name, value in pairs:
        made.setdefault(name, []).append(value)
    return made
