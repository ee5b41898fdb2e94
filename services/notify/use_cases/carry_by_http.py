"""SMS by the county's HTTP gateway and WeCom by its robot: one POST a message, never a redirect.

The gateway gets the message's id, also as `Idempotency-Key`, so that it can tell a second copy. An answer that is lost
after the body was given leaves the message `uncertain`.
"""

from __future__ import annotations

import base64
import http.client
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from services.notify.domain.message import Outcome
from services.notify.use_cases.carrier import TIME_OUT, Letter, Rest, Unreached

SMS_BODY: Mapping[str, Any] = {"id": "{id}", "to": "{phone}", "text": "{text}"}
ANSWER_MOST = 64 * 1024
WECOM_BUSY = frozenset({-1, 45009, 45033})
"""WeCom's codes for too much at once."""
BUSY = frozenset({408, 425, 429})


class HttpCarrier:
    """POSTs what `body_of` makes of a letter; `read` judges the body of a good answer."""

    def __init__(
        self,
        uri: str,
        body_of: Callable[[Letter], dict[str, Any]],
        read: Callable[[bytes], Outcome] = lambda _: Outcome.SENT,
        *,
        time_out: float = TIME_OUT,
    ) -> None:
        parts = urlsplit(uri)
        self._encrypted = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port
        self._path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "CountyNet"}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self._headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        self._body_of, self._read, self._time_out = body_of, read, time_out
        self.rest = Rest()

    @contextmanager
    def open(self) -> Iterator[HttpCarrier]:
        """Each letter has a connection of its own: on one kept open, a silent end could not be told from a loss."""
        yield self

    def deliver(self, letter: Letter) -> Outcome:
        """Give one letter. Raises Unreached when no connection was to be had or the body could not be given."""
        body = orjson.dumps(self._body_of(letter))
        connection = self._connection()
        try:
            try:
                connection.request("POST", self._path, body, {**self._headers, "Idempotency-Key": letter.id})
            except (OSError, http.client.HTTPException) as error:
                raise Unreached(type(error).__name__) from error
            try:
                answer = connection.getresponse()
                said = answer.read(ANSWER_MOST)
            except (OSError, http.client.HTTPException):
                return Outcome.UNCERTAIN
        finally:
            connection.close()
        if 200 <= answer.status < 300:
            return self._read(said)
        return Outcome.RETRY if answer.status >= 500 or answer.status in BUSY else Outcome.FAILED

    def _connection(self) -> http.client.HTTPConnection:
        if self._encrypted:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._time_out, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._time_out)


def sms_carrier(uri: str, template: str | None, **more: Any) -> HttpCarrier:
    """By `SMS_URI`; `template` is the JSON of `SMS_BODY`, in whose texts `{id} {phone} {text}` are filled in."""
    shape: Mapping[str, Any] = SMS_BODY if template is None else orjson.loads(template)
    return HttpCarrier(uri, lambda letter: _filled(shape, letter), **more)


def wecom_carrier(uri: str, **more: Any) -> HttpCarrier:
    """By `WECOM_URI`, a group robot; `to` is whom it mentions."""

    def body_of(letter: Letter) -> dict[str, Any]:
        return {"msgtype": "text", "text": {"content": letter.text, "mentioned_list": [letter.to]}}

    return HttpCarrier(uri, body_of, _read_wecom, **more)


def _read_wecom(said: bytes) -> Outcome:
    try:
        code = orjson.loads(said)["errcode"]
    except (ValueError, KeyError, TypeError):
        return Outcome.UNCERTAIN
    if code == 0:
        return Outcome.SENT
    return Outcome.RETRY if code in WECOM_BUSY else Outcome.FAILED


def _filled(shape: Any, letter: Letter) -> Any:
    if isinstance(shape, dict):
        return {name: _filled(value, letter) for name, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, letter) for value in shape]
    if not isinstance(shape, str):
        return shape
    filled = {"{id}": letter.id, "{phone}": letter.to, "{text}": letter.text}
    if shape in filled:
        return filled[shape]
    return shape.replace("{id}", letter.id).replace("{phone}", letter.to).replace("{text}", letter.text)
