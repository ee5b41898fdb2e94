"""One connection: request after request, each with its deadline, until one side has enough."""

from __future__ import annotations

import socket
import time
from typing import Any

from services.chassis.web.http import outgoing
from services.chassis.web.http.head import BadRequest, Head
from services.chassis.web.http.incoming import Gone, Incoming
from services.chassis.web.message import Application, Request, Response, problem

IDLE_SECONDS = 75.0
HEAD_SECONDS = 10.0
BODY_SECONDS = 30.0
ANSWER_SECONDS = 120.0
LINGER_SECONDS = 5.0
LINGER_BYTES = 32 * 1024 * 1024
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Connection:
    """`deadline` (monotonic seconds) belongs to what is awaited now; the server's sweeper expires what is past it."""

    def __init__(self, application: Application, accepted: Any, address: str) -> None:
        self._application = application
        self._socket = accepted
        self._address = address
        self._incoming = Incoming(self._receive)
        self._finishing = False
        self._expired = False
        self.busy = False
        self.deadline = time.monotonic() + HEAD_SECONDS

    def serve(self) -> None:
        """Answer requests until the connection ends; what goes wrong in it is answered where that still helps."""
        try:
            while self._one():
                self.busy = False
                self.deadline = time.monotonic() + IDLE_SECONDS
        except BadRequest as error:
            self._refuse(error)
        except (Gone, OSError):
            if self._expired and self.busy:
                self._refuse(BadRequest(408, "too_slow", "The request took too long to arrive."))

    def finish(self) -> None:
        """Answer what is under way, take nothing more."""
        self._finishing = True
        if not self.busy:
            self._shut(socket.SHUT_RD)

    def expire(self) -> None:
        """The deadline is over: stop reading; who waits for bytes wakes up."""
        if self._expired:
            self.cut()
        self._expired = True
        self.deadline = time.monotonic() + LINGER_SECONDS
        self._shut(socket.SHUT_RD)

    def cut(self) -> None:
        """End it now."""
        self._shut(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()

    def _one(self) -> bool:
        if self._incoming.waiting:
            self.busy = True
        head = self._incoming.head()
        if head is None:
            return False
        self.busy = True
        request = Request(head.method, head.path, head.query, head.headers, self._address)
        limit = self._application.admit(request)
        self._body(head, request, limit)
        self.deadline = time.monotonic() + ANSWER_SECONDS
        response = self._application.handle(request)
        keep_alive = head.keep_alive and not self._finishing
        if response.lines is None or head.method == "HEAD":
            self._socket.sendall(outgoing.whole(response, keep_alive, head.method == "HEAD"))
        else:
            for piece in outgoing.pieces(response, keep_alive, head.modern):
                self.deadline = time.monotonic() + ANSWER_SECONDS
                self._socket.sendall(piece)
        return keep_alive and not self._finishing

    def _body(self, head: Head, request: Request, limit: int) -> None:
        if head.length == 0:
            return
        self.deadline = time.monotonic() + BODY_SECONDS
        expected = head.headers.get("expect")
        if expected is not None:
            if expected.lower() != "100-continue":
                raise BadRequest(417, "expectation_failed", "Allowed expectation: 100-continue.")
            if (head.length is None or head.length <= limit) and not self._incoming.waiting:
                self._socket.sendall(_CONTINUE)
        request.body = self._incoming.body(head.length, limit)

    def _receive(self, amount: int) -> bytes:
        received: bytes = self._socket.recv(amount)
        if received and not self.busy:
            self.busy = True
            self.deadline = time.monotonic() + HEAD_SECONDS
        return received

    def _refuse(self, error: BadRequest) -> None:
        """Say why, then read on for a moment, so that the answer is not lost to a reset."""
        answer: Response = problem(error.status, error.code, error.detail)
        self._application.refused(error.status)
        try:
            self._socket.sendall(outgoing.whole(answer, keep_alive=False, bodiless=False))
            self._socket.shutdown(socket.SHUT_WR)
            self.deadline = time.monotonic() + LINGER_SECONDS
            left = LINGER_BYTES
            while left > 0 and (thrown := self._socket.recv(64 * 1024)):
                left -= len(thrown)
        except OSError:
            self.cut()

    def _shut(self, how: int) -> None:
        try:
            self._socket.shutdown(how)
        except OSError:
            self._finishing = True
