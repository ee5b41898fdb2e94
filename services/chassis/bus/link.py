"""A link: one AMQP connection that says when it is broken, and is opened again by whoever holds it.

A connection that the broker has closed is never asked for its `transport` again: py-amqp would open a new one there.
py-amqp reads a frame in up to three `recv` calls and writes each frame alone; here many are read in one (`inbound`) and
written in one (measured: a third more lives a second). Only the reading green thread reads; everybody else writes,
under `writing()`.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import eventlet
from amqp.exceptions import AMQPError
from eventlet.semaphore import Semaphore
from kombu import Connection

from services.chassis.bus.inbound import Deliver, Inbound, Properties
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

HEARTBEAT_S = 4
TICK_S = 1.0
SETUP_S = 15
READ_BYTES = 65_536
ONE_TRY_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
"""kombu tries twice and would sleep 2 s in between; the pauses are `keep_open`'s."""

BROKEN = (OSError, AMQPError, EOFError)
"""What a broken connection raises; all of them mean: open another one."""


def undelivered(tag: int, exchange: str, properties: Properties, body: bytes) -> None:
    """For links that consume nothing: a delivery there would be a bug, and stays unacknowledged."""
    log.error("message %d of %s came to a link that consumes nothing: %d bytes", tag, exchange, len(body))
    del properties


class Link:
    """One open connection with one channel; `broken` once and for all when anything on it fails."""

    def __init__(self, uri: str, set_up: Callable[[Any], None]) -> None:
        self.broken = False
        self.silent_s = 0.0
        self._writing = Semaphore(1)
        self._on_break: list[Callable[[], None]] = []
        try:
            with eventlet.Timeout(SETUP_S):
                self._kombu = Connection(uri, heartbeat=HEARTBEAT_S, connect_timeout=5)
                self._kombu.ensure_connection(reraise_as_library_errors=False, **ONE_TRY_MORE)
                self.connection = self._kombu.connection
                self._transport = self.connection.transport
                self._sock = self._transport.sock
                self.channel = self.connection.channel()
                set_up(self.channel)
        except (eventlet.Timeout, *BROKEN) as error:
            self.cut()
            self._close()
            raise Transient(f"the broker does not answer: {type(error).__name__}") from None

    def on_break(self, call: Callable[[], None]) -> None:
        """Have `call` called once when the link breaks."""
        self._on_break.append(call)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """The channel, for writes that go out as one send when the block ends; raises Transient when broken."""
        with self._writing:
            if self.broken:
                raise Transient("the link to the broker is broken")
            held = bytearray()
            self._transport._write = held.extend
            try:
                try:
                    yield self.channel
                finally:
                    self._transport._write = self._sock.sendall
                if held:
                    self._sock.sendall(held)
            except BROKEN as error:
                self.cut()
                raise Transient(f"the broker went away: {type(error).__name__}") from None

    def write(self, frames: bytes) -> None:
        """Add ready frames to what the open `writing()` block sends."""
        self._transport._write(frames)
        self.connection.bytes_sent += 1

    def read_until_broken(self, deliver: Deliver = undelivered) -> None:
        """Read frames until the link breaks, messages to `deliver`; the one reader runs this."""
        eventlet.spawn_n(self._tick)
        connection, early = self.connection, self._transport._read_buffer
        inbound = Inbound(self.channel.channel_id, deliver, connection.on_inbound_frame)
        try:
            connection.bytes_recv += inbound.feed(bytes(early))
            while not self.broken:
                received = self._sock.recv(READ_BYTES)
                if not received:
                    raise EOFError("the broker closed the connection")
                connection.bytes_recv += inbound.feed(received)
        except BROKEN as error:
            if not self.broken:
                log.warning("link lost: %s", type(error).__name__)
        finally:
            self.cut()
            self._close()

    def _tick(self) -> None:
        """Send heartbeats; cut a connection on which nothing was heard for two of them (a silent broker hangs else).

        A writer that a silent broker holds up must not hold up the watchdog: there the heartbeat is left out.
        """
        heard = self.connection.bytes_recv
        while not self.broken:
            eventlet.sleep(TICK_S)
            self.silent_s = self.silent_s + TICK_S if self.connection.bytes_recv == heard else 0.0
            heard = self.connection.bytes_recv
            if self.silent_s > 2 * HEARTBEAT_S and not self.broken:
                log.warning("link cut by the watchdog: nothing heard for %d s", self.silent_s)
                self.cut()
            elif not self.broken and self._writing.acquire(blocking=False):
                self._send_heartbeat()

    def _send_heartbeat(self) -> None:
        try:
            self.connection.heartbeat_tick()
        except BROKEN as error:
            log.warning("link cut by the watchdog: %s", type(error).__name__)
            self.cut()
        finally:
            self._writing.release()

    def cut(self) -> None:
        """Break the link now: every reader and writer on it wakes up with an error.

        The socket is shut down, not closed: eventlet forgets a closed file descriptor, and with it whoever waits there,
        for good. The shutdown wakes the reader, and the reader closes.
        """
        if self.broken:
            return
        self.broken = True
        sock = getattr(self, "_sock", None)
        if sock is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError as error:
                log.debug("shutting a broken socket down: %s", type(error).__name__)
        for call in self._on_break:
            call()

    def _close(self) -> None:
        """Give the socket back, once nobody waits on it any more."""
        sock = getattr(self, "_sock", None)
        if sock is not None:
            sock.close()


def keep_open(stopping: Callable[[], bool], opened: Callable[[], Link], deliver: Deliver = undelivered) -> None:
    """Open a link, read it until it breaks, open the next: until stopping; back-off from 0.2 s to 2 s."""
    pause = 0.2
    while not stopping():
        try:
            link = opened()
        except Transient as error:
            log.warning("%s", error)
            eventlet.sleep(pause)
            pause = min(pause * 2, 2.0)
            continue
        pause = 0.2
        try:
            link.read_until_broken(deliver)
        except Exception:
            log.exception("the reader of a link failed")
        eventlet.sleep(0)
