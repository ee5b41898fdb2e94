"""The server: one green thread per connection, deadlines kept by one sweeper, a drain that loses no answer."""

from __future__ import annotations

import logging
import socket
import time
from typing import Any

import eventlet
from eventlet.greenpool import GreenPool

from services.chassis.web.http.connection import Connection
from services.chassis.web.message import Application

log = logging.getLogger(__name__)

MAX_CONNECTIONS = 1000
SWEEP_SECONDS = 0.5


class Server:
    """Serves one application on one listening socket."""

    def __init__(self, application: Application, host: str, port: int) -> None:
        self._application = application
        self._socket: Any = eventlet.listen((host, port), backlog=512, reuse_port=False)
        self._pool = GreenPool(MAX_CONNECTIONS)
        self._connections: set[Connection] = set()
        self._stopping = False
        self._threads: list[Any] = []

    @property
    def port(self) -> int:
        """The port it listens on (also where 0 was asked for)."""
        return int(self._socket.getsockname()[1])

    @property
    def in_flight(self) -> int:
        """Requests being read or answered now."""
        return sum(1 for c in self._connections if c.busy)

    def start(self) -> None:
        """Accept; comes back at once."""
        self._threads = [eventlet.spawn(self._accept), eventlet.spawn(self._sweep)]

    def stop(self, seconds: float = 8.0) -> None:
        """Stop accepting, let what is under way be answered, then close; cut what takes longer than `seconds`."""
        self._stopping = True
        self._threads[0].kill()
        self._socket.close()
        for connection in list(self._connections):
            connection.finish()
        until = time.monotonic() + seconds
        while self._connections and time.monotonic() < until:
            eventlet.sleep(0.02)
        for connection in list(self._connections):
            connection.cut()
        self._threads[1].kill()

    def _accept(self) -> None:
        while True:
            try:
                accepted, address = self._socket.accept()
            except OSError as error:
                if self._stopping:
                    return
                log.warning("could not accept a connection", extra={"error": type(error).__name__})
                eventlet.sleep(0.1)
                continue
            self._pool.spawn_n(self._serve, accepted, address)

    def _serve(self, accepted: Any, address: Any) -> None:
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(self._application, accepted, str(address[0]))
        self._connections.add(connection)
        if self._stopping:
            connection.finish()
        try:
            connection.serve()
        except Exception:
            log.exception("a connection ended in an error")
        finally:
            self._connections.discard(connection)
            connection.close()

    def _sweep(self) -> None:
        while True:
            eventlet.sleep(SWEEP_SECONDS)
            now = time.monotonic()
            for connection in list(self._connections):
                if connection.deadline < now:
                    connection.expire()
